import { expect, it } from 'vitest';
import { Duration } from '../../core/duration.ts';
import { isTruthy } from './truthiness.ts';
import { type ExpressionValue, KeyedValues } from './value.ts';

const cases: [value: ExpressionValue, expected: boolean][] = [
  [null, false],
  [true, true],
  [false, false],
  [0, false],
  [0n, false],
  [5, true],
  [-0.5, true],
  [2n ** 60n, true],
  [Number.NaN, true],
  ['', false],
  ['false', true],
  ['0', true],
  [[], false],
  [[0], true],
  [{}, false],
  [{ a: null }, true],
  [new Date(0), true],
  [new Duration(0), true],
  [new KeyedValues(new Map()), true],
];
it.each(cases)('%o is taken as %s', (value, expected) => {
  expect(isTruthy(value)).toBe(expected);
});
