import { describe, expect, it } from 'vitest';
import { compareInstants } from '../../core/compare.ts';
import { stringifyJson } from '../../core/stringify-json.ts';
import { durationOf } from './duration-text.ts';
import { DATE_LAYOUTS, readDate, readDateAs } from './read-date.ts';
import { UTC } from './time-zone.ts';
import { momentOf, type Timestamp } from './timestamp.ts';
import {
  addNanoseconds,
  addToDate,
  inZone,
  isYearOne,
  timeBetween,
  timestampAt,
  truncateTo,
} from './timestamp-arithmetic.ts';
import { timeZoneNamed } from './zones.ts';

const ISO = '2006-01-02T15:04:05Z07:00';

function read(text: string, zone = 'UTC', layout = ISO): Timestamp {
  const timestamp = readDateAs(layout, text, timeZoneNamed(zone));
  if (typeof timestamp === 'string') throw new Error(`${text} ${timestamp}`);
  return timestamp;
}

const lasting = (nanoseconds: number) => {
  const duration = durationOf(nanoseconds);
  if (duration === undefined) throw new Error(`${nanoseconds} ns is no duration`);
  return duration;
};

describe('reading a date without a layout', () => {
  it.each([
    ['2024-02-29', 'UTC', '2024-02-29T00:00:00Z'],
    ['15:04:05', 'UTC', '0000-01-01T15:04:05Z'],
    ['2024-01-15 10:20:30', 'UTC', '2024-01-15T10:20:30Z'],
    ['2024-01-15 10:20:30.5', 'UTC', '2024-01-15T10:20:30.500Z'],
    ['2024-01-15T10:20:30Z', 'UTC', '2024-01-15T10:20:30Z'],
    ['2024-01-15T10:20:30.123456789+02:00', 'UTC', '2024-01-15T10:20:30.123456789+02:00'],
    ['02 Jan 24 15:04 UTC', 'UTC', '2024-01-02T15:04:00Z'],
    ['Monday, 02-Jan-06 15:04:05 GMT', 'UTC', '2006-01-02T15:04:05Z'],
    ['Mon, 02 Jan 2006 15:04:05 EST', 'UTC', '2006-01-02T15:04:05Z'],
    ['2024-07-15', 'Europe/Paris', '2024-07-15T00:00:00+02:00'],
    ['2024-07-15T10:00:00Z', 'Europe/Paris', '2024-07-15T10:00:00Z'],
    ['Mon, 02 Jan 2006 15:04:05 EST', 'America/New_York', '2006-01-02T15:04:05-05:00'],
    ['0001-01-01', 'UTC', '0001-01-01T00:00:00Z'],
    ['9999-12-31', 'UTC', '9999-12-31T00:00:00Z'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(String(readDate(text, timeZoneNamed(zone)))).toBe(expected);
  });

  it.each([
    ['2024-02-30', 'day out of range'],
    ['2024-01-15T25:00:00Z', 'hour out of range'],
    ['2024/01/15', 'does not match'],
    ['2024-01-15T10:20:30', 'does not match'],
    ['1705314030', 'does not match'],
    ['', 'does not match'],
  ])('%j is none: %s', (text, problem) => {
    expect(readDate(text, UTC)).toBe(problem);
  });

  it('takes the reference moment in each of its layouts', () => {
    for (const layout of DATE_LAYOUTS) {
      expect(typeof readDate(layout.replace('Z07:00', 'Z'), UTC)).toBe('object');
    }
  });
});

describe('the zone of a date that was read', () => {
  const FULL = '2006-01-02 15:04:05 -0700 MST';
  it.each([
    // An offset that the zone has then is the zone's own: in winter it changes.
    ['2024-07-15 10:00:00 +0200', 'Europe/Paris', '2006-01-02 15:04:05 -0700', 'CEST +0200', 'CET +0100'],
    ['2024-07-15 10:00:00 +0300', 'Europe/Paris', '2006-01-02 15:04:05 -0700', '+0300 +0300', '+0300 +0300'],
    ['2024-07-15 10:00:00 CEST', 'Europe/Paris', '2006-01-02 15:04:05 MST', 'CEST +0200', 'CET +0100'],
    ['2024-07-15 10:00:00 CET', 'Europe/Paris', '2006-01-02 15:04:05 MST', 'CET +0100', 'CET +0100'],
    ['2024-04-05 10:00:00 CET', 'Europe/Paris', '2006-01-02 15:04:05 MST', 'CET +0100', 'CET +0100'],
    ['2024-01-15 10:00:00 EDT', 'America/New_York', '2006-01-02 15:04:05 MST', 'EDT -0400', 'EDT -0400'],
    ['2024-10-27 02:30:00 CEST', 'Europe/Paris', '2006-01-02 15:04:05 MST', 'CEST +0200', 'CEST +0200'],
    ['2024-10-27 02:30:00 CET', 'Europe/Paris', '2006-01-02 15:04:05 MST', 'CET +0100', 'CEST +0200'],
    ['2024-07-15 10:00:00 PST', 'Europe/Paris', '2006-01-02 15:04:05 MST', 'PST +0000', 'PST +0000'],
    ['2024-07-15 10:00:00 UTC', 'Europe/Paris', '2006-01-02 15:04:05 MST', 'UTC +0000', 'UTC +0000'],
    ['2024-07-15 10:00:00 GMT+3', 'UTC', '2006-01-02 15:04:05 MST', '+0300 +0300', '+0300 +0300'],
    ['2024-07-15 10:00:00 -0500 EST', 'UTC', FULL, 'EST -0500', 'EST -0500'],
    ['2024-07-15 10:00:00 +0000', 'UTC', '2006-01-02 15:04:05 -0700', 'UTC +0000', 'UTC +0000'],
  ])('%s in %s', (text, zone, layout, then, halfAYearLater) => {
    const timestamp = read(text, zone, layout);
    const shown = (date: Date | undefined) => {
      if (date === undefined) throw new Error('out of range');
      const { zone: abbreviation, offset } = momentOf(date);
      const sign = offset < 0 ? '-' : '+';
      const digits = `${sign}${String(Math.abs(offset) / 36).padStart(4, '0')}`;
      return `${abbreviation ?? digits} ${digits}`;
    };
    expect([shown(timestamp), shown(addToDate(timestamp, 0, 6, 0))]).toEqual([then, halfAYearLater]);
  });
});

describe('the text of a timestamp', () => {
  it.each([
    ['2024-01-15T10:20:30Z', 'UTC', '2024-01-15T10:20:30Z'],
    ['2024-01-15T10:20:30.120Z', 'UTC', '2024-01-15T10:20:30.120Z'],
    ['2024-01-15T10:20:30.1200001Z', 'UTC', '2024-01-15T10:20:30.1200001Z'],
    ['2024-01-15T10:20:30.000000001Z', 'UTC', '2024-01-15T10:20:30.000000001Z'],
    ['2024-07-15T10:20:30Z', 'America/New_York', '2024-07-15T06:20:30-04:00'],
    ['2024-01-15T10:20:30Z', 'Europe/London', '2024-01-15T10:20:30Z'],
    ['1900-01-01T00:00:00.000000001Z', 'Europe/Paris', '1900-01-01T00:00:00.000000001Z'],
    ['0000-01-01T00:00:00Z', 'Asia/Tokyo', '0000-01-01T00:00:00Z'],
  ])('%s in %s', (text, zone, expected) => {
    const timestamp = inZone(read(text), timeZoneNamed(zone));
    expect([String(timestamp), timestamp.toISOString()]).toEqual([expected, expected]);
  });

  it('beyond the year 9999 is that of ECMAScript', () => {
    expect([String(timestampAt(8.64e15, 0, UTC)), String(timestampAt(-8.64e15, 1, UTC))]).toEqual([
      '+275760-09-13T00:00:00.000Z',
      '-271821-04-20T00:00:00.000Z',
    ]);
  });

  it('is its JSON, as it is that of a date in a record', () => {
    const timestamp = inZone(read('2024-07-15T10:20:30.000000001Z'), timeZoneNamed('Europe/Paris'));
    expect(stringifyJson([timestamp, new Date(timestamp.getTime())])).toBe(
      '["2024-07-15T12:20:30.000000001+02:00","2024-07-15T10:20:30Z"]',
    );
  });
});

describe('timestamps in order', () => {
  it.each([
    ['2024-01-15T10:00:00.000000001Z', '2024-01-15T10:00:00.000000002Z', -1],
    ['2024-01-15T10:00:00.000000001Z', '2024-01-15T12:00:00.000000001+02:00', 0],
    ['2024-01-15T10:00:00.001Z', '2024-01-15T10:00:00.000999999Z', 1],
  ])('%s and %s', (left, right, order) => {
    expect(Math.sign(compareInstants(read(left), read(right)))).toBe(order);
  });

  it('stand with plain dates, which end at the millisecond', () => {
    const date = new Date('2024-01-15T10:00:00Z');
    expect(compareInstants(read('2024-01-15T10:00:00.000000001Z'), date)).toBe(1);
    expect(compareInstants(date, read('2024-01-15T11:00:00+01:00'))).toBe(0);
    expect(compareInstants(date, new Date(Number.NaN))).toBeNaN();
  });
});

describe('adding a duration', () => {
  it.each([
    ['2024-01-15T10:00:00.999999999Z', 1, '2024-01-15T10:00:01Z'],
    ['2024-01-15T10:00:00Z', -1, '2024-01-15T09:59:59.999999999Z'],
    ['1969-12-31T23:59:59.999999999Z', 2, '1970-01-01T00:00:00.000000001Z'],
    ['1970-01-01T00:00:00.000000001Z', -2, '1969-12-31T23:59:59.999999999Z'],
    ['2024-01-15T10:00:00.000999999Z', 1, '2024-01-15T10:00:00.001Z'],
    ['2024-01-15T00:00:00.000999999Z', Number.MAX_SAFE_INTEGER, '2024-04-28T05:59:59.25574099Z'],
    ['0001-01-01T00:00:00Z', 3600e9 * 24 * 366 * 2000, '2005-02-24T00:00:00Z'],
  ])('%s and %i ns is %s', (text, nanoseconds, expected) => {
    expect(String(addNanoseconds(read(text), nanoseconds))).toBe(expected);
  });

  it('stays in the zone, in real time across a change of its offset', () => {
    const before = read('2024-03-31T01:30:00', 'Europe/Paris', '2006-01-02T15:04:05');
    expect(String(addNanoseconds(before, 3600e9))).toBe('2024-03-31T03:30:00+02:00');
  });

  it('ends with the range of dates', () => {
    const last = timestampAt(8.64e15, 0, UTC);
    const first = timestampAt(-8.64e15, 0, UTC);
    expect(last && addNanoseconds(last, 1)).toBeUndefined();
    expect(last && addNanoseconds(last, 0)?.getTime()).toBe(8.64e15);
    expect(first && addNanoseconds(first, -1)).toBeUndefined();
  });
});

describe('the time between', () => {
  it.each([
    ['2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z', 696 * 3600e9],
    ['2024-01-15T10:00:00.000000002Z', '2024-01-15T10:00:00.000000001Z', -1],
    ['2024-01-15T10:00:00.000999999Z', '2024-01-15T10:00:00.001Z', 1],
    ['2024-01-01T00:00:00Z', '2024-04-14T05:59:59.254740991Z', Number.MAX_SAFE_INTEGER],
    ['0001-01-01T00:00:00Z', '9999-12-31T00:00:00Z', 3_652_058 * 86_400e9],
  ])('%s and %s', (earlier, later, nanoseconds) => {
    expect(timeBetween(read(earlier), read(later))?.nanoseconds).toBe(nanoseconds);
  });

  it('and an invalid date is none', () => {
    expect(timeBetween(new Date(Number.NaN), new Date(0))).toBeUndefined();
  });
});

describe('adding to the date', () => {
  const WALL = '2006-01-02T15:04:05';
  it.each([
    ['2024-01-31T10:00:00.000000007', 'UTC', [0, 1, 0], '2024-03-02T10:00:00.000000007Z'],
    ['2023-01-31T10:00:00', 'UTC', [0, 1, 0], '2023-03-03T10:00:00Z'],
    ['2024-02-29T00:00:00', 'UTC', [1, 0, 0], '2025-03-01T00:00:00Z'],
    ['2024-01-15T00:00:00', 'UTC', [-1, -1, -1], '2022-12-14T00:00:00Z'],
    ['2024-01-15T00:00:00', 'UTC', [0, 0, 366], '2025-01-15T00:00:00Z'],
    ['0001-01-01T00:00:00', 'UTC', [0, 0, -1], '0000-12-31T00:00:00Z'],
    ['2024-01-15T00:00:00', 'UTC', [-1950, 0, 0], '0074-01-15T00:00:00Z'],
    ['2024-03-30T10:00:00', 'Europe/Paris', [0, 0, 1], '2024-03-31T10:00:00+02:00'],
    ['2024-03-30T02:30:00', 'Europe/Paris', [0, 0, 1], '2024-03-31T03:30:00+02:00'],
    ['2024-10-26T02:30:00', 'Europe/Paris', [0, 0, 1], '2024-10-27T02:30:00+02:00'],
  ] as const)('%s in %s and %j is %s', (text, zone, [years, months, days], expected) => {
    expect(String(addToDate(read(text, zone, WALL), years, months, days))).toBe(expected);
  });

  it.each([[1e9], [Number.MAX_VALUE], [-300_000]])('%d years is out of range', (years) => {
    expect(addToDate(read('2024-01-15T00:00:00Z'), years, 0, 0)).toBeUndefined();
  });
});

describe('rounding down', () => {
  it.each([
    ['2024-01-15T10:20:30.123456789Z', 1e9, '2024-01-15T10:20:30Z'],
    ['2024-01-15T10:20:30.123456789Z', 1000, '2024-01-15T10:20:30.123456Z'],
    ['2024-01-15T10:20:30.123456789Z', 7, '2024-01-15T10:20:30.123456785Z'],
    ['2024-01-15T10:20:30Z', 86_400e9, '2024-01-15T00:00:00Z'],
    ['2024-01-17T10:20:30Z', 7 * 86_400e9, '2024-01-15T00:00:00Z'],
    ['2024-01-17T10:20:30Z', 400 * 86_400e9, '2023-10-08T00:00:00Z'],
    ['0000-12-31T10:20:30Z', 86_400e9, '0000-12-31T00:00:00Z'],
    ['2024-01-15T23:30:00-05:00', 86_400e9, '2024-01-15T19:00:00-05:00'],
    ['2024-01-15T10:20:30Z', 0, '2024-01-15T10:20:30Z'],
    ['2024-01-15T10:20:30Z', -5, '2024-01-15T10:20:30Z'],
  ])('%s to %i ns is %s', (text, nanoseconds, expected) => {
    expect(String(truncateTo(read(text), lasting(nanoseconds)))).toBe(expected);
  });
});

it.each([
  ['0001-01-01T00:00:00Z', true],
  ['0001-01-01T02:00:00+02:00', true],
  ['0001-01-01T00:00:00.000000001Z', false],
  ['1970-01-01T00:00:00Z', false],
])('%s is the start of year 1: %s', (text, expected) => {
  expect(isYearOne(read(text))).toBe(expected);
});

describe('what clocks show', () => {
  it('in the zone of a timestamp', () => {
    const timestamp = inZone(read('2024-12-31T23:30:00.000000009Z'), timeZoneNamed('Europe/Paris'));
    expect(momentOf(timestamp)).toMatchObject({
      year: 2025,
      month: 1,
      day: 1,
      hour: 0,
      minute: 30,
      second: 0,
      nanosecond: 9,
      offset: 3600,
      zone: 'CET',
    });
  });

  it('in UTC for a plain date, before 1970 too', () => {
    expect(momentOf(new Date('1969-12-31T23:59:59.999Z'))).toMatchObject({
      year: 1969,
      second: 59,
      nanosecond: 999_000_000,
      offset: 0,
      zone: 'UTC',
    });
  });
});
