import { expect, it } from 'vitest';
import { exactInteger, fitsInteger, parseDecimal, parseInteger } from './decimal.ts';

it.each([
  ['7', 7n],
  ['-007', -7n],
  ['+5', 5n],
  ['99999999999999999999', 99999999999999999999n],
  ['', undefined],
  ['+', undefined],
  ['1.0', undefined],
  ['1e3', undefined],
  ['0x10', undefined],
  ['1_000', undefined],
  [' 1', undefined],
])('the integer of %j is %s', (text, expected) => {
  expect(parseInteger(text)).toBe(expected);
});

it.each([
  ['7', 7],
  ['-1.5', -1.5],
  ['.5', 0.5],
  ['5.', 5],
  ['+1e-2', 0.01],
  ['1e400', Number.POSITIVE_INFINITY],
  ['', undefined],
  ['.', undefined],
  ['1,5', undefined],
  ['Infinity', undefined],
  ['nan', undefined],
  ['0x1p4', undefined],
])('the number of %j is %s', (text, expected) => {
  expect(parseDecimal(text)).toBe(expected);
});

it('an integer is a number as long as that is exact', () => {
  expect([exactInteger(9007199254740991n), exactInteger(-9007199254740992n)]).toEqual([
    9007199254740991,
    -9007199254740992n,
  ]);
});

it('an integer has 64 bits', () => {
  expect([2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n].map(fitsInteger)).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
