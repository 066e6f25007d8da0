import { CannectorsError, errorText, throwIfCancelled } from '../../../core/errors.ts';
import type { Logger } from '../../../observability/logger.ts';
import type { BoundStatement, SqlLimits } from '../connection.ts';
import { databaseError } from '../database-error.ts';
import { statementVerb } from '../statement-kind.ts';
import { bindValues } from './bind-value.ts';
import { classifySqliteError, isBusy } from './classify-error.ts';
import type { SqliteDsn } from './dsn.ts';
import type { FileLock } from './file-lock.ts';
import type { SqliteDatabase } from './library.ts';
import { StatementCache } from './statement-cache.ts';

/** Reads the schema, for which SQLite takes the lock and checks the file. */
const TAKE_LOCK = 'SELECT 1 FROM sqlite_schema LIMIT 1';
const FIRST_WAIT_MS = 1;
const LONGEST_WAIT_MS = 25;

/** An open database file and what is needed to work with it. Not safe for overlapping use: see the file gate. */
export class SqliteSession {
  readonly database: SqliteDatabase;
  readonly dsn: SqliteDsn;
  readonly statements: StatementCache;
  readonly #lock: FileLock | undefined;
  readonly #log: Logger;

  constructor(database: SqliteDatabase, dsn: SqliteDsn, lock: FileLock | undefined, log: Logger) {
    this.database = database;
    this.dsn = dsn;
    this.statements = new StatementCache(database);
    this.#lock = lock;
    this.#log = log;
  }

  /**
   * Executes a statement, or a script without values. Synchronous: nothing can interrupt it.
   *
   * @throws what the engine throws; a locked database is worth another try then
   * @throws {CannectorsError} when a value cannot be bound or a script fails
   */
  run({ text, values }: BoundStatement, timeoutMs: number): void {
    if (values.length === 0 && this.statements.isScript(text)) this.#runScript(text, timeoutMs);
    else this.statements.run(text, bindValues(values, this.dsn.dateForm));
  }

  /** Starts a transaction that holds the lock from here on. */
  async beginLocked(how: 'BEGIN DEFERRED' | 'BEGIN IMMEDIATE', limits: SqlLimits): Promise<void> {
    await this.whenFree(limits, () => {
      if (!this.database.inTransaction) this.database.exec(how);
      this.database.exec(TAKE_LOCK);
    });
    this.markLock();
  }

  /** Notes that this process holds the lock, so that others can tell when it has died. */
  markLock(): void {
    this.#lock?.mark();
  }

  /** Undoes the open transaction, if there is one. */
  rollback(): void {
    try {
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
    } catch {
      // The engine has rolled back by itself.
    }
  }

  /**
   * Does something that needs the lock, again and again while another process holds it, up to the busy timeout
   * or the statement's, whichever is shorter.
   *
   * @throws what the operation throws; when time is up, `database is locked` with the way out
   */
  async whenFree<T>(limits: SqlLimits, operation: () => T): Promise<T> {
    const { clock, signal, timeoutMs } = limits;
    const giveUpAt = clock.monotonic() + Math.min(this.dsn.busyTimeoutMs, timeoutMs) * 1e6;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      throwIfCancelled(signal);
      try {
        return operation();
      } catch (error) {
        if (!isBusy(errorText(error))) throw error;
        if (this.#recoverLock()) continue;
        if (clock.monotonic() >= giveUpAt) throw this.#lockedError(error);
      }
      await clock.sleep(wait, signal);
    }
  }

  /** The classified form of anything thrown by the engine. */
  failure(error: unknown, verb: string): CannectorsError {
    if (error instanceof CannectorsError) return error;
    const cause = error instanceof Error ? error : new Error(String(error));
    return databaseError(classifySqliteError(cause.message), verb, cause);
  }

  /** Releases the statements, the database and the note about the lock. */
  close(): void {
    this.statements.clear();
    this.rollback();
    if (this.database.isOpen) this.database.close();
    this.#lock?.unmark();
  }

  /**
   * Each statement of a script may have to wait for the lock. SQLite does that here, which blocks the thread:
   * trying the whole script again would execute its first statements twice.
   */
  #runScript(text: string, timeoutMs: number): void {
    const { database } = this;
    database.exec(`PRAGMA busy_timeout=${Math.min(this.dsn.busyTimeoutMs, timeoutMs)}`);
    try {
      database.exec(text);
    } catch (error) {
      throw this.failure(error, statementVerb(text));
    } finally {
      database.exec('PRAGMA busy_timeout=0');
    }
  }

  #recoverLock(): boolean {
    const pid = this.#lock?.recover();
    if (pid === undefined) return false;
    this.#log.warn('removed abandoned database lock', { path: this.#lock?.directory, pid });
    return true;
  }

  #lockedError(error: unknown): unknown {
    const state = this.#lock?.inspect();
    if (this.#lock === undefined || state?.since === undefined) return error;
    return new Error(
      `database is locked: ${this.#lock.directory} exists since ${state.since.toISOString()}; another process ` +
        'uses the database, or one was killed while it did: if none is running, remove that directory and try again',
      { cause: error },
    );
  }
}
