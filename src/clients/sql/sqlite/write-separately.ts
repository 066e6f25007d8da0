import { setImmediate } from 'node:timers/promises';
import { CancelledError, CannectorsError } from '../../../core/errors.ts';
import type { SqlBatch, SqlBatchFailure, SqlBatchReport, SqlLimits } from '../connection.ts';
import {
  buildItem,
  isFailure,
  locatedError,
  type Outcome,
  runItem,
  runLocked,
  SLICE_NANOSECONDS,
} from './batch-item.ts';
import type { SqliteSession } from './session.ts';

/** Rows that share one commit, at most. */
const LARGEST_GROUP = 5000;

/**
 * Executes every item on its own. A commit waits for the disk, so items that only change rows share one as long
 * as nobody can tell: when a group does not commit, nothing of it has happened and its items are executed one by
 * one.
 */
export async function writeSeparately(
  session: SqliteSession,
  batch: SqlBatch,
  limits: SqlLimits,
): Promise<SqlBatchReport> {
  const { clock, signal } = limits;
  let grouping = canGroup(session);
  let sent = 0;
  let index = 0;
  let sliceEnd = clock.monotonic() + SLICE_NANOSECONDS;
  while (index < batch.size) {
    if (clock.monotonic() > sliceEnd) {
      await setImmediate();
      sliceEnd = clock.monotonic() + SLICE_NANOSECONDS;
    }
    if (signal.aborted) return { sent, error: new CancelledError(signal.reason) };
    let group = grouping ? await writeGroup(session, batch, index, limits) : undefined;
    grouping &&= group !== undefined;
    if (group === undefined || group.next === index) group = await writeOne(session, batch, index, limits);
    sent += group.sent;
    index = group.next;
    for (const failure of group.failures) {
      if (batch.stopAtFirstFailure || failure.error instanceof CancelledError) {
        return { sent, error: locatedError(failure) };
      }
      batch.onFailure(failure);
    }
  }
  return { sent };
}

/** What became of neighbouring items. */
interface Group {
  readonly sent: number;
  readonly failures: readonly SqlBatchFailure[];
  /** Position of the first item that is not part of the group. */
  readonly next: number;
}

/** A deferred foreign key would be checked at the end of the group instead of the end of the statement. */
function canGroup(session: SqliteSession): boolean {
  const [row] = session.database.all('PRAGMA foreign_keys');
  return row?.['foreign_keys'] === 0;
}

async function writeOne(
  session: SqliteSession,
  batch: SqlBatch,
  index: number,
  limits: SqlLimits,
): Promise<Group> {
  let failure = await runItem(session, batch, index, limits);
  if (failure === undefined && session.database.inTransaction) {
    const error = new CannectorsError('the statement leaves a transaction open', { category: 'validation' });
    failure = { index, phase: 'statement', error };
  }
  session.rollback();
  return failure === undefined
    ? { sent: 1, failures: [], next: index + 1 }
    : { sent: 0, failures: [failure], next: index + 1 };
}

/**
 * Writes items from `start` on under one commit, up to the first that does more than change rows. Undefined when
 * the group was undone as a whole.
 */
async function writeGroup(
  session: SqliteSession,
  batch: SqlBatch,
  start: number,
  limits: SqlLimits,
): Promise<Group | undefined> {
  const { database, statements } = session;
  const { clock, signal } = limits;
  try {
    await session.beginLocked('BEGIN IMMEDIATE', limits);
  } catch (error) {
    session.rollback();
    const failure: SqlBatchFailure = {
      index: start,
      phase: 'statement',
      error: session.failure(error, 'begin'),
    };
    return { sent: 0, failures: [failure], next: start + 1 };
  }
  const failures: SqlBatchFailure[] = [];
  const sliceEnd = clock.monotonic() + SLICE_NANOSECONDS;
  const end = Math.min(batch.size, start + LARGEST_GROUP);
  let suitableText: string | undefined;
  let sent = 0;
  let next = start;
  while (next < end && !signal.aborted && clock.monotonic() <= sliceEnd) {
    const statement = buildItem(batch, next);
    let failure: Outcome;
    if (isFailure(statement)) failure = statement;
    else {
      if (statement.text !== suitableText && !statements.changesRows(statement.text)) break;
      suitableText = statement.text;
      failure = runLocked(session, statement, next, limits);
      if (!database.inTransaction) return undefined;
    }
    next += 1;
    if (failure === undefined) sent += 1;
    else {
      failures.push(failure);
      if (batch.stopAtFirstFailure) break;
    }
  }
  try {
    database.exec('COMMIT');
  } catch {
    session.rollback();
    return undefined;
  }
  return { sent, failures, next };
}
