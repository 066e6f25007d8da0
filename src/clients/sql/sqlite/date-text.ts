import { timestampText } from '../../../core/scalar-text.ts';
import type { DateForm, DateUnit } from './dsn.ts';

const STORED = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * The RFC 3339 form of text stored in a date column: seconds precision, UTC when the text names no zone, its
 * own offset otherwise. Text that is no date is returned unchanged.
 */
export function rfc3339OfStored(text: string): string {
  const match = STORED.exec(text);
  if (match === null) return text;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', zone = 'Z'] = match;
  const inRange =
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= daysInMonth(Number(year), Number(month)) &&
    Number(hour) <= 23 &&
    Number(minute) <= 59 &&
    Number(second) <= 59;
  if (!inRange) return text;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${/^[+-]00:00$/.test(zone) ? 'Z' : zone}`;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

const NANOSECONDS_PER_UNIT: Readonly<Record<DateUnit, bigint>> = {
  unix: 1_000_000_000n,
  unix_milli: 1_000_000n,
  unix_micro: 1_000n,
  unix_nano: 1n,
};

/** A date as it is bound; an invalid date is null. */
export function boundDate(date: Date, form: DateForm): string | bigint | null {
  if (Number.isNaN(date.getTime())) return null;
  if (form === 'rfc3339') return timestampText(date);
  if (form === 'sqlite')
    return date
      .toISOString()
      .replace('T', ' ')
      .replace(/\.000Z$|Z$/, '+00:00');
  const nanoseconds = BigInt(date.getTime()) * 1_000_000n;
  const unit = NANOSECONDS_PER_UNIT[form];
  const remainder = ((nanoseconds % unit) + unit) % unit;
  return (nanoseconds - remainder) / unit;
}

/** RFC 3339 text, UTC and whole seconds, of a count of units since 1970; undefined when out of a date's range. */
export function rfc3339OfCount(count: number | bigint, form: DateForm): string | undefined {
  const unit = NANOSECONDS_PER_UNIT[form === 'rfc3339' || form === 'sqlite' ? 'unix' : form];
  const nanoseconds = BigInt(count) * unit;
  const date = new Date(Number(nanoseconds / 1_000_000n));
  return Number.isNaN(date.getTime()) ? undefined : `${date.toISOString().slice(0, -5)}Z`;
}
