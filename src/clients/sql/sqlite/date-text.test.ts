import { describe, expect, it } from 'vitest';
import { boundDate, rfc3339OfCount, rfc3339OfStored } from './date-text.ts';

describe('text stored in a date column', () => {
  it.each([
    ['2026-01-02', '2026-01-02T00:00:00Z'],
    ['2026-01-02 03:04', '2026-01-02T03:04:00Z'],
    ['2026-01-02 03:04:05', '2026-01-02T03:04:05Z'],
    ['2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05Z'],
    ['2026-01-02 03:04:05+02:00', '2026-01-02T03:04:05+02:00'],
    ['2026-01-02 03:04:05.5-00:00', '2026-01-02T03:04:05Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['0001-01-01 00:00:00', '0001-01-01T00:00:00Z'],
    ['1969-12-31 23:59:59', '1969-12-31T23:59:59Z'],
  ])('%s reads as %s', (text, expected) => {
    expect(rfc3339OfStored(text)).toBe(expected);
  });

  it.each([
    'n/a',
    '',
    '2026-13-01',
    '2025-02-29',
    '2026-01-02 24:00',
    '2026-01-02 03:04:05 UTC',
    ' 2026-01-02',
  ])('%j is no date and stays', (text) => {
    expect(rfc3339OfStored(text)).toBe(text);
  });
});

describe('a bound date', () => {
  const date = new Date('1969-12-31T23:59:59.500Z');

  it.each([
    ['rfc3339', '1969-12-31T23:59:59.500Z'],
    ['sqlite', '1969-12-31 23:59:59.500+00:00'],
    ['unix', -1n],
    ['unix_milli', -500n],
    ['unix_micro', -500_000n],
    ['unix_nano', -500_000_000n],
  ] as const)('has the form %s', (form, expected) => {
    expect(boundDate(date, form)).toBe(expected);
  });

  it('loses a zero fraction, and is null when it is invalid', () => {
    expect(boundDate(new Date('2026-01-02T03:04:05Z'), 'sqlite')).toBe('2026-01-02 03:04:05+00:00');
    expect(boundDate(new Date(Number.NaN), 'rfc3339')).toBeNull();
  });
});

describe('an integer in a date column', () => {
  it('counts units since 1970', () => {
    expect(rfc3339OfCount(1_767_323_045, 'rfc3339')).toBe('2026-01-02T03:04:05Z');
    expect(rfc3339OfCount(1_767_323_045_000n, 'unix_milli')).toBe('2026-01-02T03:04:05Z');
    expect(rfc3339OfCount(2n ** 62n, 'unix')).toBeUndefined();
  });
});
