/** The calendar fields of a date. */
export interface CalendarDate {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
}

/** A date and a time of day, with no zone: what a calendar and a clock on the wall show together. */
export interface WallTime extends CalendarDate {
  /** 0–23. */
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

/** A date and time as it was written: its clock fields stand in its own offset, and nothing is converted. */
export interface Moment extends WallTime {
  /** Of the second, 0–999,999,999. */
  readonly nanosecond: number;
  /** Seconds east of UTC. */
  readonly offset: number;
  /** Zone abbreviation; `undefined` when only an offset is known. */
  readonly zone: string | undefined;
}

/** Milliseconds from 1970-01-01T00:00:00Z to the first and the last instant that a `Date` can hold. */
export const FARTHEST_INSTANT = 8.64e15;
export const MILLISECONDS_PER_DAY = 86_400_000;
/** The Gregorian calendar, weekdays included, repeats after 400 years, which have this many days. */
const FOUR_CENTURIES = 146_097 * MILLISECONDS_PER_DAY;

/** The year from 2000 to 2399 with the same calendar: `Date.UTC` takes 0 to 99 for 1900 to 1999, and has a range. */
function sameCalendarYear(year: number): number {
  return 2000 + (((year % 400) + 400) % 400);
}

/**
 * Milliseconds from 1970-01-01T00:00:00 to the wall time, days of 24 hours in the proleptic Gregorian calendar.
 * Fields beyond their range carry over: month 13 is January of the next year, day 0 the last of the month before.
 *
 * @returns a number that may be out of the range of a `Date`, not finite for fields far beyond it
 */
export function wallMilliseconds({ year, month, day, hour, minute, second }: WallTime): number {
  const calendarYear = sameCalendarYear(year);
  const centuries = (year - calendarYear) / 400;
  return Date.UTC(calendarYear, month - 1, day, hour, minute, second) + centuries * FOUR_CENTURIES;
}

/**
 * What clocks at an offset show at an instant.
 *
 * @param instant milliseconds since 1970-01-01T00:00:00Z
 * @param offset seconds east of UTC
 */
export function wallTimeAt(instant: number, offset: number): WallTime {
  const wall = instant + offset * 1000;
  // The wall time of the first and last instants may be one that no `Date` holds.
  const centuries = Math.floor(wall / FOUR_CENTURIES);
  const date = new Date(wall - centuries * FOUR_CENTURIES);
  return {
    year: date.getUTCFullYear() + centuries * 400,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days of the month, 1–12, in that year of the proleptic Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  return (DAYS_IN_MONTH[month - 1] ?? 0) + (month === 2 && isLeapYear(year) ? 1 : 0);
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** 0 is Sunday. */
export function weekday({ year, month, day }: CalendarDate): number {
  return new Date(Date.UTC(sameCalendarYear(year), month - 1, day)).getUTCDay();
}

/** 1 is the first of January. */
export function dayOfYear({ year, month, day }: CalendarDate): number {
  const calendarYear = sameCalendarYear(year);
  return (Date.UTC(calendarYear, month - 1, day) - Date.UTC(calendarYear, 0, 1)) / MILLISECONDS_PER_DAY + 1;
}
