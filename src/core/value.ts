import { DEEPEST_NESTING, NESTING_REFUSAL } from './nesting.ts';
import type { DataObject, Value } from './record.ts';
import { numberText, timestampText } from './scalar-text.ts';
import { stringifyJson } from './stringify-json.ts';

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
 * The text of a value where text is needed: `toString`, `join`, keys, templates. Null is empty, numbers are
 * plain decimals, dates RFC 3339, lists and objects compact JSON.
 *
 * @throws {RangeError} when a list or object holds a number that JSON cannot carry or nests too deeply
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

/**
 * A copy that shares nothing mutable with the original. Keys such as `__proto__` stay plain data.
 *
 * @throws {RangeError} for nesting beyond {@link DEEPEST_NESTING}
 */
export function deepCopy<T extends Value>(value: T): T {
  return copy(value, 0) as T;
}

function copy(value: Value, depth: number): Value {
  if (typeof value !== 'object' || value === null) return value;
  // A language's own kind of date is never changed, and only the language can copy it.
  if (value instanceof Date) {
    return Object.getPrototypeOf(value) === Date.prototype ? new Date(value.getTime()) : value;
  }
  if (depth === DEEPEST_NESTING) throw new RangeError(`the value ${NESTING_REFUSAL}`);
  if (Array.isArray(value)) {
    const list = value.slice();
    for (let index = 0; index < list.length; index += 1) {
      const item = list[index] as Value;
      if (typeof item === 'object' && item !== null) list[index] = copy(item, depth + 1);
    }
    return list;
  }
  const result: DataObject = { ...value };
  for (const key in result) {
    const member = result[key] as Value;
    if (typeof member === 'object' && member !== null) setOwn(result, key, copy(member, depth + 1));
  }
  return result;
}

/** Writes an own data property; `__proto__` becomes an ordinary key instead of changing the prototype. */
export function setOwn<V>(target: { [key: string]: V }, key: string, value: V): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}

/** Reads an own property; `undefined` when the object has no such own key. */
export function getOwn<V>(source: { readonly [key: string]: V }, key: string): V | undefined {
  return Object.hasOwn(source, key) ? source[key] : undefined;
}
