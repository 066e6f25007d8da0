import { exactInteger } from '../../number/decimal.ts';
import type { ExpressionValue } from '../value.ts';

/** A value that can name a group: null, a boolean, a text or a number. */
export type ScalarKey = null | boolean | string | number | bigint;

/**
 * What stands for a scalar in a `Map` or a `Set`, so that equal scalars are one key: a whole number beyond 2^53 is a
 * `bigint` however it was computed, any other number a `number`. `undefined` for a value that is no scalar.
 */
export function scalarKey(value: ExpressionValue): ScalarKey | undefined {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
    case 'bigint':
      return exactInteger(value);
    case 'object':
      return value === null ? null : undefined;
    default:
      return value;
  }
}
