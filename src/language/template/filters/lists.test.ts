import { expect, it } from 'vitest';
import { picked } from './lists.ts';

it.each([
  [0, 'a'],
  [0.33, 'a'],
  [0.34, 'b'],
  [0.999_999, 'c'],
])('picks by the fraction %d of a list', (fraction, expected) => {
  expect(picked(['a', 'b', 'c'], fraction)).toBe(expected);
});

it('picks null from nothing', () => {
  expect(picked([], 0.5)).toBeNull();
});
