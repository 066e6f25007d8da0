import { CannectorsError, classify, errorText, isCancelled } from '../../../core/errors.ts';
import type { DataRecord } from '../../../core/record.ts';
import type {
  BoundStatement,
  ConnectOptions,
  SqlBatch,
  SqlBatchReport,
  SqlConnection,
  SqlEngine,
  SqlLimits,
} from '../connection.ts';
import { withContext } from '../database-error.ts';
import {
  cannotOpen,
  hasHotJournal,
  isDirectoryWritable,
  locateDatabaseFile,
  refuseWal,
} from './database-file.ts';
import { parseSqliteDsn, type SqliteDsn } from './dsn.ts';
import { type FileGate, fileGate } from './file-gate.ts';
import { FileLock } from './file-lock.ts';
import { loadSqlite } from './library.ts';
import { readRows } from './read-rows.ts';
import { SqliteSession } from './session.ts';
import { writeInTransaction } from './write-in-transaction.ts';
import { writeSeparately } from './write-separately.ts';

/** SQLite through node-sqlite3-wasm. Statements run on the calling thread and cannot be interrupted. */
export const sqliteEngine: SqlEngine = {
  async connect(connectionString, options) {
    try {
      return await open(parseSqliteDsn(connectionString.reveal()), options);
    } catch (error) {
      if (isCancelled(error)) throw error;
      throw withContext(classify(error), `database connection failed: ${errorText(error)}`);
    }
  },
};

async function open(dsn: SqliteDsn, options: ConnectOptions): Promise<SqlConnection> {
  const { Database } = await loadSqlite();
  const file = dsn.path === undefined ? undefined : locateDatabaseFile(dsn, dsn.path, options.mayCreate);
  const lock = file === undefined ? undefined : new FileLock(file.path);
  const gate = fileGate(file?.path);
  let session: SqliteSession | undefined;
  try {
    await gate.exclusive(async () => {
      if (file !== undefined && lock !== undefined) {
        refuseWal(file.path);
        await refuseForeignJournal(file.path, lock, options);
      }
      const database = openDatabase(() => {
        return new Database(file?.path ?? ':memory:', {
          fileMustExist: !options.mayCreate || dsn.mustExist,
          readOnly: file?.readOnly ?? false,
        });
      }, file?.path);
      session = new SqliteSession(database, dsn, lock, options.log);
      await prepare(session, file?.path, options);
    });
  } catch (error) {
    session?.close();
    gate.release();
    throw error;
  }
  if (session === undefined) throw new Error('the file gate did not run the work it was given');
  options.log.debug('database connection established', { driver: 'sqlite' });
  return new SqliteConnection(session, gate);
}

function openDatabase<T>(create: () => T, path: string | undefined): T {
  try {
    return create();
  } catch (error) {
    throw cannotOpen(`${path ?? 'memory'} (${errorText(error)})`);
  }
}

/**
 * A journal without a lock belongs to a native SQLite program, whose locks this engine cannot see: playing it
 * back might destroy a transaction in progress. With a lock, the lock decides.
 */
async function refuseForeignJournal(
  path: string,
  lock: FileLock,
  { clock, signal }: SqlLimits,
): Promise<void> {
  // A writer removes its journal before its lock and makes them in the other order: look twice.
  for (let look = 0; look < 2; look += 1) {
    if (!hasHotJournal(path) || lock.inspect().kind !== 'free') return;
    await clock.sleep(50, signal);
  }
  throw cannotOpen(
    `${path}-journal shows a transaction that another program has not finished; let it finish or, when no ` +
      `program uses the file, repair it once: sqlite3 ${path} "SELECT count(*) FROM sqlite_schema"`,
  );
}

/** Gives the connection the default of a stock SQLite, then the author's settings, and checks the file. */
async function prepare(
  session: SqliteSession,
  path: string | undefined,
  options: ConnectOptions,
): Promise<void> {
  const { database, dsn } = session;
  try {
    database.exec('PRAGMA foreign_keys=OFF');
    for (const pragma of dsn.pragmas) {
      if (/^journal_mode\s*[(=]\s*wal/i.test(pragma)) {
        options.log.warn('SQLite journal mode WAL is not available, keeping the rollback journal');
      } else {
        await session.whenFree(options, () => database.exec(`PRAGMA ${pragma}`));
      }
    }
    await session.beginLocked('BEGIN DEFERRED', options);
    database.exec('COMMIT');
  } catch (error) {
    if (path !== undefined && errorText(error) === 'disk I/O error' && !isDirectoryWritable(path)) {
      throw cannotOpen(
        `${path}.lock cannot be made; the directory of a database must be writable to lock it`,
      );
    }
    const failure = session.failure(error, 'ping');
    throw withContext(failure, `ping failed: ${errorText(error)}`);
  }
}

class SqliteConnection implements SqlConnection {
  #session: SqliteSession | undefined;
  readonly #gate: FileGate;

  constructor(session: SqliteSession, gate: FileGate) {
    this.#session = session;
    this.#gate = gate;
  }

  async *query(statement: BoundStatement, limits: SqlLimits): AsyncGenerator<DataRecord[]> {
    yield* await this.#gate.exclusive(() => readRows(this.#open(), statement, limits));
  }

  execute(batch: SqlBatch, limits: SqlLimits): Promise<SqlBatchReport> {
    const write = batch.transaction ? writeInTransaction : writeSeparately;
    return this.#gate.exclusive(() => write(this.#open(), batch, limits));
  }

  close(): Promise<void> {
    return this.#gate.exclusive(async () => {
      const session = this.#session;
      this.#session = undefined;
      session?.close();
      this.#gate.release();
    });
  }

  #open(): SqliteSession {
    if (this.#session === undefined)
      throw new CannectorsError('database is closed', { category: 'validation' });
    return this.#session;
  }
}
