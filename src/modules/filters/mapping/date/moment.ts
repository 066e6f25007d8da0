/**
 * A date and time as it was written: its clock fields stand in its own offset, and nothing is converted. The
 * offset is in minutes east of UTC.
 */
export interface Moment {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  readonly offset: number;
  /** Zone abbreviation; `undefined` when only an offset is known. */
  readonly zone: string | undefined;
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

const TIME = String.raw`(\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?`;
/** RFC 3339, the same without a zone, or a date alone. */
const ISO = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})(?:T${TIME}(Z|[+-]\d{2}:\d{2})?)?$`);
/** RFC 1123 with a zone name. */
const RFC_1123 = new RegExp(
  String.raw`^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) ${TIME} ([A-Z]{3,5})$`,
);

/**
 * Reads a date-time: RFC 3339, the same without a zone (then UTC), a date alone (midnight UTC), or RFC 1123 with
 * a zone name, of which all count as offset 0. The weekday is not compared with the date.
 *
 * @returns nothing for any other text or a day or time that does not exist
 */
export function parseMoment(text: string): Moment | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone = 'Z'] = iso;
    const date = { year: Number(year), month: Number(month), day: Number(day) };
    return existingMoment(date, [hour, minute, second, fraction], zone);
  }
  const [, day, name, year, hour, minute, second, fraction, zone] = RFC_1123.exec(text) ?? [];
  if (zone === undefined) return undefined;
  const month = MONTHS.findIndex((known) => known.slice(0, 3) === name) + 1;
  const date = { year: Number(year), month, day: Number(day) };
  return existingMoment(date, [hour, minute, second, fraction], zone);
}

/** Digits of hour, minute, second and fraction, as far as they were written. */
type ClockText = readonly (string | undefined)[];

function existingMoment(
  { year, month, day }: Pick<Moment, 'year' | 'month' | 'day'>,
  [hourText = '0', minuteText = '0', secondText = '0', fraction]: ClockText,
  zoneText: string,
): Moment | undefined {
  const hour = Number(hourText);
  const minute = Number(minuteText);
  const second = Number(secondText);
  const offset = offsetOf(zoneText);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || Number.isNaN(offset)) return undefined;
  const nanosecond = fraction === undefined ? 0 : Number(fraction.slice(0, 9).padEnd(9, '0'));
  const zone = zoneText === 'Z' ? 'UTC' : /^[+-]/.test(zoneText) ? undefined : zoneText;
  return { year, month, day, hour, minute, second, nanosecond, offset, zone };
}

/** Minutes of `±hh:mm`, NaN when there is no such time of day; 0 for everything else. */
function offsetOf(zone: string): number {
  const sign = zone.charAt(0);
  if (sign !== '+' && sign !== '-') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes);
}

/** The fields of an instant in UTC. */
export function momentInUtc(date: Date): Moment {
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: date.getUTCMilliseconds() * 1e6,
    offset: 0,
    zone: 'UTC',
  };
}

/** 0 is Sunday. */
export function weekday({ year, month, day }: Moment): number {
  return utcDate(year, month, day).getUTCDay();
}

/** 1 is the first of January. */
export function dayOfYear({ year, month, day }: Moment): number {
  return (utcDate(year, month, day).getTime() - utcDate(year, 1, 1).getTime()) / 86_400_000 + 1;
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function daysInMonth(year: number, month: number): number {
  const leapDay = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (DAYS_IN_MONTH[month - 1] ?? 0) + (leapDay ? 1 : 0);
}

/** `Date.UTC` takes years below 100 for the twentieth century. */
function utcDate(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}
