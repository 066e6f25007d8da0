import { type ExpressionValue, isObject } from './value.ts';

/**
 * How a condition takes a value that is not a boolean: null is false, a number is true when it is not 0, a text,
 * list or object when it is not empty (`"false"` and `"0"` are true), anything else always.
 */
export function isTruthy(value: ExpressionValue): boolean {
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value !== 'object' || value === null) return Number.isNaN(value) || Boolean(value);
  return !isObject(value) || Object.keys(value).length > 0;
}
