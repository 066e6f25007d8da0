import { describe, expect, it } from 'vitest';
import { numberText, timestampText } from './scalar-text.ts';

describe('numbers as text', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [42, '42'],
    [1234567, '1234567'],
    [98.5, '98.5'],
    [1e20, '100000000000000000000'],
    [1e21, '1000000000000000000000'],
    [-1e21, '-1000000000000000000000'],
    [2 ** 53, '9007199254740992'],
    [2 ** 63, '9223372036854775808'],
    [2 ** 70, '1180591620717411303424'],
    [1e23, '99999999999999991611392'],
    [Number.MAX_VALUE, BigInt(Number.MAX_VALUE).toString()],
    [1234567890.123, '1234567890.123'],
    [1e-6, '0.000001'],
    [1e-7, '0.0000001'],
    [0.1, '0.1'],
    [1.5e-5, '0.000015'],
    [-1.5e-7, '-0.00000015'],
    [5e-324, `0.${'0'.repeat(323)}5`],
    [9007199254740993n, '9007199254740993'],
  ])('prints %s as plain decimal %s', (value, text) => {
    expect(numberText(value)).toBe(text);
    if (typeof value === 'number') expect(Number(numberText(value))).toBe(value === 0 ? 0 : value);
  });
});

describe('timestamps as text', () => {
  it.each([
    ['2026-03-04T05:06:07+02:00', '2026-03-04T03:06:07Z'],
    ['2026-03-04T05:06:07.120Z', '2026-03-04T05:06:07.120Z'],
    ['never', ''],
  ])('prints %s as %s', (moment, text) => {
    expect(timestampText(new Date(moment))).toBe(text);
  });
});
