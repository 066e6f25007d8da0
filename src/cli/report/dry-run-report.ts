import type {
  HttpOperationPreview,
  OperationPreview,
  SqlOperationPreview,
} from '../../modules/contract/operation-preview.ts';
import { printable } from '../../observability/printable.ts';
import type { DryRunPreview } from '../../pipeline/run-result.ts';
import { shortened } from './shortened.ts';

const SHOWN_OPERATIONS = 10;
const SHOWN_BODY_LINES = 10;
const SHOWN_ROWS = 5;
const VALUE_LENGTH = { longest: 60, kept: 60, ellipsis: '…' };
const INDENT = '    ';

/** What the report says beside the preview itself. */
export interface DryRunFacts {
  readonly verbose: boolean;
  /** Records that reached the output. */
  readonly recordCount: number;
  /** Types of the modules that ran for real. */
  readonly input: string;
  readonly filters: readonly string[];
}

/** What the output would have done, why that cannot be told, or that it got no records; then what was real. */
export function dryRunReport(preview: DryRunPreview, facts: DryRunFacts): string[] {
  return ['', ...previewLines(preview, facts), realCallsLine(facts)];
}

function previewLines(preview: DryRunPreview, facts: DryRunFacts): string[] {
  if (preview.kind === 'failed') {
    return [
      '📋 Dry-Run Preview: the output module failed to describe what it would do.',
      `   Reason: ${printable(preview.reason)}`,
      '   Nothing was sent or written to the target system (dry-run mode).',
    ];
  }
  if (preview.operations.length === 0) {
    return [
      `📋 Dry-Run Preview: records that reached the output: ${facts.recordCount}. Nothing would be sent or written.`,
    ];
  }
  return operationList(preview.operations, facts.verbose);
}

function realCallsLine({ input, filters }: DryRunFacts): string {
  const names = [`input ${input}`, ...filters.map((type) => `filter ${type}`)];
  return `   These ran for real: ${names.join(', ')}`;
}

function operationList(operations: readonly OperationPreview[], verbose: boolean): string[] {
  const shown = verbose ? operations : operations.slice(0, SHOWN_OPERATIONS);
  const lines = ['📋 Dry-Run Preview (what would have been done):', ''];
  for (const [index, operation] of shown.entries()) {
    if (index > 0) lines.push('');
    if (operations.length > 1) lines.push(`─── Operation ${index + 1} of ${operations.length} ───`);
    lines.push(...(operation.kind === 'http' ? httpLines(operation, verbose) : sqlLines(operation, verbose)));
  }
  const hidden = operations.length - shown.length;
  if (hidden > 0) lines.push('', `... (${hidden} more operations, use --verbose for all)`);
  lines.push('', 'ℹ️  Nothing was sent or written to the target system (dry-run mode)');
  return lines;
}

function httpLines(operation: HttpOperationPreview, verbose: boolean): string[] {
  const { method, endpoint, recordCount, headers, body } = operation;
  const lines = [`  Endpoint: ${method} ${printable(endpoint)}`, `  Records: ${recordCount}`];
  if (headers.length > 0) {
    const sorted = [...headers].sort(([a], [b]) => (a < b ? -1 : 1));
    lines.push(
      '  Headers:',
      ...sorted.map(([name, value]) => `${INDENT}${printable(name)}: ${printable(value)}`),
    );
  }
  if (body !== '') lines.push(...bodyLines(body, verbose));
  return lines;
}

function bodyLines(body: string, verbose: boolean): string[] {
  const all = textLines(body);
  const shown = verbose ? all : all.slice(0, SHOWN_BODY_LINES);
  const hidden = all.length - shown.length;
  if (hidden === 0) return ['  Body:', ...shown];
  return ['  Body (truncated, use --verbose for full):', ...shown, `${INDENT}... (${hidden} more lines)`];
}

function sqlLines(operation: SqlOperationPreview, verbose: boolean): string[] {
  const { driver, target, recordCount, transaction, statement, parameters } = operation;
  const action =
    operation.table === undefined ? operation.operation : `${operation.operation} ${operation.table}`;
  const lines = [
    `  Operation: ${printable(action)} (${driver})`,
    `  Target: ${printable(target)}`,
    `  Records: ${recordCount}`,
  ];
  if (transaction) lines.push('  Transaction: all statements in one transaction');
  lines.push('  Statement:', ...textLines(statement.trim()));
  if (parameters.length > 0) lines.push(`  Parameters: ${parameters.map(printable).join(', ')}`);
  return [...lines, ...valueLines(operation, verbose)];
}

function valueLines({ rows, rowsOmitted }: SqlOperationPreview, verbose: boolean): string[] {
  if (rows.every((row) => row.length === 0)) return [];
  const shown = verbose ? rows : rows.slice(0, SHOWN_ROWS);
  const texts = shown.map((row) => row.map((value) => (verbose ? value : shortened(value, VALUE_LENGTH))));
  const cut = texts.some((row, index) => row.some((text, column) => text !== shown[index]?.[column]));
  const lines = [
    cut || shown.length < rows.length ? '  Values (truncated, use --verbose for all):' : '  Values:',
    ...texts.map((row, index) => `${INDENT}${index + 1}: ${row.map(printable).join(', ')}`),
  ];
  const hidden = rows.length - shown.length + rowsOmitted;
  if (hidden > 0) lines.push(`${INDENT}... (${hidden} more executions)`);
  return lines;
}

/** Lines of a text of several lines, indented; tabs stay. */
function textLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => INDENT + line.split('\t').map(printable).join('\t'));
}
