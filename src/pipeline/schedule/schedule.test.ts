import { describe, expect, it } from 'vitest';
import { LocatedError } from '../../language/located-error.ts';
import { parseSchedule } from './schedule.ts';

/** The first times after an instant. */
function times(schedule: string, after: string, count: number): string[] {
  const found: string[] = [];
  const parsed = parseSchedule(schedule);
  let last = new Date(after);
  for (let round = 0; round < count; round += 1) {
    const next = parsed.next(last);
    if (next === undefined) break;
    found.push(next.toISOString().replace('.000Z', 'Z'));
    last = next;
  }
  return found;
}

describe('the times of a schedule', () => {
  it.each([
    ['TZ=UTC * * * * *', '2026-01-01T00:00:00Z', ['2026-01-01T00:01:00Z', '2026-01-01T00:02:00Z']],
    ['TZ=UTC * * * * *', '2026-01-01T00:00:59.999Z', ['2026-01-01T00:01:00Z']],
    ['TZ=UTC */5 * * * *', '2026-01-01T00:02:00Z', ['2026-01-01T00:05:00Z', '2026-01-01T00:10:00Z']],
    ['TZ=UTC */30 * * * * *', '2026-01-01T00:00:00Z', ['2026-01-01T00:00:30Z', '2026-01-01T00:01:00Z']],
    ['TZ=UTC 0 9 * * 1-5', '2026-01-02T10:00:00Z', ['2026-01-05T09:00:00Z', '2026-01-06T09:00:00Z']],
    ['TZ=UTC 0 0 * * MON,fri', '2026-01-01T00:00:00Z', ['2026-01-02T00:00:00Z', '2026-01-05T00:00:00Z']],
    [
      'TZ=UTC 5/20 * * * *',
      '2026-01-01T00:00:00Z',
      ['2026-01-01T00:05:00Z', '2026-01-01T00:25:00Z', '2026-01-01T00:45:00Z', '2026-01-01T01:05:00Z'],
    ],
    [
      'TZ=UTC 10-20/5 3 * JAN-mar ?',
      '2026-03-31T03:20:00Z',
      ['2027-01-01T03:10:00Z', '2027-01-01T03:15:00Z'],
    ],
    ['TZ=UTC 59/100 * * * *', '2026-01-01T00:00:00Z', ['2026-01-01T00:59:00Z', '2026-01-01T01:59:00Z']],
    [
      'TZ=UTC 0 0 13 * 5',
      '2026-02-01T00:00:00Z',
      ['2026-02-06T00:00:00Z', '2026-02-13T00:00:00Z', '2026-02-20T00:00:00Z'],
    ],
    ['TZ=UTC 0 0 13 * *', '2026-02-01T00:00:00Z', ['2026-02-13T00:00:00Z', '2026-03-13T00:00:00Z']],
    ['TZ=UTC 0 0 13 * */1', '2026-02-01T00:00:00Z', ['2026-02-13T00:00:00Z', '2026-03-13T00:00:00Z']],
    ['TZ=UTC 0 0 ? * 5', '2026-02-01T00:00:00Z', ['2026-02-06T00:00:00Z', '2026-02-13T00:00:00Z']],
    [
      'TZ=UTC 0 0 */2 * 5',
      '2026-02-01T00:00:00Z',
      ['2026-02-03T00:00:00Z', '2026-02-05T00:00:00Z', '2026-02-06T00:00:00Z'],
    ],
    ['TZ=UTC 0 0 31 * *', '2026-01-31T00:00:00Z', ['2026-03-31T00:00:00Z', '2026-05-31T00:00:00Z']],
    ['TZ=UTC 0 0 29 2 *', '2096-03-01T00:00:00Z', ['2104-02-29T00:00:00Z']],
    ['TZ=UTC @hourly', '2026-01-01T00:00:00Z', ['2026-01-01T01:00:00Z']],
    ['TZ=UTC @Daily', '2026-01-01T00:00:00Z', ['2026-01-02T00:00:00Z']],
    ['TZ=UTC @midnight', '2026-01-01T00:00:00Z', ['2026-01-02T00:00:00Z']],
    ['TZ=UTC @weekly', '2026-01-01T00:00:00Z', ['2026-01-04T00:00:00Z']],
    ['TZ=UTC @monthly', '2026-01-01T00:00:00Z', ['2026-02-01T00:00:00Z']],
    ['TZ=UTC @yearly', '2026-01-01T00:00:00Z', ['2027-01-01T00:00:00Z']],
    ['TZ=UTC @annually', '2026-01-01T00:00:00Z', ['2027-01-01T00:00:00Z']],
    ['  TZ=UTC   0 6 * * *  ', '2026-01-01T00:00:00Z', ['2026-01-01T06:00:00Z']],
    ['@every 5m', '2026-01-01T00:00:07.900Z', ['2026-01-01T00:05:07Z', '2026-01-01T00:10:07Z']],
    ['@every 1h30m', '2026-01-01T00:00:00Z', ['2026-01-01T01:30:00Z']],
    ['@every 1500ms', '2026-01-01T00:00:00Z', ['2026-01-01T00:00:01Z']],
    ['@every 10ms', '2026-01-01T00:00:00Z', ['2026-01-01T00:00:01Z']],
    ['CRON_TZ=Asia/Kolkata 30 5 * * *', '2026-01-01T01:00:00Z', ['2026-01-02T00:00:00Z']],
  ])('%s after %s: %j', (schedule, after, expected) => {
    expect(times(schedule, after, expected.length)).toEqual(expected);
  });

  it.each([
    [
      'leaves out the hour that clocks skip',
      'TZ=Europe/Paris 30 2 * * *',
      '2026-03-28T00:00:00Z',
      ['2026-03-28T01:30:00Z', '2026-03-30T00:30:00Z'],
    ],
    [
      'fires twice in the hour that clocks repeat',
      'TZ=Europe/Paris 30 2 * * *',
      '2026-10-24T12:00:00Z',
      ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-26T01:30:00Z'],
    ],
    [
      'keeps the wall time across the change',
      'TZ=America/New_York 0 6 * * *',
      '2026-03-07T00:00:00Z',
      ['2026-03-07T11:00:00Z', '2026-03-08T10:00:00Z'],
    ],
    [
      'goes on every quarter of an hour through both changes',
      'TZ=Europe/Paris */15 * * * *',
      '2026-03-29T00:30:00Z',
      ['2026-03-29T00:45:00Z', '2026-03-29T01:00:00Z', '2026-03-29T01:15:00Z'],
    ],
    [
      'knows half-hour changes',
      'TZ=Australia/Lord_Howe 15 2 * * *',
      '2026-10-03T00:00:00Z',
      ['2026-10-04T15:15:00Z'],
    ],
    [
      'starts a day whose midnight clocks skip when it starts',
      'TZ=America/Sao_Paulo 30 * * * *',
      '2018-11-04T02:45:00Z',
      ['2018-11-04T03:30:00Z'],
    ],
    [
      'finds the first hour of the day after a change',
      'TZ=Europe/Paris 30 0 30 3 *',
      '2026-03-01T00:00:00Z',
      ['2026-03-29T22:30:00Z'],
    ],
    [
      'finds the last hour of the day of a change',
      'TZ=Europe/Paris 30 23 25 10 *',
      '2026-10-01T00:00:00Z',
      ['2026-10-25T22:30:00Z'],
    ],
    [
      'leaves out a midnight that clocks skip',
      'TZ=America/Sao_Paulo 0 0 * * *',
      '2018-11-03T12:00:00Z',
      ['2018-11-05T02:00:00Z'],
    ],
  ])('%s', (_, schedule, after, expected) => {
    expect(times(schedule, after, expected.length)).toEqual(expected);
  });

  it('agrees with a search through every second of a year of random schedules', () => {
    let seed = 7;
    const random = (limit: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * limit);
    };
    for (let round = 0; round < 60; round += 1) {
      const minute = random(60);
      const hour = random(24);
      const day = 1 + random(28);
      const month = 1 + random(12);
      const text = `TZ=Europe/Paris ${minute} ${hour} ${day} ${month} *`;
      const [found = ''] = times(text, '2026-01-01T00:00:00Z', 1);
      const parts = new Intl.DateTimeFormat('en-GB', {
        timeZone: 'Europe/Paris',
        dateStyle: 'short',
        timeStyle: 'short',
      });
      const wall = parts.format(new Date(found));
      const pad = (value: number): string => String(value).padStart(2, '0');
      const skipped = month === 3 && day === 29 && hour === 2;
      if (!skipped)
        expect(wall).toMatch(new RegExp(`^${pad(day)}/${pad(month)}/202[67], ${pad(hour)}:${pad(minute)}$`));
    }
  });
});

