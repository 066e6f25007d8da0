import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from '../../../core/errors.ts';
import type { DataRecord, Value } from '../../../core/record.ts';
import type { BoundStatement, SqlLimits } from '../connection.ts';
import { databaseError, VERDICT_TEXTS } from '../database-error.ts';
import { statementVerb } from '../statement-kind.ts';
import { bindValues } from './bind-value.ts';
import { dateKeys, resultColumns } from './column-types.ts';
import { rfc3339OfCount, rfc3339OfStored } from './date-text.ts';
import type { SqliteDsn } from './dsn.ts';
import type { SqliteValue } from './library.ts';
import type { SqliteSession } from './session.ts';

const ROWS_PER_PAGE = 1000;

/**
 * Executes a statement and reads all its rows. Between pages the event loop runs, cancellation and the time
 * limit are looked at; the lock is held until the last row is read, so no consumer may wait in between.
 *
 * @throws {CannectorsError} classified; rows read so far are discarded
 */
export async function readRows(
  session: SqliteSession,
  statement: BoundStatement,
  limits: SqlLimits,
): Promise<DataRecord[][]> {
  const { database, statements, dsn } = session;
  const { clock, timeoutMs } = limits;
  const verb = statementVerb(statement.text);
  try {
    const values = bindValues(statement.values, dsn.dateForm);
    await session.beginLocked('BEGIN DEFERRED', limits);
    const deadline = clock.monotonic() + timeoutMs * 1e6;
    const columns = resultColumns(database, statement.text);
    const pages: DataRecord[][] = [];
    let page: DataRecord[] = [];
    let decode: ((row: Record<string, SqliteValue>) => DataRecord) | undefined;
    for (const row of statements.iterate(statement.text, values)) {
      decode ??= rowDecoder(Object.keys(row), (keys) => dateKeys(columns, keys), dsn);
      page.push(decode(row));
      if (page.length < ROWS_PER_PAGE) continue;
      pages.push(page);
      page = [];
      await setImmediate();
      throwIfCancelled(limits.signal);
      if (clock.monotonic() > deadline) throw timeoutError(verb, timeoutMs);
    }
    if (page.length > 0) pages.push(page);
    database.exec('COMMIT');
    return pages;
  } catch (error) {
    const failure = session.failure(error, verb);
    statements.discard(statement.text);
    session.rollback();
    throw failure;
  }
}

function timeoutError(verb: string, timeoutMs: number) {
  return databaseError(
    { kind: 'timeout', message: VERDICT_TEXTS.timeout, category: 'network', retryable: true },
    verb,
    new Error(`rows were still coming after ${timeoutMs} ms`),
  );
}

/** Makes the function that turns rows with these keys into records, in place. */
function rowDecoder(
  keys: readonly string[],
  dateKeysOf: (keys: readonly string[]) => string[],
  dsn: Pick<SqliteDsn, 'dateForm' | 'integersAsDates'>,
): (row: Record<string, SqliteValue>) => DataRecord {
  const dates = dateKeysOf(keys);
  return (row) => {
    for (const key of keys) {
      const value = row[key];
      if (value instanceof Uint8Array) row[key] = Buffer.from(value).toString('utf8');
    }
    const record = row as Record<string, Exclude<Value, undefined>>;
    for (const key of dates) {
      const value = record[key];
      if (typeof value === 'string') record[key] = rfc3339OfStored(value);
      else if (dsn.integersAsDates && (typeof value === 'number' || typeof value === 'bigint')) {
        if (Number.isInteger(Number(value))) record[key] = rfc3339OfCount(value, dsn.dateForm) ?? value;
      }
    }
    return record;
  };
}
