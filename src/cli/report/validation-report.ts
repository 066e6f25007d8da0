import { documentPathText } from '../../core/document-path.ts';
import { printable } from '../../observability/printable.ts';
import type { DocumentProblem } from '../../pipeline/validation/document-problem.ts';
import { excerptLines } from './excerpt-lines.ts';
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

/** What is probably not meant in a configuration that is valid nevertheless. */
export function warningReport(
  warnings: readonly DocumentProblem[],
  file: string,
  { verbose }: { readonly verbose: boolean },
): string[] {
  return [
    '⚠ Warnings:',
    ...warnings.flatMap((warning) => (verbose ? detailed(warning, file) : compact(warning, file))),
  ];
}

function compact(problem: DocumentProblem, file: string): string[] {
  const { path, message, suggestion, position } = problem;
  const text = shortened(printable(message), MESSAGE_LENGTH);
  const lines = [`  ${printable(documentPathText(path))}: ${text} (${placeText(file, position)})`];
  lines.push(...excerptOf(problem));
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
  lines.push(`    At: ${placeText(file, position)}`, ...excerptOf(problem));
  if (suggestion !== undefined) lines.push(`    Suggestion: ${printable(suggestion)}`);
  return lines;
}

function excerptOf({ excerpt }: DocumentProblem): string[] {
  return excerpt === undefined ? [] : excerptLines(excerpt).map((line) => `    ${line}`);
}

function placeText(file: string, { line, column }: DocumentProblem['position']): string {
  return `${printable(file)}:${line}:${column}`;
}
