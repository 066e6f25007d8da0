import { getOwn } from '../../../core/value.ts';
import type { Fail } from '../evaluation.ts';
import { type ExpressionValue, isObject } from '../value.ts';
import { elementAt } from './element.ts';

/** Keys that a plain read would find on the prototype of a data object. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Every other key is safe to read plainly, which is several times faster than asking whether it is an own one. */
export function isInherited(key: string): boolean {
  return INHERITED.has(key);
}

/** Follows `.key` from whatever the value is. */
export function memberOf(key: string, fail: Fail): (value: ExpressionValue) => ExpressionValue {
  if (INHERITED.has(key)) {
    return (value) => (isObject(value) ? (getOwn(value, key) ?? null) : elementAt(value, key, fail));
  }
  return (value) => (isObject(value) ? (value[key] ?? null) : elementAt(value, key, fail));
}
