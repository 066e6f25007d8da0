import { describe, expect, it } from 'vitest';
import { dayOfYear, daysInMonth, wallMilliseconds, wallTimeAt, weekday } from './calendar.ts';

describe('a date of the calendar', () => {
  it.each([
    [{ year: 2026, month: 3, day: 4 }, 3, 63],
    [{ year: 2024, month: 12, day: 31 }, 2, 366],
    [{ year: 99, month: 1, day: 1 }, 4, 1],
    [{ year: 1, month: 1, day: 1 }, 1, 1],
    [{ year: 0, month: 12, day: 31 }, 0, 366],
    [{ year: -1, month: 3, day: 1 }, 1, 60],
    [{ year: -271_821, month: 4, day: 19 }, 1, 109],
  ])('%j has its weekday and its day of the year', (date, day, ordinal) => {
    expect([weekday(date), dayOfYear(date)]).toEqual([day, ordinal]);
  });

  it.each([
    [2024, 2, 29],
    [2023, 2, 28],
    [1900, 2, 28],
    [2000, 2, 29],
    [0, 2, 29],
    [2023, 4, 30],
    [2023, 13, 0],
  ])('the year %i has in month %i %i days', (year, month, days) => {
    expect(daysInMonth(year, month)).toBe(days);
  });
});

describe('milliseconds of a wall time', () => {
  it.each([
    [1970, 1, 1, 0],
    [1, 1, 1, -62_135_596_800_000],
    [0, 1, 1, -62_167_219_200_000],
    [99, 12, 31, -59_011_545_600_000],
    [2024, 13, 1, Date.parse('2025-01-01T00:00:00Z')],
    [2024, 3, 0, Date.parse('2024-02-29T00:00:00Z')],
    [275_760, 9, 13, 8.64e15],
    [275_760, 9, 14, 8.64e15 + 86_400_000],
    [-271_821, 4, 19, -8.64e15 - 86_400_000],
    [1e300, 1, 1, Number.POSITIVE_INFINITY],
  ])('of %i-%i-%i', (year, month, day, expected) => {
    expect(wallMilliseconds({ year, month, day, hour: 0, minute: 0, second: 0 })).toBe(expected);
  });

  it('become the wall time again', () => {
    const wall = { year: 33, month: 4, day: 3, hour: 15, minute: 9, second: 26 };
    expect(wallTimeAt(wallMilliseconds(wall), 0)).toEqual(wall);
  });

  it.each([
    [8.64e15, 50_400, { year: 275_760, month: 9, day: 13, hour: 14 }],
    [-8.64e15, -43_200, { year: -271_821, month: 4, day: 19, hour: 12 }],
    [-62_135_596_800_001, 0, { year: 0, month: 12, day: 31, hour: 23, minute: 59, second: 59 }],
  ])('%i at offset %i are within no range', (instant, offset, expected) => {
    expect(wallTimeAt(instant, offset)).toEqual({ minute: 0, second: 0, ...expected });
  });

  it('are shifted by an offset', () => {
    expect(wallTimeAt(0, -18_000)).toEqual({
      year: 1969,
      month: 12,
      day: 31,
      hour: 19,
      minute: 0,
      second: 0,
    });
  });
});
