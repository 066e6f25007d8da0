import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../../../language/time/moment.ts';
import { compileDateFormat, DEFAULT_DATE_FORMAT, suspiciousWords } from './date-format.ts';

function printed(format: string, text: string): string {
  const moment = parseMoment(text);
  if (moment === undefined) throw new Error(`${text} is no date-time`);
  return compileDateFormat(format).print(moment);
}

describe('printing a date-time in a format of letter tokens', () => {
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
    ['Month Janet Mon', '2026-03-04', 'Month Janet Wed'],
    ['yyyy dd hh A', '2026-03-04', 'yyyy dd hh A'],
    ['MMM', '2026-03-04', '03M'],
    ['week 7 at', '2026-03-04', 'week 7 at'],
  ])('%s of %s is %s', (format, text, expected) => {
    expect(printed(format, text)).toBe(expected);
  });

  it('never looks at the time zone of the machine', () => {
    const before = process.env['TZ'];
    try {
      for (const zone of ['Pacific/Kiritimati', 'America/New_York']) {
        process.env['TZ'] = zone;
        expect(printed('YYYY-MM-DD HH:mm:ss Mon', '2026-03-29T02:30:00+02:00')).toBe(
          '2026-03-29 02:30:00 Sun',
        );
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
    expect(suspiciousWords(compileDateFormat(format))).toEqual(expected);
  });
});
