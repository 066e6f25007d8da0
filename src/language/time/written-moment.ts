import { daysInMonth, isLeapYear, type WallTime, wallMilliseconds, wallTimeAt } from './calendar.ts';
import type { Reading } from './reading.ts';

/** A date and time as a text gives it: offset and zone abbreviation only as far as they were written. */
export interface WrittenMoment extends WallTime {
  /** Of the second, 0–999,999,999. */
  readonly nanosecond: number;
  /** Seconds east of UTC. */
  readonly offset: number | undefined;
  readonly zone: string | undefined;
}

/** Why a text is no date of a layout. */
export type DateProblem =
  | 'does not match'
  | 'year out of range'
  | 'month out of range'
  | 'day out of range'
  | 'hour out of range'
  | 'minute out of range'
  | 'second out of range'
  | 'offset out of range';

/** The moment that the fields of a text make, if there is such a day and time. */
export function writtenMoment(reading: Reading): WrittenMoment | DateProblem {
  const { minute, second, nanosecond, offset, zone, year = 0 } = reading;
  const date = monthAndDay(year, reading);
  if (typeof date === 'string') return date;
  if (reading.hour > (reading.hasHourOfHalfDay ? 12 : 23)) return 'hour out of range';
  if (minute > 59) return 'minute out of range';
  if (second > 59) return 'second out of range';
  if (Number.isNaN(offset)) return 'offset out of range';
  const { month, day } = date;
  return { year, month, day, hour: hourOfDay(reading), minute, second, nanosecond, offset, zone };
}

function hourOfDay({ hour, isAfternoon }: Reading): number {
  if (isAfternoon === true && hour < 12) return hour + 12;
  return isAfternoon === false && hour === 12 ? 0 : hour;
}

type MonthAndDay = Pick<WallTime, 'month' | 'day'>;

function monthAndDay(year: number, { month, day, dayOfYear }: Reading): MonthAndDay | DateProblem {
  if (month !== undefined && (month < 1 || month > 12)) return 'month out of range';
  if (dayOfYear === undefined) {
    const date = { month: month ?? 1, day: day ?? 1 };
    return date.day >= 1 && date.day <= daysInMonth(year, date.month) ? date : 'day out of range';
  }
  if (dayOfYear < 1 || dayOfYear > (isLeapYear(year) ? 366 : 365)) return 'day out of range';
  const start = wallMilliseconds({ year, month: 1, day: dayOfYear, hour: 0, minute: 0, second: 0 });
  const date = wallTimeAt(start, 0);
  // A month and day that stand beside the day of the year must name the same date.
  if (month !== undefined && month !== date.month) return 'month out of range';
  if (day !== undefined && day !== date.day) return 'day out of range';
  return { month: date.month, day: date.day };
}
