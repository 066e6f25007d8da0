import { compareText } from '../../core/compare.ts';
import type { DataObject, Value } from '../../core/record.ts';
import { setOwn, valueText } from '../../core/value.ts';
import type { Fail } from './rendering.ts';
import { type TemplateMapping, TemplateObject, type TemplateValue } from './value.ts';

/**
 * The text of a value: what an output tag prints before it is escaped, what `~` joins and text filters work on.
 * Null is empty, numbers are plain decimals, booleans lower case, lists and objects compact JSON.
 *
 * @param fail called when a list or object cannot be JSON: it nests too deeply or holds a number such as NaN
 */
export function textOf(value: TemplateValue, fail: Fail): string {
  if (typeof value === 'string') return value;
  if (value instanceof TemplateObject && value.elements() === undefined) return value.text();
  return withoutRangeError(() => valueText(toData(value)), fail);
}

/** Runs what walks through a whole value, and reports the depth or the number that stopped it. */
export function withoutRangeError<T>(walk: () => T, fail: Fail): T {
  try {
    return walk();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    if (error.message.includes('call stack')) return fail('the value is nested too deeply');
    return fail(error.message.includes('string length') ? 'the value is too long as text' : error.message);
  }
}

/**
 * The value as data: objects that only templates have become the list of their elements or their text. What holds
 * none of them is given back as it is.
 *
 * @throws {RangeError} when it nests deeper than the stack allows
 */
export function toData(value: TemplateValue): Value {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof TemplateObject) {
    const elements = value.elements();
    return elements === undefined ? value.text() : elements.map(toData);
  }
  const members = Array.isArray(value) ? value : Object.values(value);
  const data = members.map(toData);
  if (data.every((member, at) => member === members[at])) return value as Value;
  if (Array.isArray(value)) return data;
  const result: DataObject = {};
  for (const [at, key] of Object.keys(value).entries()) setOwn(result, key, data[at] as Value);
  return result;
}

/** What `if`, `and`, `or`, `not` and `select` take for false: null, false, 0, empty text, an empty list or object. */
export function isTruthy(value: TemplateValue): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
    case 'bigint':
      return value !== 0;
    default:
      if (value === null) return false;
      if (Array.isArray(value)) return value.length > 0;
      if (value instanceof Date) return true;
      if (value instanceof TemplateObject) return (value.elements() ?? value.text()).length > 0;
      return Object.keys(value).length > 0;
  }
}

/** The keys of an object in the order in which templates iterate it: sorted, upper and lower case alike. */
export function sortedKeys(mapping: TemplateMapping): string[] {
  const keys = Object.keys(mapping);
  if (keys.length < 2) return keys;
  return keys
    .map((key) => ({ key, folded: key.toLowerCase() }))
    .sort((left, right) => compareText(left.folded, right.folded) || compareText(left.key, right.key))
    .map(({ key }) => key);
}