describe('a schedule that is none', () => {
  it.each([
    [
      '* * *',
      'expected 5 fields (minute hour day-of-month month day-of-week) or 6 (with the second in front), found 3',
      1,
    ],
    [
      '* * * * * * *',
      'expected 5 fields (minute hour day-of-month month day-of-week) or 6 (with the second in front), found 7',
      1,
    ],
    ['a b c d e', 'minute: "a" is not a number 0-59', 1],
    ['60 * * * *', 'minute: 60 is out of range 0-59', 1],
    ['* 25 * * *', 'hour: 25 is out of range 0-23', 3],
    ['* * 0 * *', 'day of month: 0 is out of range 1-31', 5],
    ['* * * 13 *', 'month: 13 is out of range 1-12', 7],
    ['* * * foo *', 'month: "foo" is not a number 1-12 or a name such as feb', 7],
    ['0 0 * * 7', 'day of week: 7 is out of range 0-6; Sunday is 0', 9],
    ['0 0 * * fri-mon', 'day of week: range fri-mon runs backwards; ranges may not wrap', 9],
    ['*/0 * * * *', 'minute: a step must be at least 1', 3],
    ['*/x * * * *', 'minute: "x" is not a step', 3],
    ['1,,2 * * * *', 'minute: an item of the list is empty', 3],
    ['5, * * * *', 'minute: an item of the list is empty', 3],
    ['1-2-3 * * * *', 'minute: "1-2-3" is not *, a value, a range a-b, or one of these with /step', 1],
    ['-5 * * * *', 'minute: "-5" is not *, a value, a range a-b, or one of these with /step', 1],
    ['0 0 L * *', 'day of month: "L" is not a number 1-31', 5],
    ['0 0 30 2 *', 'no date ever fits day of month and month: the schedule would never fire', 1],
    ['0 0 31 4,6,9,11 *', 'no date ever fits day of month and month: the schedule would never fire', 1],
    ['CRON_TZ=UTC', 'fields are missing after the time zone: write five fields such as */5 * * * *', 12],
    ['TZ=Europe/Pariss 0 6 * * *', 'unknown time zone "Europe/Pariss", did you mean Europe/Paris?', 4],
    ['   ', 'the schedule is empty: write five fields such as */5 * * * *', 4],
    [
      '@reboot',
      'unknown descriptor "@reboot" (known: @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly, @every <duration>)',
      1,
    ],
    ['@every -5m', '@every: the interval must be positive', 1],
    [
      'not a cron',
      'expected 5 fields (minute hour day-of-month month day-of-week) or 6 (with the second in front), found 3',
      1,
    ],
  ])('%j: %s', (text, reason, column) => {
    let thrown: unknown;
    try {
      parseSchedule(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(LocatedError);
    expect(thrown).toMatchObject({ reason, column });
  });

  it.each(['@every', '@every 5', '@every soon', '@every 1d'])(
    '%s is refused with the reason of its duration',
    (text) => {
      expect(() => parseSchedule(text)).toThrow(/^@every: /);
    },
  );
});
