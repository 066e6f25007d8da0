import { compareValues } from '../../../core/compare.ts';
import { setOwn } from '../../../core/value.ts';
import { type ExpressionObject, type ExpressionValue, KeyedValues } from '../value.ts';
import { type ScalarKey, scalarKey } from './scalar-key.ts';

/** The value of a key of groups; null when there is none, as for a key that can be no key. */
export function keyedGet(groups: KeyedValues, key: ExpressionValue): ExpressionValue {
  const scalar = scalarKey(key);
  return scalar === undefined ? null : (groups.entries.get(scalar) ?? null);
}

/** An object when all keys are texts, else values whose keys keep their type. */
export function fromEntries(
  entries: ReadonlyMap<ScalarKey, ExpressionValue>,
): ExpressionObject | KeyedValues {
  const result: ExpressionObject = {};
  for (const [key, value] of entries) {
    if (typeof key !== 'string') return new KeyedValues(entries);
    setOwn(result, key, value);
  }
  return result;
}

/** The order of two keys of any type: null, booleans, numbers by size, texts by code point. */
export function compareKeys(left: ExpressionValue, right: ExpressionValue): number {
  return keyRank(left) - keyRank(right) || (compareValues(left, right) ?? 0) || 0;
}

function keyRank(key: ExpressionValue): number {
  if (key === null) return 0;
  if (typeof key === 'boolean') return key ? 2 : 1;
  return typeof key === 'string' ? 4 : 3;
}
