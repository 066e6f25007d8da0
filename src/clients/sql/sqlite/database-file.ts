import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CannectorsError } from '../../../core/errors.ts';
import { redactConnectionString } from '../redact-connection-string.ts';
import type { SqliteDsn } from './dsn.ts';

/** A database file that may be opened. */
export interface DatabaseFile {
  /** Absolute and free of symbolic links: the lock beside it must be the same one for everybody. */
  readonly path: string;
  readonly readOnly: boolean;
}

/**
 * Finds the file a connection string names.
 *
 * @throws {CannectorsError} `unable to open database file` with the reason
 */
export function locateDatabaseFile(
  dsn: Pick<SqliteDsn, 'readOnly' | 'mustExist'>,
  named: string,
  mayCreate: boolean,
): DatabaseFile {
  const absolute = resolve(named);
  // Another engine's connection string may have been given for a path.
  const shown = redactConnectionString(named);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (stat?.isDirectory()) throw cannotOpen(`${shown} is a directory`);
  if (stat !== undefined) {
    const path = realpathSync(absolute);
    return { path, readOnly: dsn.readOnly || !isWritable(path) };
  }
  if (statSync(dirname(absolute), { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw cannotOpen(`the directory of ${shown} does not exist`);
  }
  if (!mayCreate || dsn.mustExist) {
    throw cannotOpen(`${shown} does not exist (relative paths start in the working directory)`);
  }
  return { path: join(realpathSync(dirname(absolute)), basename(absolute)), readOnly: false };
}

/** An error about the file itself. */
export function cannotOpen(reason: string): CannectorsError {
  return new CannectorsError(`unable to open database file: ${reason}`, { category: 'validation' });
}

/** Bytes 18 and 19 of the header (https://www.sqlite.org/fileformat.html#file_format_version_numbers). */
const FORMAT_VERSION_AT = 18;
const WAL_FORMAT = 2;

/**
 * Refuses a database in write-ahead logging mode: this engine has no shared memory and would not see what the
 * log holds.
 *
 * @throws {CannectorsError} naming the way out
 */
export function refuseWal(path: string): void {
  const version = readBytes(path, FORMAT_VERSION_AT, 2);
  const log = ['-wal', '-shm']
    .map((suffix) => `${path}${suffix}`)
    .find((name) => statSync(name, { throwIfNoEntry: false }));
  if (version?.includes(WAL_FORMAT) !== true && log === undefined) return;
  throw cannotOpen(
    `${path} uses write-ahead logging (WAL)${log === undefined ? '' : ` and ${log} exists`}, which this version ` +
      'cannot open; close every program that uses the file and convert it once: ' +
      `sqlite3 ${path} "PRAGMA journal_mode=DELETE"`,
  );
}

/**
 * Whether a rollback journal waits to be played back (https://www.sqlite.org/lockingv3.html#hot_journals): its
 * writer is in the middle of a transaction or has died in one.
 */
export function hasHotJournal(path: string): boolean {
  const first = readBytes(`${path}-journal`, 0, 1);
  return first !== undefined && first.length === 1 && first[0] !== 0;
}

/** Whether new files can be made beside the database, as its lock needs. */
export function isDirectoryWritable(path: string): boolean {
  return isWritable(dirname(path));
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readBytes(path: string, position: number, length: number): Uint8Array | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, position));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
