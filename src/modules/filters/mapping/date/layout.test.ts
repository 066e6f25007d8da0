import { describe, expect, it } from 'vitest';
import { compileDateLayout, DEFAULT_DATE_FORMAT } from './layout.ts';
import { type Moment, parseMoment } from './moment.ts';

function moment(text: string): Moment {
  const parsed = parseMoment(text);
  if (parsed === undefined) throw new Error(`${text} is no date-time`);
  return parsed;
}

describe('printing a date-time', () => {
  it.each([
    ['DD/MM/YYYY', '2026-03-04', '04/03/2026'],
    ['YYYYMMDDHHmmss', '2026-03-04T05:06:07Z', '20260304050607'],
    ['HH:mm:ss', '2026-03-04T05:06:07+02:00', '05:06:07'],
    ['2006-01-02', '2026-03-04', '2026-03-04'],
    [DEFAULT_DATE_FORMAT, '2026-03-04T05:06:07', '2026-03-04T05:06:07'],
    ['YYYY-MM-DDTHH:mm:ss.SSSZ', '2026-03-04T05:06:07.1239Z', '2026-03-04T05:06:07.123Z'],
    ['ssSSS', '2026-03-04T05:06:07.5Z', '07000'],
    ['YY', '2026-03-04', '26'],
    ['Z', '2026-03-04T05:06:07+02:00', 'Z'],
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
    ['yyyy dd hh A', '2026-03-04', 'yyyy dd hh A'],
    ['MMM', '2026-03-04', '03M'],
    ['week 7 at', '2026-03-04', 'week 7 at'],
    ['été 2006 😀', '2026-03-04', 'été 2026 😀'],
  ])('%s of %s is %s', (format, text, expected) => {
    expect(compileDateLayout(format).print(moment(text))).toBe(expected);
  });

  it('never looks at the time zone of the machine', () => {
    const before = process.env['TZ'];
    try {
      for (const zone of ['Pacific/Kiritimati', 'America/New_York']) {
        process.env['TZ'] = zone;
        const print = compileDateLayout('YYYY-MM-DD HH:mm:ss Mon').print;
        expect(print(moment('2026-03-29T02:30:00+02:00'))).toBe('2026-03-29 02:30:00 Sun');
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });
});

describe('words that look like tokens of other products', () => {
  it.each([
    ['yyyy-MM-dd', ['yyyy', 'dd']],
    ['DD MMM YYYY', ['M']],
    ['hh:mm A', ['hh', 'A']],
    ['YYYY-MM-DDTHH:mm:ssZ', []],
    ['HHhmm', []],
    ['2006-01-02 at 15h04', []],
  ])('%s holds %j', (format, expected) => {
    expect(compileDateLayout(format).suspicious).toEqual(expected);
  });
});
