import { describe, expect, it } from 'vitest';
import { compileLayout, layoutOf } from './layout.ts';
import { parseMoment } from './moment.ts';

function printed(layout: string, text: string): string {
  const moment = parseMoment(text);
  if (moment === undefined) throw new Error(`${text} is no date-time`);
  return compileLayout(layout).print(moment);
}

describe('printing by a layout', () => {
  it.each([
    ['2006-01-02', '2026-03-04', '2026-03-04'],
    ['2006-01-02', '0033-04-03', '0033-04-03'],
    ['Monday, January 2, 2006', '2026-03-04', 'Wednesday, March 4, 2026'],
    ['Mon Jan _2 15:04:05 MST 2006', '2026-03-04T05:06:07Z', 'Wed Mar  4 05:06:07 UTC 2026'],
    ['Month Janet Mon', '2026-03-04', 'Month Janet Wed'],
    ['02-Jan-06', '2026-12-14', '14-Dec-26'],
    ['1/2/06 3:4:5', '2026-03-04T15:06:07', '3/4/26 3:6:7'],
    ['03:04 PM pm', '2026-03-04T00:06:07', '12:06 AM am'],
    ['3 PM', '2026-03-04T12:06:07', '12 PM'],
    ['002 __2', '2026-03-04', '063  63'],
    ['_2006', '2026-03-04', '_2026'],
    ['.000 ,000000 .999 ,999', '2026-03-04T05:06:07.12Z', '.120 ,120000 .12 ,12'],
    ['5.999', '2026-03-04T05:06:07Z', '7'],
    ['5.0001', '2026-03-04T05:06:07Z', '7.0003'],
    ['.000000000000', '2026-03-04T05:06:07.123456789Z', '.123456789000'],
    ['-0700 -07:00 -07', '2026-03-04T05:06:07-09:30', '-0930 -09:30 -09'],
    ['-070000 -07:00:00', '2026-03-04T05:06:07+02:00', '+020000 +02:00:00'],
    ['Z0700 Z07:00 Z07', '2026-03-04T05:06:07Z', 'Z Z Z'],
    ['Z0700 Z07:00 Z07 Z070000', '2026-03-04T05:06:07+02:00', '+0200 +02:00 +02 +020000'],
    ['MST', '2026-03-04T05:06:07+02:00', '+0200'],
    ['MST', 'Wed, 04 Mar 2026 05:06:07 EST', 'EST'],
    ['YYYY-MM-DD', '2026-03-04', 'YYYY-MM-DD'],
    ['été 2006 😀', '2026-03-04', 'été 2026 😀'],
    ['', '2026-03-04', ''],
  ])('%s of %s is %s', (layout, text, expected) => {
    expect(printed(layout, text)).toBe(expected);
  });

  it('prints the seconds of an offset, and a year before the first', () => {
    const moment = {
      year: -44,
      month: 3,
      day: 15,
      hour: 0,
      minute: 0,
      second: 0,
      nanosecond: 0,
      offset: -17_762,
      zone: undefined,
    };
    expect(compileLayout('2006 -070000 -07:00:00 -07:00 MST').print(moment)).toBe(
      '-0044 -045602 -04:56:02 -04:56 -0456',
    );
  });
});

