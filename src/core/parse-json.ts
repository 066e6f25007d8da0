import { DEEPEST_NESTING, NESTING_REFUSAL } from './nesting.ts';
import type { DataObject, Value } from './record.ts';

/** Digits of the longest integer that is read; time grows faster than length. */
const LONGEST_INTEGER = 1000;
/** Digits of `Number.MAX_SAFE_INTEGER`. */
const MOST_SAFE_DIGITS = 16;

/** Well-formed JSON beyond what this program holds. The message holds nothing of the text. */
export class JsonLimitError extends SyntaxError {
  override readonly name = 'JsonLimitError';
}

/**
 * Parses JSON (RFC 8259). Integers beyond 2^53 become `bigint` with their exact digits, keys such as `__proto__`
 * plain data; a leading byte order mark is skipped.
 *
 * @throws {JsonLimitError} for nesting beyond {@link DEEPEST_NESTING}, a number that would become infinite
 *   (`1e400`), an integer of more than 1000 digits
 * @throws {SyntaxError} when the text is not one JSON value
 */
export function parseJson(text: string): Value {
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const integers = findLargeIntegers(json);
  if (integers.length === 0) return JSON.parse(json) as Value;
  const marker = unusedMarker(json);
  let value: Value;
  try {
    value = JSON.parse(markIntegers(json, integers, marker)) as Value;
  } catch {
    // The engine's complaint must name a place in the text as it was given, which this finds.
    return JSON.parse(json) as Value;
  }
  return restore(value, marker);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const NINE = 0x39;
const POINT = 0x2e;

/**
 * Looks once at every character: the start and end offsets of the integer literals that a number may not hold
 * exactly, in pairs, signs left out. In text that is not JSON nothing is marked that would make it JSON.
 */
function findLargeIntegers(json: string): number[] {
  const found: number[] = [];
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      at = stringEnd(json, at);
    } else if (code >= ZERO && code <= NINE) {
      const start = at;
      while (isDigit(json.charCodeAt(at + 1))) at += 1;
      const length = at + 1 - start;
      const next = json.charCodeAt(at + 1);
      if (next === POINT || isExponentMark(next)) {
        at = fractionEnd(json, start, at);
      } else if (length >= MOST_SAFE_DIGITS && isLarge(json, start, at + 1)) {
        found.push(start, at + 1);
      }
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > DEEPEST_NESTING) throw new JsonLimitError(`the text ${NESTING_REFUSAL}`);
    } else if (code === 0x5d || code === 0x7d) {
      depth -= 1;
    }
  }
  return found;
}

/** The offset of the closing quote; that of the end when there is none. */
function stringEnd(json: string, open: number): number {
  for (let at = open + 1; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return json.length;
}

/** The offset of the last character of a number with a fraction or an exponent. */
function fractionEnd(json: string, start: number, lastDigit: number): number {
  let at = lastDigit + 1;
  let exponent = false;
  for (let code = json.charCodeAt(at); isNumberPart(code); code = json.charCodeAt(at)) {
    exponent ||= isExponentMark(code);
    at += 1;
  }
  if ((exponent || at - start > 300) && Number(json.slice(start, at)) === Number.POSITIVE_INFINITY) {
    throw new JsonLimitError('a number is too large: the largest is about 1.8e308');
  }
  return at - 1;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function isExponentMark(code: number): boolean {
  return code === 0x65 || code === 0x45;
}

function isNumberPart(code: number): boolean {
  return isDigit(code) || code === POINT || isExponentMark(code) || code === 0x2b || code === 0x2d;
}

/**
 * Whether a number may not hold these digits exactly. Digits that begin with 0 or stand in place of a key are not
 * JSON, whereas the string that stands for them would be.
 */
function isLarge(json: string, start: number, end: number): boolean {
  const length = end - start;
  if (length === MOST_SAFE_DIGITS && Number.isSafeInteger(Number(json.slice(start, end)))) return false;
  if (json.charCodeAt(start) === ZERO || isKey(json, end)) return false;
  if (length > LONGEST_INTEGER) {
    throw new JsonLimitError(`an integer has more than ${LONGEST_INTEGER} digits`);
  }
  return true;
}

function isKey(json: string, end: number): boolean {
  let at = end;
  while (json.charCodeAt(at) <= 0x20) at += 1;
  return json[at] === ':';
}

/**
 * What the strings that stand for integers begin with: a run of U+0001, which JSON text can only hold as the
 * escape `\u0001`, longer than any in the text.
 */
function unusedMarker(json: string): string {
  let longest = 0;
  for (const [run] of json.matchAll(/(?:\\u0001)+/g)) longest = Math.max(longest, run.length / 6);
  return '\u0001'.repeat(longest + 1);
}

function markIntegers(json: string, integers: readonly number[], marker: string): string {
  const open = `"${'\\u0001'.repeat(marker.length)}`;
  const parts: string[] = [];
  let from = 0;
  for (let index = 0; index < integers.length; index += 2) {
    const start = integers[index] ?? 0;
    const end = integers[index + 1] ?? 0;
    const signed = json[start - 1] === '-' ? start - 1 : start;
    parts.push(json.slice(from, signed), open, json.slice(signed, end), '"');
    from = end;
  }
  parts.push(json.slice(from));
  return parts.join('');
}

/** Puts integers in the place of marked strings. Every key is an own one already, so `__proto__` is written too. */
function restore(value: Value, marker: string): Value {
  if (typeof value === 'string') return value.startsWith(marker) ? BigInt(value.slice(marker.length)) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const item = value[index] as Value;
      if (needsLook(item)) value[index] = restore(item, marker);
    }
    return value;
  }
  const object = value as DataObject;
  for (const key in object) {
    const member = object[key] as Value;
    if (needsLook(member)) object[key] = restore(member, marker);
  }
  return object;
}

function needsLook(value: Value): boolean {
  return typeof value === 'string' ? value.charCodeAt(0) === 1 : typeof value === 'object' && value !== null;
}
