import { setImmediate } from 'node:timers/promises';
import { CancelledError, CannectorsError } from '../../../core/errors.ts';
import type { SqlBatch, SqlBatchReport, SqlLimits } from '../connection.ts';
import { withContext } from '../database-error.ts';
import { locatedError, runItem, SLICE_NANOSECONDS } from './batch-item.ts';
import type { SqliteSession } from './session.ts';

/** Executes a batch as one transaction: either it is committed or nothing is written. */
export async function writeInTransaction(
  session: SqliteSession,
  batch: SqlBatch,
  limits: SqlLimits,
): Promise<SqlBatchReport> {
  const { database, dsn } = session;
  try {
    await session.whenFree(limits, () => database.exec(dsn.transactionBegin));
  } catch (error) {
    const failure = session.failure(error, 'begin');
    return { sent: 0, error: withContext(failure, `beginning transaction: ${failure.message}`) };
  }
  const { sent, error } = await writeItems(session, batch, limits);
  if (error !== undefined) return abandon(session, error);
  if (!database.inTransaction) {
    const reason = 'committing transaction: a statement has ended the transaction itself';
    return { sent: 0, error: new CannectorsError(reason, { category: 'validation' }) };
  }
  try {
    database.exec('COMMIT');
    return { sent };
  } catch (reason) {
    const failure = session.failure(reason, 'commit');
    return abandon(session, withContext(failure, `committing transaction: ${failure.message}`));
  }
}

/** An error that the engine answers by ending the transaction ends the batch, tolerated or not. */
async function writeItems(
  session: SqliteSession,
  batch: SqlBatch,
  limits: SqlLimits,
): Promise<SqlBatchReport> {
  const { clock, signal } = limits;
  let sent = 0;
  let sliceEnd = clock.monotonic() + SLICE_NANOSECONDS;
  for (let index = 0; index < batch.size; index += 1) {
    if (clock.monotonic() > sliceEnd) {
      await setImmediate();
      sliceEnd = clock.monotonic() + SLICE_NANOSECONDS;
    }
    if (signal.aborted) return { sent, error: new CancelledError(signal.reason) };
    const outcome = runItem(session, batch, index, limits);
    const failure = outcome instanceof Promise ? await outcome : outcome;
    if (failure === undefined) {
      sent += 1;
      if (sent === 1) session.markLock();
      continue;
    }
    const ends = batch.stopAtFirstFailure || !session.database.inTransaction || signal.aborted;
    if (ends) return { sent, error: locatedError(failure) };
    batch.onFailure(failure);
  }
  return { sent };
}

function abandon(session: SqliteSession, error: CannectorsError): SqlBatchReport {
  session.rollback();
  if (error instanceof CancelledError) return { sent: 0, error };
  return {
    sent: 0,
    error: withContext(error, `${error.message}; transaction rolled back, nothing was written`),
  };
}
