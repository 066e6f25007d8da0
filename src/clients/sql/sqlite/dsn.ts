import { CannectorsError } from '../../../core/errors.ts';

/** A SQLite connection string taken apart. */
export interface SqliteDsn {
  /** The file as written, not resolved; undefined for a database in memory. */
  readonly path: string | undefined;
  readonly readOnly: boolean;
  /** The author asked for a file that exists (`mode=ro` or `mode=rw`). */
  readonly mustExist: boolean;
  /** `name(value)` or `name=value`, in alphabetical order, without `busy_timeout`. */
  readonly pragmas: readonly string[];
  /** Milliseconds to wait for a lock. */
  readonly busyTimeoutMs: number;
  readonly transactionBegin: 'BEGIN DEFERRED' | 'BEGIN IMMEDIATE' | 'BEGIN EXCLUSIVE';
  /** How a date is bound: RFC 3339 text, SQLite's own text form, or a count of units since 1970. */
  readonly dateForm: DateForm;
  /** Integers in date columns are read as counts of {@link DateUnit} since 1970. */
  readonly integersAsDates: boolean;
}

export type DateUnit = 'unix' | 'unix_milli' | 'unix_micro' | 'unix_nano';
export type DateForm = 'rfc3339' | 'sqlite' | DateUnit;

const DEFAULT_BUSY_TIMEOUT_MS = 5000;
const PRAGMA = /^[a-z_]+\s*(?:\([^;]*\)|=[^;]*)?$/i;
const BUSY_TIMEOUT = /^busy_timeout\s*(?:\(\s*|=\s*)(\d+)/i;
const BEGIN = {
  deferred: 'BEGIN DEFERRED',
  immediate: 'BEGIN IMMEDIATE',
  exclusive: 'BEGIN EXCLUSIVE',
} as const;
const DATE_UNITS: readonly DateUnit[] = ['unix', 'unix_milli', 'unix_micro', 'unix_nano'];

/**
 * Reads a path, a `file:` URI (https://www.sqlite.org/uri.html) or `:memory:`, each with `_pragma`, `_txlock`
 * and date settings after a `?`. Unknown settings are ignored; `mode` counts on URIs only.
 *
 * @throws {CannectorsError} when a known setting has an unknown value; the text does not repeat the string
 */
export function parseSqliteDsn(connectionString: string): SqliteDsn {
  const isUri = /^file:/i.test(connectionString);
  const withoutFragment = isUri ? connectionString.replace(/#.*$/s, '') : connectionString;
  const queryAt = withoutFragment.indexOf('?');
  const location = queryAt < 0 ? withoutFragment : withoutFragment.slice(0, queryAt);
  const settings = new URLSearchParams(queryAt < 0 ? '' : withoutFragment.slice(queryAt + 1));
  const mode = isUri ? choice(settings, 'mode', ['ro', 'rw', 'rwc', 'memory']) : undefined;
  const path = isUri ? uriPath(location) : location;
  const inMemory = mode === 'memory' || path === ':memory:' || path.toLowerCase() === 'sqlite::memory:';
  if (path.includes('\0')) throw refusal('the path holds a NUL character');
  if (path === '') throw refusal('the path is empty');
  return {
    path: inMemory ? undefined : path,
    readOnly: mode === 'ro',
    mustExist: mode === 'ro' || mode === 'rw',
    ...pragmasOf(settings),
    transactionBegin:
      BEGIN[choice(settings, '_txlock', ['deferred', 'immediate', 'exclusive']) ?? 'deferred'],
    dateForm:
      choice(settings, '_time_integer_format', DATE_UNITS) ??
      choice(settings, '_time_format', ['sqlite'] as const) ??
      'rfc3339',
    integersAsDates: ['1', 'true'].includes(settings.get('_inttotime')?.toLowerCase() ?? ''),
  };
}

function refusal(reason: string): CannectorsError {
  return new CannectorsError(`SQLite connection string: ${reason}`, { category: 'validation' });
}

function choice<const W extends string>(
  settings: URLSearchParams,
  name: string,
  words: readonly W[],
): W | undefined {
  const value = settings.get(name);
  if (value === null) return undefined;
  const word = words.find((candidate) => candidate === value.toLowerCase());
  if (word === undefined) throw refusal(`${name} must be one of ${words.join(', ')}`);
  return word;
}

function pragmasOf(settings: URLSearchParams): Pick<SqliteDsn, 'pragmas' | 'busyTimeoutMs'> {
  const all = settings.getAll('_pragma').map((pragma) => pragma.trim());
  if (!all.every((pragma) => PRAGMA.test(pragma))) {
    throw refusal('_pragma must have the form name(value) or name=value');
  }
  const timeout = all.map((pragma) => BUSY_TIMEOUT.exec(pragma)?.[1]).find((value) => value !== undefined);
  return {
    pragmas: all.filter((pragma) => !BUSY_TIMEOUT.test(pragma)).sort(),
    busyTimeoutMs: timeout === undefined ? DEFAULT_BUSY_TIMEOUT_MS : Number(timeout),
  };
}

/** `file:a.db`, `file:/a.db`, `file:///a.db` and `file://localhost/a.db`, percent-decoded. */
function uriPath(location: string): string {
  const rest = location.slice('file:'.length).replace(/^\/\/(?:localhost)?(?=\/)/i, '');
  if (rest.startsWith('//')) throw refusal('a file: URI cannot name another host');
  const withoutDriveSlash = rest.replace(/^\/(?=[a-z]:[\\/])/i, '');
  try {
    return decodeURIComponent(withoutDriveSlash);
  } catch {
    throw refusal('the path holds a malformed percent escape');
  }
}
