import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const NOW = new Date('1994-11-06T08:48:37Z');

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['1', 1000],
    ['120', 120_000],
    ['007', 7000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 60_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 60_000],
    ['Sun Nov  6 08:49:37 1994', 60_000],
    ['Sun Nov 06 08:49:37 1994', 60_000],
    ['Wed Nov 16 08:48:37 1994', 864_000_000],
    ['Sun, 06 Nov 1994 08:48:37 GMT', 0],
    ['Sat, 05 Nov 1994 08:49:37 GMT', 0],
    ['Sat, 31 Dec 1994 23:59:60 GMT', Date.parse('1995-01-01T00:00:00Z') - NOW.getTime()],
  ])('%s asks for %d ms', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });

  it.each([
    undefined,
    '',
    '-1',
    '+1',
    '1.5',
    '1s',
    '1, 2',
    'soon',
    '1994-11-06T08:49:37Z',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0000',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'sun, 06 nov 1994 08:49:37 gmt',
    'Sun, 06 Nov 94 08:49:37 GMT',
    'Sunday, 06-Nov-1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37',
    'Sun Nov 6 08:49:37 1994',
    'Sun Nov  6 08:49:37 1994 GMT',
    'Thu, 30 Feb 1995 08:49:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:00 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
  ])('%s asks for nothing that can be understood', (header) => {
    expect(retryAfterMs(header, NOW)).toBeUndefined();
  });

  it.each([
    ['2026-06-01T00:00:00Z', '76', 2076],
    ['2026-06-01T00:00:00Z', '77', 1977],
    ['2026-06-01T00:00:00Z', '26', 2026],
    ['2099-06-01T00:00:00Z', '05', 2105],
    ['2099-06-01T00:00:00Z', '60', 2060],
  ])('in %s takes a year of %s for %d', (time, digits, year) => {
    const now = new Date(time);
    const expected = Math.max(0, Date.UTC(year, 5, 2) - now.getTime());
    expect(retryAfterMs(`Tuesday, 02-Jun-${digits} 00:00:00 GMT`, now)).toBe(expected);
  });
});
