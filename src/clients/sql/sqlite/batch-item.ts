import { CancelledError, type CannectorsError, classify, errorText } from '../../../core/errors.ts';
import type { BoundStatement, SqlBatch, SqlBatchFailure, SqlLimits } from '../connection.ts';
import { withContext } from '../database-error.ts';
import { statementVerb } from '../statement-kind.ts';
import { isBusy } from './classify-error.ts';
import type { SqliteSession } from './session.ts';

/** Synchronous work between two looks at the event loop and the cancellation. */
export const SLICE_NANOSECONDS = 100e6;

/** Why an item was not written; undefined when it was. */
export type Outcome = SqlBatchFailure | undefined;

/** Makes the statement of one item. */
export function buildItem(batch: SqlBatch, index: number): BoundStatement | SqlBatchFailure {
  try {
    return batch.statementAt(index);
  } catch (error) {
    return { index, phase: 'build', error: classify(error) };
  }
}

export function isFailure(built: BoundStatement | SqlBatchFailure): built is SqlBatchFailure {
  return 'phase' in built;
}

/** Executes a statement while the lock is held. */
export function runLocked(
  session: SqliteSession,
  statement: BoundStatement,
  index: number,
  { timeoutMs }: SqlLimits,
): Outcome {
  try {
    session.run(statement, timeoutMs);
    return undefined;
  } catch (error) {
    return statementFailure(session, statement, index, error);
  }
}

/** Makes and executes one item. A promise comes back only where another process has to be waited for. */
export function runItem(
  session: SqliteSession,
  batch: SqlBatch,
  index: number,
  limits: SqlLimits,
): Outcome | Promise<Outcome> {
  const statement = buildItem(batch, index);
  if (isFailure(statement)) return statement;
  try {
    session.run(statement, limits.timeoutMs);
    return undefined;
  } catch (error) {
    if (isBusy(errorText(error))) return runWhenFree(session, statement, index, limits);
    return statementFailure(session, statement, index, error);
  }
}

/** The error of an item that ends the batch, saying which item it was. */
export function locatedError({ index, error }: SqlBatchFailure): CannectorsError {
  if (error instanceof CancelledError) return error;
  return withContext(error, `record ${index}: ${error.message}`, index);
}

async function runWhenFree(
  session: SqliteSession,
  statement: BoundStatement,
  index: number,
  limits: SqlLimits,
): Promise<Outcome> {
  try {
    await session.whenFree(limits, () => session.run(statement, limits.timeoutMs));
    return undefined;
  } catch (error) {
    return statementFailure(session, statement, index, error);
  }
}

function statementFailure(
  session: SqliteSession,
  { text }: BoundStatement,
  index: number,
  error: unknown,
): SqlBatchFailure {
  return { index, phase: 'statement', error: session.failure(error, statementVerb(text)) };
}
