import { setFlagsFromString } from 'node:v8';
import type { Database, SQLiteValue, Statement } from 'node-sqlite3-wasm';

export type SqliteDatabase = Database;
export type SqliteStatement = Statement;
/** What can be bound and what comes back: whole numbers beyond 2^53 as bigint, BLOBs as bytes. */
export type SqliteValue = SQLiteValue;

/** The part of node-sqlite3-wasm that is used. */
export interface SqliteLibrary {
  readonly Database: new (
    path: string,
    options: { readonly fileMustExist: boolean; readonly readOnly: boolean },
  ) => Database;
}

/**
 * Loads the engine. V8 is told to keep WebAssembly at its baseline tier: otherwise a process that ends within
 * the first second waits about 300 ms for the optimising compiler, and for what pipelines do the optimised
 * code is no faster. The setting must be made before the engine is instantiated.
 */
export async function loadSqlite(): Promise<SqliteLibrary> {
  setFlagsFromString('--liftoff-only');
  const module = await import('node-sqlite3-wasm');
  // The package is CommonJS and declares named exports only; at run time they hang on the default export.
  return (module as unknown as { default: SqliteLibrary }).default;
}
