import { dayOfYear, MONTHS, type Moment, WEEKDAYS, weekday } from './calendar.ts';
import { offsetElements, zoneAbbreviation } from './layout-offset.ts';
import type { LayoutElement, LayoutPart } from './layout-part.ts';
import { type Read, type Reading, readNumber, skipSpaces } from './reading.ts';

type NumericField = 'month' | 'day' | 'dayOfYear' | 'hour' | 'minute' | 'second';

/** Reads a number of `least` to `most` digits into a field. */
function number(field: NumericField, least: number, most: number): Read {
  return (text, reading) => {
    const value = readNumber(text, reading, least, most);
    if (value < 0) return false;
    reading[field] = value;
    return true;
  };
}

function spaceThen(spaces: number, read: Read): Read {
  return (text, reading) => {
    skipSpaces(text, reading, spaces);
    return read(text, reading);
  };
}

const hour12Field = (least: number): Read => {
  const read = number('hour', least, 2);
  return (text, reading) => {
    reading.hasHourOfHalfDay = true;
    return read(text, reading);
  };
};

const fullYear: Read = (text, reading) => {
  reading.year = readNumber(text, reading, 4, 4);
  return reading.year >= 0;
};

/** Two digits mean a year from 1969 to 2068, as POSIX has it. */
const shortYear: Read = (text, reading) => {
  const value = readNumber(text, reading, 2, 2);
  reading.year = value < 69 ? 2000 + value : 1900 + value;
  return value >= 0;
};

/** The position of the name that stands next in any case, its first `length` characters being enough. */
function readName(text: string, reading: Reading, names: readonly string[], length?: number): number {
  for (let position = 0; position < names.length; position += 1) {
    const name = (names[position] ?? '').slice(0, length);
    const end = reading.at + name.length;
    if (text.slice(reading.at, end).toLowerCase() === name.toLowerCase()) {
      reading.at = end;
      return position;
    }
  }
  return -1;
}

function month(length?: number): Read {
  return (text, reading) => {
    reading.month = readName(text, reading, MONTHS, length) + 1;
    return reading.month > 0;
  };
}

/** A weekday is not compared with the date. */
function anyWeekday(length?: number): Read {
  return (text, reading) => readName(text, reading, WEEKDAYS, length) >= 0;
}

function halfDay(morning: string, afternoon: string): LayoutPart {
  return {
    print: ({ hour }) => (hour < 12 ? morning : afternoon),
    read: (text, reading) => {
      const written = text.slice(reading.at, reading.at + 2);
      if (written !== morning && written !== afternoon) return false;
      reading.isAfternoon = written === afternoon;
      reading.at += 2;
      return true;
    },
  };
}

const pad = (value: number, width: number, fill = '0'): string => String(value).padStart(width, fill);
const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value));
const hour12 = ({ hour }: Moment): number => (hour % 12 === 0 ? 12 : hour % 12);
const monthName = (moment: Moment): string => MONTHS[moment.month - 1] ?? '';
const weekdayName = (moment: Moment): string => WEEKDAYS[weekday(moment)] ?? '';
const yearText = ({ year }: Moment): string => (year < 0 ? `-${pad(-year, 4)}` : pad(year, 4));

/**
 * The parts of the reference moment, Mon Jan 2 15:04:05 2006 -0700 MST. The first that fits a position of a layout
 * wins, so longer ones stand before their beginnings.
 */
export const LAYOUT_ELEMENTS: readonly LayoutElement[] = [
  { pattern: 'January', print: monthName, read: month() },
  { pattern: 'Jan(?![a-z])', print: (moment) => monthName(moment).slice(0, 3), read: month(3) },
  { pattern: 'Monday', print: weekdayName, read: anyWeekday() },
  { pattern: 'Mon(?![a-z])', print: (moment) => weekdayName(moment).slice(0, 3), read: anyWeekday(3) },
  zoneAbbreviation,
  { pattern: '002', print: (moment) => pad(dayOfYear(moment), 3), read: number('dayOfYear', 3, 3) },
  { pattern: '01', print: (moment) => twoDigits(moment.month), read: number('month', 2, 2) },
  { pattern: '02', print: ({ day }) => twoDigits(day), read: number('day', 2, 2) },
  { pattern: '03', print: (moment) => twoDigits(hour12(moment)), read: hour12Field(2) },
  { pattern: '04', print: ({ minute }) => twoDigits(minute), read: number('minute', 2, 2) },
  { pattern: '05', print: ({ second }) => twoDigits(second), read: number('second', 2, 2), role: 'second' },
  { pattern: '06', print: ({ year }) => twoDigits(Math.abs(year) % 100), read: shortYear },
  { pattern: '15', print: ({ hour }) => twoDigits(hour), read: number('hour', 1, 2) },
  { pattern: '1', print: (moment) => String(moment.month), read: number('month', 1, 2) },
  { pattern: '2006', print: yearText, read: fullYear },
  {
    pattern: '__2',
    print: (moment) => pad(dayOfYear(moment), 3, ' '),
    read: spaceThen(2, number('dayOfYear', 1, 3)),
  },
  {
    pattern: '_2(?!006)',
    print: ({ day }) => pad(day, 2, ' '),
    read: spaceThen(1, number('day', 1, 2)),
  },
  { pattern: '2', print: ({ day }) => String(day), read: number('day', 1, 2) },
  { pattern: '3', print: (moment) => String(hour12(moment)), read: hour12Field(1) },
  { pattern: '4', print: ({ minute }) => String(minute), read: number('minute', 1, 2) },
  { pattern: '5', print: ({ second }) => String(second), read: number('second', 1, 2), role: 'second' },
  { pattern: 'PM', ...halfDay('AM', 'PM') },
  { pattern: 'pm', ...halfDay('am', 'pm') },
  ...offsetElements('-'),
  ...offsetElements('Z'),
];