describe('reading by a layout', () => {
  const start = {
    year: 0,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    offset: undefined,
    zone: undefined,
  };

  it.each([
    ['2006-01-02', '2024-02-29', { year: 2024, month: 2, day: 29 }],
    ['06-1-2', '69-3-4', { year: 1969, month: 3, day: 4 }],
    ['06-1-2', '68-12-31', { year: 2068, month: 12, day: 31 }],
    ['Jan 2', 'mAr 4', { month: 3, day: 4 }],
    ['January _2', 'september  9', { month: 9, day: 9 }],
    ['January _2', 'May 31', { month: 5, day: 31 }],
    ['Mon 2', 'Sun 4', { day: 4 }],
    ['Monday 2', 'Wednesday 14', { day: 14 }],
    ['2006.002', '2023.060', { year: 2023, month: 3, day: 1 }],
    ['2006.002', '2024.060', { year: 2024, month: 2, day: 29 }],
    ['2006 __2', '2024   7', { year: 2024, month: 1, day: 7 }],
    ['2006-01-02 002', '2024-02-29 060', { year: 2024, month: 2, day: 29 }],
    ['15:04:05', '23:59:58', { hour: 23, minute: 59, second: 58 }],
    ['15h', '7h', { hour: 7 }],
    ['3PM', '12PM', { hour: 12 }],
    ['3PM', '12AM', { hour: 0 }],
    ['3:04pm', '7:08pm', { hour: 19, minute: 8 }],
    ['03:4:5 PM', '07:8:9 AM', { hour: 7, minute: 8, second: 9 }],
    ['15 PM', '13 PM', { hour: 13 }],
    ['15:04:05', '01:02:03.5', { hour: 1, minute: 2, second: 3, nanosecond: 500_000_000 }],
    ['15:04:05', '01:02:03,000000001', { hour: 1, minute: 2, second: 3, nanosecond: 1 }],
    ['15:04:05', '01:02:03.1234567899', { hour: 1, minute: 2, second: 3, nanosecond: 123_456_789 }],
    ['05.000', '03.250', { second: 3, nanosecond: 250_000_000 }],
    ['05.999', '03', { second: 3 }],
    ['05.999', '03.123456', { second: 3, nanosecond: 123_456_000 }],
    ['05 .000', '03 .001', { second: 3, nanosecond: 1_000_000 }],
    ['-0700', '+0230', { offset: 9000 }],
    ['-07:00', '-09:30', { offset: -34_200 }],
    ['-07', '+00', { offset: 0 }],
    ['-070000', '-045602', { offset: -17_762 }],
    ['-07:00:00', '+00:09:21', { offset: 561 }],
    ['Z07:00', 'Z', { offset: 0, zone: 'UTC' }],
    ['Z07:00', '-01:00', { offset: -3600 }],
    ['Z0700', '+0100', { offset: 3600 }],
    ['MST', 'CEST', { zone: 'CEST' }],
    ['MST', 'UTC', { zone: 'UTC' }],
    ['MST', 'ChST', { zone: 'ChST' }],
    ['MST', 'GMT-3', { offset: -10_800 }],
    ['MST', 'GMT', { zone: 'GMT' }],
    ['MST', '+0530', { offset: 19_800 }],
    ['-0700 MST', '-0500 EST', { offset: -18_000, zone: 'EST' }],
    ['  2006   01 ', ' 2024 02', { year: 2024, month: 2 }],
    ['2006 01', '2024    02', { year: 2024, month: 2 }],
    ['été 2006 😀', 'été 2026 😀', { year: 2026 }],
    ['', '', {}],
  ])('%j of %j', (layout, text, expected) => {
    expect(compileLayout(layout).read(text)).toEqual({ ...start, ...expected });
  });

  it.each([
    ['2006-01-02', '2024-02-30', 'day out of range'],
    ['2006-01-02', '2023-02-29', 'day out of range'],
    ['2006-01-02', '1900-02-29', 'day out of range'],
    ['2006-01-02', '2024-01-00', 'day out of range'],
    ['2006-01-02', '2024-00-01', 'month out of range'],
    ['2006-01-02', '2024-13-01', 'month out of range'],
    ['2006 002', '2023 366', 'day out of range'],
    ['2006 002', '2023 000', 'day out of range'],
    ['01 002', '02 001', 'month out of range'],
    ['01-02 002', '01-02 001', 'day out of range'],
    ['15:04', '24:00', 'hour out of range'],
    ['3PM', '13PM', 'hour out of range'],
    ['15:04', '23:60', 'minute out of range'],
    ['15:04:05', '23:59:60', 'second out of range'],
    ['-07:00', '+24:00', 'offset out of range'],
    ['-07:00', '-05:60', 'offset out of range'],
    ['-07:00:00', '+00:00:60', 'offset out of range'],
    ['MST', 'GMT+24', 'offset out of range'],
    ['2006-01-02', '2024-2-03', 'does not match'],
    ['2006-01-02', '2024-02-03 ', 'does not match'],
    ['2006-01-02', ' 2024-02-03', 'does not match'],
    ['2006-01-02', '224-02-03', 'does not match'],
    ['2006 01', '202401', 'does not match'],
    ['Jan', 'Foo', 'does not match'],
    ['Monday', 'Mon', 'does not match'],
    ['3PM', '7pm', 'does not match'],
    ['3pm', '7PM', 'does not match'],
    ['05.000', '03', 'does not match'],
    ['05.000', '03.12', 'does not match'],
    ['05.000', '03.1234', 'does not match'],
    ['15:04', '01:02.5', 'does not match'],
    ['05', '03.', 'does not match'],
    ['-0700', '0700', 'does not match'],
    ['-0700', '+07:00', 'does not match'],
    ['-07:00', '+0700', 'does not match'],
    ['-0700', 'Z', 'does not match'],
    ['Z07:00', 'z', 'does not match'],
    ['MST', 'cest', 'does not match'],
    ['MST', 'EASTERN', 'does not match'],
    ['2006', '٢٠٢٤', 'does not match'],
    ['2006', '', 'does not match'],
  ])('%j of %j: %s', (layout, text, problem) => {
    expect(compileLayout(layout).read(text)).toBe(problem);
  });

  it('reads back what the same layout printed', () => {
    const layout = compileLayout('Monday, 02-Jan-06 15:04:05.000000000 MST -07:00');
    const read = layout.read('Tuesday, 19-Mar-24 08:09:10.123456789 EDT -04:00');
    if (typeof read === 'string') throw new Error(read);
    expect(layout.print({ ...read, offset: read.offset ?? 0 })).toBe(
      'Tuesday, 19-Mar-24 08:09:10.123456789 EDT -04:00',
    );
  });
});

it('compiles a layout once', () => {
  expect(layoutOf('2006/01/02')).toBe(layoutOf('2006/01/02'));
});
