import { describe, expect, it } from 'vitest';
import { compareValues, isEqual } from './compare.ts';
import { Duration } from './duration.ts';

describe('isEqual', () => {
  const hour = () => Duration.ofMilliseconds(3_600_000);
  it.each<[unknown, unknown, boolean]>([
    [1, 1n, true],
    [2 ** 53, 2n ** 53n + 1n, false],
    [Number.NaN, Number.NaN, false],
    ['1', 1, false],
    [null, false, false],
    [[1, [2]], [1, [2n]], true],
    [[1], [1, 2], false],
    [{ a: 1, b: [2] }, { b: [2], a: 1n }, true],
    [{ a: 1 }, { b: 1 }, false],
    [{}, [], false],
    [JSON.parse('{"__proto__":1}'), {}, false],
    [new Date(5), new Date(5), true],
    [new Date(5), 5, false],
    [hour(), hour(), true],
    [hour(), new Duration(1), false],
    [hour(), {}, false],
    [{}, hour(), false],
  ])('calls %o and %o equal: %s', (left, right, expected) => {
    expect(isEqual(left, right)).toBe(expected);
  });
});

describe('compareValues', () => {
  it.each<[unknown, unknown, number | undefined]>([
    [1, 2, -1],
    [2n, 1, 1],
    [2 ** 53, 2n ** 53n + 1n, -1],
    [Infinity, Infinity, 0],
    ['a', 'b', -1],
    ['\uffff', '\u{10000}', -1],
    ['ab', 'a', 1],
    [new Date(1), new Date(2), -1],
    [new Duration(2), new Duration(1), 1],
    ['1', 1, undefined],
    [null, null, undefined],
    [[], [], undefined],
    [new Duration(1), new Date(1), undefined],
  ])('orders %o and %o: %s', (left, right, expected) => {
    const order = compareValues(left, right);
    expect(order === undefined ? undefined : Math.sign(order)).toBe(expected);
  });
});
