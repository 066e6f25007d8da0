import { type DataObject, isDataObject, OpaqueValue } from './record.ts';

/**
 * Equality of values, for every language and module: numbers by value whatever their representation, timestamps
 * by instant, lists element by element, objects by content in any order. Different types are never equal.
 *
 * @param left a `Value` or a value of a language
 * @throws {RangeError} when the two nest deeper than the stack allows
 */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left === 'number' || typeof left === 'bigint') {
    // Ordering compares a number and a bigint by their exact values; `===` calls them different.
    return (typeof right === 'number' || typeof right === 'bigint') && left <= right && left >= right;
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, at) => isEqual(item, right[at]))
    );
  }
  if (left instanceof Date) return right instanceof Date && compareInstants(left, right) === 0;
  if (left instanceof OpaqueValue) return right instanceof OpaqueValue && left.isEqualTo(right);
  return isDataObject(left) && isDataObject(right) && haveEqualMembers(left, right);
}

function haveEqualMembers(left: DataObject, right: DataObject): boolean {
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key], right[key]))
  );
}

/**
 * The order of two values, for every language and module: negative, zero or positive. Numbers with numbers, texts
 * by code point, timestamps by instant, durations by length; NaN next to NaN; `undefined` for values that have no
 * order.
 */
export function compareValues(left: unknown, right: unknown): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left === right ? 0 : left - right;
  if (typeof left === 'string') return typeof right === 'string' ? compareText(left, right) : undefined;
  if (left instanceof Date) return right instanceof Date ? compareInstants(left, right) : undefined;
  if (left instanceof OpaqueValue) return right instanceof OpaqueValue ? left.compareTo(right) : undefined;
  if (typeof left !== 'number' && typeof left !== 'bigint') return undefined;
  if (typeof right !== 'number' && typeof right !== 'bigint') return undefined;
  if (left < right) return -1;
  if (left > right) return 1;
  return left >= right ? 0 : Number.NaN;
}

/** A date that knows more than its milliseconds. */
interface PreciseDate extends Date {
  /** Nanoseconds below the millisecond, 0–999,999. */
  readonly submilliseconds?: number;
}

/** Negative, zero or positive as one instant is before, at or after another; NaN for an invalid date. */
export function compareInstants(left: PreciseDate, right: PreciseDate): number {
  const milliseconds = left.getTime() - right.getTime();
  return milliseconds === 0 ? (left.submilliseconds ?? 0) - (right.submilliseconds ?? 0) : milliseconds;
}

/** The order of the texts' UTF-8 bytes, which is that of their code points. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at += 1) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above every other code unit. */
function codePointRank(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x10000 : codeUnit;
}
