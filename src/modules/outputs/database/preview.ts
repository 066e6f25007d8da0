import { redactConnectionString } from '../../../clients/sql/redact-connection-string.ts';
import { statementKind } from '../../../clients/sql/statement-kind.ts';
import { CannectorsError, classify, errorText } from '../../../core/errors.ts';
import type { DataRecord, Value } from '../../../core/record.ts';
import { numberText } from '../../../core/scalar-text.ts';
import { stringifyJson } from '../../../core/stringify-json.ts';
import type { PreviewOptions, SqlOperationPreview } from '../../contract/operation-preview.ts';
import type { SqlSource } from '../../shared/sql-source.ts';
import { templateVariables } from '../../shared/template-variables.ts';

/** Executions whose values are kept per statement. */
const MOST_ROWS = 100;

/**
 * One preview per distinct statement, in order of first appearance.
 *
 * @throws {CannectorsError} when the statement of a record cannot be made or no connection string is known
 */
export function previewStatements(
  source: SqlSource,
  records: readonly DataRecord[],
  options: PreviewOptions & { readonly transaction: boolean },
): SqlOperationPreview[] {
  const { driver, connectionString } = source.target.resolve();
  const text = connectionString.reveal();
  const groups = new Map<
    string,
    { count: number; readonly rows: string[][]; readonly sources: readonly string[] }
  >();
  for (const [index, record] of records.entries()) {
    const statement = statementOf(source, record, index);
    let group = groups.get(statement.text);
    if (group === undefined) {
      group = { count: 0, rows: [], sources: statement.sources };
      groups.set(statement.text, group);
    }
    group.count += 1;
    if (group.rows.length < MOST_ROWS && statement.values.length > 0) {
      group.rows.push(statement.values.map(previewValue));
    }
  }
  return [...groups].map(([statement, { count, rows, sources }]) => ({
    kind: 'sql',
    recordCount: count,
    driver,
    target: options.showCredentials ? text : redactConnectionString(text),
    ...statementKind(statement),
    statement: statement.trim(),
    parameters: sources,
    rows,
    rowsOmitted: sources.length === 0 ? 0 : count - rows.length,
    transaction: options.transaction,
  }));
}

function statementOf(source: SqlSource, record: DataRecord, index: number) {
  try {
    return source.bind(templateVariables(record));
  } catch (error) {
    const { category, retryable } = classify(error);
    throw new CannectorsError(`previewing record ${index}: ${errorText(error)}`, {
      category,
      retryable,
      recordIndex: index,
      cause: error,
    });
  }
}

/** A bound value for people: `NULL`, JSON notation for everything else. */
export function previewValue(value: Value): string {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? numberText(value) : stringifyJson(value);
}
