import type { DataRecord, Value } from '../../../../core/record.ts';
import { setOwn } from '../../../../core/value.ts';

/**
 * How records travel to the sandbox and back: as JSON, in which a string that begins with U+0001 and a letter stands
 * for a value that JSON has not.
 *
 * | letter | value |
 * |---|---|
 * | `i` | integer beyond 2^53, its digits |
 * | `d` | date, milliseconds since 1970 |
 * | `n` | number that is not finite, as text |
 * | `u` | undefined |
 * | `s` | string that itself begins with U+0001 |
 */
const MARK = '\u0001';
/** The mark as JSON writes it: text without it holds no marked string. */
const WRITTEN_MARK = '\\u0001';

/** The JSON text of a record, and whether some string in it is marked. */
export function recordText(record: DataRecord): { readonly text: string; readonly marked: boolean } {
  if (isPlain(record)) return { text: JSON.stringify(record), marked: false };
  return { text: JSON.stringify(mark(record)), marked: true };
}

/** Whether JSON holds the value as it is. */
function isPlain(value: Value | undefined): boolean {
  switch (typeof value) {
    case 'string':
      return value.charCodeAt(0) !== 1;
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return true;
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (value instanceof Date) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      if (!isPlain(value[index])) return false;
    }
    return true;
  }
  for (const key in value) {
    if (!isPlain(value[key])) return false;
  }
  return true;
}

function mark(value: Value | undefined): Value {
  switch (typeof value) {
    case 'string':
      return value.startsWith(MARK) ? `${MARK}s${value}` : value;
    case 'number':
      return Number.isFinite(value) ? value : `${MARK}n${value}`;
    case 'bigint':
      return `${MARK}i${value}`;
    case 'undefined':
      return `${MARK}u`;
    case 'boolean':
      return value;
    default:
      break;
  }
  if (value === null) return null;
  if (value instanceof Date) return `${MARK}d${value.getTime()}`;
  if (Array.isArray(value)) return value.map(mark);
  const result: DataRecord = {};
  for (const key of Object.keys(value)) setOwn(result, key, mark(value[key]));
  return result;
}

/** A record that the sandbox refused to transform, or could not. */
export interface ReturnedFailure {
  readonly at: number;
  readonly what: 'thrown' | 'returned';
  readonly text: string;
  readonly stack: string;
}

/** What came back for a list of records. */
export interface ReturnedRecords {
  /** In order; null in the place of a failed one. */
  readonly records: readonly (DataRecord | null)[];
  readonly failures: readonly ReturnedFailure[];
}

/**
 * Reads what the sandbox wrote. Nothing but data can come out of it.
 *
 * @throws {SyntaxError} when it is not what the sandbox writes
 */
export function returnedRecords(text: string): ReturnedRecords {
  const returned = JSON.parse(text) as ReturnedRecords;
  if (text.includes(WRITTEN_MARK)) restore(returned.records as Value[]);
  return returned;
}

/** Puts values in the place of marked strings. Every key is an own one already, so `__proto__` is written too. */
function restore(container: { [key: string]: Value } | Value[]): void {
  const holder = container as { [key: string]: Value };
  for (const key in holder) {
    const value = holder[key];
    if (typeof value === 'string') {
      if (value.startsWith(MARK)) holder[key] = unmarked(value);
    } else if (typeof value === 'object' && value !== null) {
      restore(value as Value[]);
    }
  }
}

function unmarked(text: string): Value {
  const rest = text.slice(2);
  switch (text[1]) {
    case 'i': {
      const integer = BigInt(rest);
      const number = Number(integer);
      return Number.isSafeInteger(number) ? number : integer;
    }
    case 'd':
      return new Date(Number(rest));
    default:
      return rest;
  }
}
