import { describe, expect, it } from 'vitest';
import { floatDigits, integerDigits, parseFormat } from './printf.ts';

describe('parseFormat', () => {
  it('takes text and verbs apart', () => {
    expect(parseFormat('a%%b%-05.2f%(n)s')).toEqual([
      'a',
      '%',
      'b',
      { key: undefined, flags: '-0', width: 5, precision: 2, conversion: 'f' },
      { key: 'n', flags: '', width: 0, precision: undefined, conversion: 's' },
    ]);
  });

  it('takes a point without digits for a precision of zero, and skips the size of C', () => {
    expect(parseFormat('%.f%ld')).toMatchObject([
      { precision: 0, conversion: 'f' },
      { precision: undefined, conversion: 'd' },
    ]);
  });

  it.each([
    ['100 %', 4],
    ['%s %', 3],
    ['%(open', 0],
  ])('gives the place of the %% in %j that starts no verb', (format, offset) => {
    expect(parseFormat(format)).toBe(offset);
  });
});

describe('floatDigits', () => {
  it.each<[number, string, number | undefined, string]>([
    [1.005, 'f', 2, '1.00'],
    [1e21, 'f', 1, '1000000000000000000000.0'],
    [1e21, 'f', 0, '1000000000000000000000'],
    [12345.678, 'e', undefined, '1.234568e+04'],
    [1e-300, 'E', 0, '1E-300'],
    [0, 'e', 1, '0.0e+00'],
    [0.0001, 'g', undefined, '0.0001'],
    [0.00001, 'g', undefined, '1e-05'],
    [1e20, 'g', undefined, '1e+20'],
    [123456, 'g', 0, '1e+05'],
    [0.0001, 'g', 100, '0.000100000000000000004792173602385929598312941379845142364501953125'],
    [Number.POSITIVE_INFINITY, 'f', undefined, 'inf'],
    [Number.NaN, 'g', undefined, 'nan'],
  ])('writes %f as %%%s with precision %s', (magnitude, conversion, precision, expected) => {
    expect(floatDigits(magnitude, conversion, precision)).toBe(expected);
  });

  it('keeps the zeros of %g when asked to', () => {
    expect(floatDigits(1.5, 'g', 4, true)).toBe('1.500');
  });
});

describe('integerDigits', () => {
  it.each<[number | bigint, string, number | undefined, boolean, string]>([
    [42, 'd', undefined, false, '42'],
    [7, 'd', 3, false, '007'],
    [255, 'x', undefined, true, '0xff'],
    [255, 'X', undefined, false, 'FF'],
    [8, 'o', undefined, false, '10'],
    [5, 'b', 8, false, '00000101'],
    [2n ** 64n, 'x', undefined, false, '10000000000000000'],
  ])('writes %s as %%%s', (magnitude, conversion, precision, alternate, expected) => {
    expect(integerDigits(magnitude, conversion, precision, alternate)).toBe(expected);
  });
});
