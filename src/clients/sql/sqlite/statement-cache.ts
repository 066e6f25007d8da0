import { CannectorsError } from '../../../core/errors.ts';
import { countStatements, scanSql } from '../../../language/sql-template/scan-sql.ts';
import { statementKind } from '../statement-kind.ts';
import type { SqliteDatabase, SqliteStatement, SqliteValue } from './library.ts';

const LARGEST_SIZE = 32;
const ROW_CHANGES: ReadonlySet<string> = new Set(['INSERT INTO', 'UPDATE', 'DELETE FROM', 'REPLACE INTO']);

interface Prepared {
  readonly statement: SqliteStatement;
  readonly parameterCount: number;
  /** It may yield rows, all of which must be fetched for its effects to be complete. */
  readonly yieldsRows: boolean;
}

/** Prepared statements by their text, the least recently used given up first. */
export class StatementCache {
  readonly #database: SqliteDatabase;
  readonly #prepared = new Map<string, Prepared>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** Executes one statement to its end. */
  run(text: string, values: SqliteValue[]): void {
    const { statement, yieldsRows } = this.#fitting(text, values);
    try {
      if (yieldsRows) for (const _row of statement.iterate(values));
      else statement.run(values);
    } catch (error) {
      this.discard(text);
      throw error;
    }
  }

  /** Starts a statement. It holds the file's lock until the last row is fetched or it is discarded. */
  iterate(text: string, values: SqliteValue[]): IterableIterator<Record<string, SqliteValue>> {
    // Rows have one level as long as the `expand` option is not used.
    return this.#fitting(text, values).statement.iterate(values) as IterableIterator<
      Record<string, SqliteValue>
    >;
  }

  /** Whether a text holds several statements. The engine would prepare the first and drop the rest silently. */
  isScript(text: string): boolean {
    return !this.#prepared.has(text) && countStatements(scanSql(text, 'sqlite')) > 1;
  }

  /** Whether a text is one statement that inserts, updates or deletes rows and does nothing else. */
  changesRows(text: string): boolean {
    return !this.isScript(text) && ROW_CHANGES.has(statementKind(text).operation);
  }

  /** Gives up a statement. Needed after any error: the engine cannot reset a statement that failed. */
  discard(text: string): void {
    const prepared = this.#prepared.get(text);
    if (prepared === undefined) return;
    this.#prepared.delete(text);
    finalize(prepared.statement);
  }

  /** Gives up all statements, which closing the database requires. */
  clear(): void {
    for (const { statement } of this.#prepared.values()) finalize(statement);
    this.#prepared.clear();
  }

  /** The engine binds NULL for what is missing and complains only about values that are too many. */
  #fitting(text: string, values: readonly SqliteValue[]): Prepared {
    const prepared = this.#cached(text);
    if (prepared.parameterCount === values.length) return prepared;
    throw new CannectorsError(
      `the statement has ${prepared.parameterCount} placeholder(s) but ${values.length} value(s) are bound`,
      { category: 'validation' },
    );
  }

  #cached(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known === undefined) return this.#prepare(text);
    if (this.#prepared.size > 1) {
      this.#prepared.delete(text);
      this.#prepared.set(text, known);
    }
    return known;
  }

  #prepare(text: string): Prepared {
    const tokens = scanSql(text, 'sqlite');
    if (countStatements(tokens) > 1) {
      throw new CannectorsError('only one statement can be executed with values or read from', {
        category: 'validation',
      });
    }
    const changesRows = this.changesRows(text);
    const prepared: Prepared = {
      statement: this.#database.prepare(text),
      parameterCount: tokens.filter(({ kind }) => kind === 'marker').length,
      yieldsRows: !changesRows || /\breturning\b/i.test(text),
    };
    this.#prepared.set(text, prepared);
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size > LARGEST_SIZE && oldest !== undefined) this.discard(oldest);
    return prepared;
  }
}

/** Finalising reports the statement's last error once more, which has been dealt with. */
function finalize(statement: SqliteStatement): void {
  try {
    statement.finalize();
  } catch {
    // Nothing is left to release.
  }
}
