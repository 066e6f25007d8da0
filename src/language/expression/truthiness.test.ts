import { expect, it } from 'vitest';
import type { Value } from '../../core/record.ts';
import { isTruthy } from './truthiness.ts';

const cases: [value: Value, expected: boolean][] = [
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
];
it.each(cases)('%o is taken as %s', (value, expected) => {
  expect(isTruthy(value)).toBe(expected);
});
