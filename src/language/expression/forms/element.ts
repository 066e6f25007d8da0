import { readOwn } from '../../path/read-own.ts';
import { codePointLength } from '../../text/code-points.ts';
import { keyedGet } from '../builtins/keyed-values.ts';
import type { Fail } from '../evaluation.ts';
import { typeName } from '../type-name.ts';
import { type ExpressionValue, isObject, KeyedValues } from '../value.ts';

/**
 * What a container holds under a key: the member of an object, null when it has none; the element of a list or the
 * character of a text, counted from the end when the index is negative; the group of a key.
 */
export function elementAt(container: ExpressionValue, key: ExpressionValue, fail: Fail): ExpressionValue {
  if (Array.isArray(container)) {
    const index = indexOf(key, fail);
    const element = container[index < 0 ? index + container.length : index];
    return element === undefined ? outOfRange(index, container.length, fail) : element;
  }
  if (typeof container === 'string') return characterAt(container, indexOf(key, fail), fail);
  if (isObject(container) && typeof key === 'string') return readOwn(container, key) ?? null;
  if (container instanceof KeyedValues) return keyedGet(container, key);
  return fail(`cannot fetch ${keyText(key)} from ${typeName(container)}`);
}

/** An index as a whole number: fractions are cut off. */
export function indexOf(key: ExpressionValue, fail: Fail): number {
  return typeof key === 'number' || typeof key === 'bigint'
    ? Math.trunc(Number(key))
    : fail(`invalid operation: int(${typeName(key)})`);
}

function characterAt(text: string, index: number, fail: Fail): string {
  const length = codePointLength(text);
  const characters = length === text.length ? text : [...text];
  return characters[index < 0 ? index + length : index] ?? outOfRange(index, length, fail);
}

function outOfRange(index: number, length: number, fail: Fail): never {
  return fail(`index out of range: ${index} (array length is ${length})`);
}

function keyText(key: ExpressionValue): string {
  return typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint'
    ? String(key)
    : typeName(key);
}
