import type { CannectorsError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import type { DataRecord, Value } from '../../core/record.ts';
import type { Secret } from '../../core/secret.ts';
import type { Logger } from '../../observability/logger.ts';

/** A statement in driver form and its arguments in bound order; as many arguments as the text has placeholders. */
export interface BoundStatement {
  readonly text: string;
  readonly values: readonly Value[];
}

/** What bounds an operation. */
export interface SqlLimits {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Milliseconds for connecting and for each statement. */
  readonly timeoutMs: number;
}

/** One item of a batch that was not written. */
export interface SqlBatchFailure {
  readonly index: number;
  /** Whether its statement could not be made or the database refused it. */
  readonly phase: 'build' | 'statement';
  readonly error: CannectorsError;
}

/** Statements to execute in order, one per item. */
export interface SqlBatch {
  readonly size: number;
  /** Makes the statement of one item. Has no side effect and may be asked again for the same position. */
  statementAt(index: number): BoundStatement;
  /** All items or none. */
  readonly transaction: boolean;
  /** The first failed item ends the batch; otherwise it is left out and the next one is tried. */
  readonly stopAtFirstFailure: boolean;
  /** Told of each item that is left out, once, in order, when its fate is final. */
  onFailure(failure: SqlBatchFailure): void;
}

/** What became of a batch. */
export interface SqlBatchReport {
  /** Items that are in the database now. */
  readonly sent: number;
  /** Why the batch ended early; with a transaction nothing was written then. */
  readonly error?: CannectorsError;
}

/** An open database. Operations on it are queued: one at a time, in the order they were asked for. */
export interface SqlConnection {
  /**
   * Executes a statement and yields its rows page by page.
   *
   * @throws {CannectorsError} classified, with the driver's text
   * @throws {CancelledError} when the signal fired
   */
  query(statement: BoundStatement, limits: SqlLimits): AsyncIterable<DataRecord[]>;
  /** Executes a batch. Failures are in the report: it never rejects for what the database says. */
  execute(batch: SqlBatch, limits: SqlLimits): Promise<SqlBatchReport>;
  /** Releases everything. May be called twice. */
  close(): Promise<void>;
}

/** What connecting may do and how long it may take. */
export interface ConnectOptions extends SqlLimits {
  readonly log: Logger;
  /** Whether a database that does not exist may be created. */
  readonly mayCreate: boolean;
}

/** One database engine. */
export interface SqlEngine {
  /**
   * Opens and checks a database.
   *
   * @throws {CannectorsError} with `database connection failed` in its message
   */
  connect(connectionString: Secret, options: ConnectOptions): Promise<SqlConnection>;
}
