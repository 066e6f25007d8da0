import type { Duration } from '../../core/duration.ts';
import { FARTHEST_INSTANT, wallMilliseconds } from './calendar.ts';
import { durationOf } from './duration-text.ts';
import type { TimeZone } from './time-zone.ts';
import { momentOf, submillisecondsOf, Timestamp, zoneOf } from './timestamp.ts';

/**
 * The timestamp at an instant; `undefined` outside the range of dates.
 *
 * @param milliseconds since 1970-01-01T00:00:00Z
 * @param nanoseconds whole ones besides, of any size and sign
 */
export function timestampAt(
  milliseconds: number,
  nanoseconds: number,
  zone: TimeZone,
): Timestamp | undefined {
  const remainder = nanoseconds % 1e6;
  // Adding 0 turns -0 into 0.
  const submilliseconds = (remainder < 0 ? remainder + 1e6 : remainder) + 0;
  const instant = milliseconds + (nanoseconds - submilliseconds) / 1e6;
  // Nothing comes after the last millisecond.
  const isLast = instant === FARTHEST_INSTANT && submilliseconds === 0;
  const exists = isLast || (instant >= -FARTHEST_INSTANT && instant < FARTHEST_INSTANT);
  return exists ? new Timestamp(instant, submilliseconds, zone) : undefined;
}

/** The date in another zone: the same instant. */
export function inZone(date: Date, zone: TimeZone): Timestamp {
  return new Timestamp(date.getTime(), submillisecondsOf(date), zone);
}

/** The instant that many nanoseconds later, in the same zone; `undefined` outside the range of dates. */
export function addNanoseconds(date: Date, nanoseconds: number): Timestamp | undefined {
  const remainder = nanoseconds % 1e6;
  const milliseconds = Math.round((nanoseconds - remainder) / 1e6);
  return timestampAt(date.getTime() + milliseconds, submillisecondsOf(date) + remainder, zoneOf(date));
}

/** The time from one instant to another, exact as long as a duration of that length is. */
export function timeBetween(earlier: Date, later: Date): Duration | undefined {
  const milliseconds = later.getTime() - earlier.getTime();
  return durationOf(milliseconds * 1e6 + (submillisecondsOf(later) - submillisecondsOf(earlier)));
}

/**
 * The same time of day on another date of the date's zone. A day that the month does not have carries over:
 * January 31 and a month is March 3, or March 2 in a leap year.
 *
 * @returns `undefined` outside the range of dates
 */
export function addToDate(date: Date, years: number, months: number, days: number): Timestamp | undefined {
  const zone = zoneOf(date);
  const moment = momentOf(date);
  const { hour, minute, second, nanosecond } = moment;
  const year = moment.year + years;
  const month = moment.month + months;
  const wall = wallMilliseconds({ year, month, day: moment.day + days, hour, minute, second });
  return timestampAt(zone.instantOf(wall), nanosecond, zone);
}

/** 0001-01-01T00:00:00Z, from which {@link truncateTo} counts. It is a Monday. */
const YEAR_ONE = -62_135_596_800_000;

/** True for 0001-01-01T00:00:00Z, which many systems write where they have no date. */
export function isYearOne(date: Date): boolean {
  return date.getTime() === YEAR_ONE && submillisecondsOf(date) === 0;
}

/** The date rounded down to a multiple of the duration since year 1 in UTC; itself when that is not positive. */
export function truncateTo(date: Date, duration: Duration): Timestamp | undefined {
  const zone = zoneOf(date);
  if (duration.nanoseconds <= 0) return inZone(date, zone);
  const unit = BigInt(duration.nanoseconds);
  const total = BigInt(date.getTime() - YEAR_ONE) * 1_000_000n + BigInt(submillisecondsOf(date));
  const excess = total % unit;
  const start = total - (excess < 0n ? excess + unit : excess);
  const submilliseconds = ((start % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const milliseconds = YEAR_ONE + Number((start - submilliseconds) / 1_000_000n);
  return timestampAt(milliseconds, Number(submilliseconds), zone);
}
