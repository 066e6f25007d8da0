import { CannectorsError, type ErrorCategory } from '../../core/errors.ts';

/** What an engine's own error means. */
export interface DatabaseVerdict {
  /** How the database layer names it in messages. */
  readonly kind: 'connection' | 'timeout' | 'constraint' | 'query';
  /** The cause in words; the driver's own text where nothing better is known. */
  readonly message: string;
  readonly category: ErrorCategory;
  readonly retryable: boolean;
}

export const VERDICT_TEXTS = {
  timeout: 'operation timed out',
  connection: 'connection failed or lost',
  unique: 'unique constraint violation: duplicate value exists',
  foreignKey: 'foreign key constraint violation: referenced record not found or still referenced',
  notNull: 'not-null constraint violation: required field is null',
  check: 'check constraint violation: value does not meet requirements',
  constraint: 'constraint violation',
  syntax: 'SQL syntax error',
} as const;

/**
 * The error for a failed statement. The driver's text stays in the message; bound values and the statement do
 * not appear in it.
 *
 * @param verb first word of the statement, such as `select`
 */
export function databaseError(verdict: DatabaseVerdict, verb: string, cause: Error): CannectorsError {
  const subject = verdict.kind === 'query' ? `query error in ${verb}` : `${verdict.kind} error`;
  return new CannectorsError(`database ${subject}: ${verdict.message} (original: ${cause.message})`, {
    category: verdict.category,
    retryable: verdict.retryable,
    details: { database_category: verdict.kind },
    cause,
  });
}

/**
 * The same failure told with more context; its verdict does not change.
 *
 * @param recordIndex 0-based position of the record it is about, when that is part of the context
 */
export function withContext(
  error: CannectorsError,
  message: string,
  recordIndex = error.recordIndex,
): CannectorsError {
  const { category, retryable, details } = error;
  return new CannectorsError(message, {
    category,
    retryable,
    details,
    cause: error,
    ...(recordIndex === undefined ? {} : { recordIndex }),
  });
}
