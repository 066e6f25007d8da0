import { describe, expect, it } from 'vitest';
import { Duration, durationText } from '../../core/duration.ts';
import { durationOf, parseDuration } from './duration-text.ts';

function nanoseconds(text: string): number {
  const duration = parseDuration(text);
  if (typeof duration === 'string') throw new Error(duration);
  return duration.nanoseconds;
}

describe('reading a duration', () => {
  it.each([
    ['0', 0],
    ['-0', 0],
    ['+0', 0],
    ['0s', 0],
    ['1ns', 1],
    ['1us', 1e3],
    ['1µs', 1e3],
    ['1μs', 1e3],
    ['300ms', 300e6],
    ['1s', 1e9],
    ['1m', 60e9],
    ['1h', 3600e9],
    ['1h30m', 5400e9],
    ['-1.5h', -5400e9],
    ['+5s', 5e9],
    ['.5s', 5e8],
    ['5.s', 5e9],
    ['-.5m', -30e9],
    ['1h15m30.918273645s', 4_530_918_273_645],
    ['1s1s', 2e9],
    ['0.1s', 1e8],
    ['0.3ms', 300_000],
    ['1.9ns', 1],
    ['0.100000000000000000000s', 1e8],
    ['2540400h10m10s', 9_145_440_610e9],
    ['9007199254740991ns', Number.MAX_SAFE_INTEGER],
  ])('%s is %i ns', (text, expected) => {
    expect(nanoseconds(text)).toBe(expected);
  });

  it.each([
    ['', 'invalid duration ""'],
    ['-', 'invalid duration "-"'],
    ['s', 'invalid duration "s"'],
    ['.', 'invalid duration "."'],
    ['.s', 'invalid duration ".s"'],
    ['1h.s', 'invalid duration "1h.s"'],
    [' 1h', 'invalid duration " 1h"'],
    ['--1h', 'invalid duration "--1h"'],
    ['PT1H', 'invalid duration "PT1H"'],
    ['99999999999999h', 'invalid duration "99999999999999h"'],
    [`${'9'.repeat(300)}h`, `invalid duration "${'9'.repeat(40)}"`],
    ['3', 'missing unit in duration "3": use ns, us, ms, s, m, h'],
    ['00', 'missing unit in duration "00": use ns, us, ms, s, m, h'],
    ['1h3', 'missing unit in duration "1h3": use ns, us, ms, s, m, h'],
    ['1d', 'unknown unit "d" in duration "1d": use ns, us, ms, s, m, h; a day of 24 hours is 24h'],
    ['1H', 'unknown unit "H" in duration "1H": use ns, us, ms, s, m, h'],
    ['1h 30m', 'unknown unit "h " in duration "1h 30m": use ns, us, ms, s, m, h'],
    ['1h-30m', 'unknown unit "h-" in duration "1h-30m": use ns, us, ms, s, m, h'],
  ])('%j is none', (text, reason) => {
    expect(parseDuration(text)).toBe(reason);
  });

  it.each(['1h30m0s', '-1h30m0s', '1.5s', '300ms', '1µs', '0s', '2540400h10m10s', '-15ns'])(
    'and printing it gives %s again',
    (text) => {
      expect(durationText(new Duration(nanoseconds(text)))).toBe(text);
    },
  );
});

describe('a duration of a number', () => {
  it.each([
    [0.4, 0],
    [-1.6, -2],
    [1.728e22, 1.728e22],
  ])('of %d ns is rounded to whole ones', (value, expected) => {
    expect(durationOf(value)?.nanoseconds).toBe(expected);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.729e22, -1e300])('%d is none', (value) => {
    expect(durationOf(value)).toBeUndefined();
  });
});
