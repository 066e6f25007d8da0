import { printable } from '../../observability/printable.ts';
import type { ParseError } from '../../pipeline/document/parse-error.ts';

/** The report on files that cannot be parsed; the kind of error only in detail. */
export function parseErrorReport(
  errors: readonly ParseError[],
  { verbose }: { readonly verbose: boolean },
): string[] {
  const lines = errors.flatMap((error) => [
    `  ${printable(place(error))}${printable(error.message)}`,
    ...(verbose ? [`    Type: ${error.type}`] : []),
  ]);
  return ['✗ Parse errors:', ...lines];
}

/** `<file>:<line>:<column>: `, as much of it as is known. */
function place({ file, line, column }: ParseError): string {
  if (file === '') return '';
  if (line === 0) return `${file}: `;
  return column === 0 ? `${file}:${line}: ` : `${file}:${line}:${column}: `;
}
