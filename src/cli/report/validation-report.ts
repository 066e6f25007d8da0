import { documentPathText } from '../../core/document-path.ts';
import { printable } from '../../observability/printable.ts';
import type { DocumentProblem } from '../../pipeline/validation/document-problem.ts';
import { shortened } from './shortened.ts';

const MESSAGE_LENGTH = { longest: 80, kept: 77, ellipsis: '...' };

/** The report on a configuration that is not valid: a line per problem, or everything that is known of each. */
export function validationReport(
  problems: readonly DocumentProblem[],
  file: string,
  { verbose, quiet }: { readonly verbose: boolean; readonly quiet: boolean },
): string[] {
  const lines = ['✗ Validation errors:'];
  for (const problem of problems) lines.push(...(verbose ? detailed(problem, file) : compact(problem, file)));
  if (!verbose && !quiet) lines.push('', 'Hint: Use --verbose for detailed error information');
  return lines;
}

function compact({ path, message, suggestion, position }: DocumentProblem, file: string): string[] {
  const text = shortened(printable(message), MESSAGE_LENGTH);
  const lines = [`  ${printable(documentPathText(path))}: ${text} (${placeText(file, position)})`];
  if (suggestion !== undefined) lines.push(`    Did you mean "${printable(suggestion)}"?`);
  return lines;
}

function detailed(problem: DocumentProblem, file: string): string[] {
  const { path, type, message, expected, suggestion, position } = problem;
  const lines = [
    `  ${printable(documentPathText(path))}:`,
    `    Message: ${printable(message)}`,
    `    Type: ${type}`,
  ];
  if (expected !== undefined) lines.push(`    Expected: ${printable(expected)}`);
  lines.push(`    At: ${placeText(file, position)}`);
  if (suggestion !== undefined) lines.push(`    Suggestion: ${printable(suggestion)}`);
  return lines;
}

function placeText(file: string, { line, column }: DocumentProblem['position']): string {
  return `${printable(file)}:${line}:${column}`;
}
