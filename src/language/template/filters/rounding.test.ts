import { describe, expect, it } from 'vitest';
import { type Rounding, roundedNumber } from './rounding.ts';

const BIG = 2n ** 53n + 5n;

describe('roundedNumber', () => {
  it.each<[number | bigint, number, Rounding, number | bigint]>([
    [2.5, 0, 'common', 3],
    [-2.5, 0, 'common', -3],
    [-0.4, 0, 'common', 0],
    [1.005, 2, 'common', 1.01],
    [0.29, 2, 'floor', 0.29],
    [-1.21, 1, 'floor', -1.3],
    [-1.29, 1, 'ceil', -1.2],
    [1e-7, 6, 'ceil', 1e-6],
    [1250, -2, 'common', 1300],
    [1.5, 300, 'common', 1.5],
    [1.5, -300, 'common', 0],
    [1.5, -300, 'ceil', 1e300],
    [Number.NaN, 1, 'common', Number.NaN],
    [Number.POSITIVE_INFINITY, 1, 'floor', Number.POSITIVE_INFINITY],
    [1e300, 2, 'common', 1e300],
    [BIG, 2, 'common', BIG],
    [BIG, -1, 'floor', 9007199254740990],
    [BIG, -1, 'ceil', 9007199254741000n],
    [-BIG, -1, 'floor', -9007199254741000n],
    [-BIG, -1, 'common', -9007199254741000n],
    [5n + 2n ** 60n, -18, 'common', 1000000000000000000n],
    [BIG, -40, 'common', 0],
    [BIG, -40, 'floor', 0],
    [BIG, -40, 'ceil', 10n ** 40n],
    [-BIG, -40, 'ceil', 0],
    [-BIG, -40, 'floor', -(10n ** 40n)],
  ])('rounds %s with %i decimals by %s to %s', (value, decimals, how, expected) => {
    expect(roundedNumber(value, decimals, how)).toBe(expected);
  });
});
