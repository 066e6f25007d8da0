import type { DataObject, Value } from './record.ts';

/** The word for a value's type in messages to people: JSON's own names. */
export type ValueKind = 'null' | 'boolean' | 'string' | 'number' | 'array' | 'object' | 'timestamp';

/** Names the kind of a value as JSON does; dates are `timestamp`. `undefined` counts as null. */
export function kindOf(value: unknown): ValueKind {
  if (value === null || value === undefined) return 'null';
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'string';
    case 'number':
    case 'bigint':
      return 'number';
    default:
      if (Array.isArray(value)) return 'array';
      return value instanceof Date ? 'timestamp' : 'object';
  }
}

/**
 * Plain decimal text of a finite number: shortest digits that round-trip, never an exponent below 10^21 in
 * magnitude, no `.0`, `-0` as `0`.
 */
export function numberText(value: number | bigint): string {
  if (typeof value === 'bigint') return value.toString();
  if (value === 0) return '0';
  const text = String(value);
  const exponentAt = text.indexOf('e-');
  if (exponentAt < 0) return text;
  const negative = text.startsWith('-');
  const digits = text.slice(negative ? 1 : 0, exponentAt).replace('.', '');
  const zeros = '0'.repeat(Number(text.slice(exponentAt + 2)) - 1);
  return `${negative ? '-' : ''}0.${zeros}${digits}`;
}

/** RFC 3339 text of a date in UTC; the fraction is kept when it is not zero. An invalid date is empty text. */
export function timestampText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/**
 * The text of a value where text is needed: `toString`, `join`, keys, templates. Null is empty, numbers are
 * plain decimals, dates RFC 3339, lists and objects compact JSON.
 *
 * @throws {RangeError} when a list or object holds a number that JSON cannot carry
 */
export function valueText(value: Value): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return numberText(value);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      if (value === null) return '';
      return value instanceof Date ? timestampText(value) : stringifyJson(value);
  }
}

/** A copy that shares nothing mutable with the original. Keys such as `__proto__` stay plain data. */
export function deepCopy<T extends Value>(value: T): T {
  return copy(value) as T;
}

function copy(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Date) return new Date(value.getTime());
  const result: DataObject = {};
  for (const key of Object.keys(value)) setOwn(result, key, copy(value[key] as Value));
  return result;
}

/** Writes an own data property; `__proto__` becomes an ordinary key instead of changing the prototype. */
export function setOwn(target: DataObject, key: string, value: Value): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}

/** Reads an own property; `undefined` when the object has no such own key. */
export function getOwn(source: DataObject, key: string): Value | undefined {
  return Object.hasOwn(source, key) ? source[key] : undefined;
}

const LONG_DIGITS = /\d{16}/;

/**
 * Parses JSON (RFC 8259). Integers beyond 2^53 become `bigint` with their exact digits; a leading byte order
 * mark is skipped.
 *
 * @throws {SyntaxError} when the text is not one JSON value
 */
export function parseJson(text: string): Value {
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (!LONG_DIGITS.test(json)) return JSON.parse(json) as Value;
  return reviveLargeIntegers(json);
}

/**
 * Revivers are given no source text, so long integer literals are rewritten as marked strings before the
 * engine's own parser reads them. The marker is a run of U+0001, which JSON text can only hold as the escape
 * `\\u0001`; a run longer than any in the text cannot be mistaken for data.
 */
function reviveLargeIntegers(json: string): Value {
  JSON.parse(json);
  let length = 1;
  while (json.includes('\\u0001'.repeat(length))) length += 1;
  const marker = '\u0001'.repeat(length);
  const escapedMarker = '\\u0001'.repeat(length);
  const marked = json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    token.length < 16 || !/^-?\d+$/.test(token) || Number.isSafeInteger(Number(token))
      ? token
      : `"${escapedMarker}${token}"`,
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(marker) ? BigInt(value.slice(length)) : value,
  ) as Value;
}

/**
 * Compact JSON text: insertion order, exact integers, dates as RFC 3339.
 *
 * @param indent spaces per level, 0 for one line
 * @throws {RangeError} naming the path when a number is NaN or infinite, which JSON cannot carry
 */
export function stringifyJson(value: Value, indent = 0): string {
  return write(value, indent > 0 ? ' '.repeat(indent) : '', '', '$');
}

function write(value: Value, unit: string, margin: string, path: string): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`${path} is ${value}, which JSON cannot represent`);
      return numberText(value);
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      break;
  }
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'null' : `"${timestampText(value)}"`;
  const inner = margin + unit;
  const separator = unit === '' ? ',' : `,\n${inner}`;
  const parts: string[] = [];
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      parts.push(write(value[index] as Value, unit, inner, `${path}[${index}]`));
    }
    if (parts.length === 0) return '[]';
    return unit === '' ? `[${parts.join(',')}]` : `[\n${inner}${parts.join(separator)}\n${margin}]`;
  }
  const colon = unit === '' ? ':' : ': ';
  for (const key of Object.keys(value)) {
    const member = value[key] as Value | undefined;
    if (member === undefined) continue;
    parts.push(JSON.stringify(key) + colon + write(member, unit, inner, `${path}.${key}`));
  }
  if (parts.length === 0) return '{}';
  return unit === '' ? `{${parts.join(',')}}` : `{\n${inner}${parts.join(separator)}\n${margin}}`;
}
