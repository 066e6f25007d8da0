import { describe, expect, it } from 'vitest';
import { momentInUtc, parseMoment } from './moment.ts';

describe('reading a date-time', () => {
  const base = {
    year: 2026,
    month: 3,
    day: 4,
    hour: 5,
    minute: 6,
    second: 7,
    nanosecond: 0,
    offset: 0,
    zone: 'UTC',
  };
  it.each([
    ['2026-03-04T05:06:07Z', base],
    ['2026-03-04T05:06:07', base],
    ['2026-03-04T05:06:07+02:00', { ...base, offset: 7200, zone: undefined }],
    ['2026-03-04T05:06:07-09:30', { ...base, offset: -34_200, zone: undefined }],
    ['2026-03-04T05:06:07.1239Z', { ...base, nanosecond: 123_900_000 }],
    ['2026-03-04T05:06:07,5', { ...base, nanosecond: 500_000_000 }],
    ['2026-03-04T05:06:07.1234567891Z', { ...base, nanosecond: 123_456_789 }],
    ['2026-03-04', { ...base, hour: 0, minute: 0, second: 0 }],
    ['Wed, 04 Mar 2026 05:06:07 GMT', { ...base, zone: 'GMT' }],
    ['Mon, 04 Mar 2026 05:06:07 EST', { ...base, zone: 'EST' }],
    ['2024-02-29', { ...base, year: 2024, month: 2, day: 29, hour: 0, minute: 0, second: 0 }],
    ['0001-01-01', { ...base, year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0 }],
  ])('%s', (text, expected) => {
    expect(parseMoment(text)).toEqual(expected);
  });

  it.each([
    '',
    'soon',
    '2026-02-30',
    '2025-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-01',
    '2026-01-00',
    '2026-03-04 05:06:07',
    '2026-03-04T05:06',
    '2026-03-04T24:00:00',
    '2026-03-04T05:60:00',
    '2026-03-04T05:06:60',
    '2026-03-04T05:06:07+0200',
    '2026-03-04T05:06:07+24:00',
    '2026-03-04T05:06:07.Z',
    '2026-03-04Z',
    '04/03/2026',
    '1772600000',
    ' 2026-03-04',
    '2026-03-04\n',
    'Wed, 04 Foo 2026 05:06:07 GMT',
    'Wed, 31 Feb 2026 05:06:07 GMT',
  ])('refuses %j', (text) => {
    expect(parseMoment(text)).toBeUndefined();
  });
});

it('an instant is taken in UTC', () => {
  expect(momentInUtc(new Date('2026-03-04T05:06:07.089+02:00'))).toEqual({
    year: 2026,
    month: 3,
    day: 4,
    hour: 3,
    minute: 6,
    second: 7,
    nanosecond: 89_000_000,
    offset: 0,
    zone: 'UTC',
  });
});
