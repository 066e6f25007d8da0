import type { Moment } from '../../time/calendar.ts';
import { dayOfYear, weekday } from '../../time/calendar.ts';
import { momentOf } from '../../time/timestamp.ts';
import type { BuiltinExample } from '../builtins/builtin.ts';
import type { Method } from './method.ts';
import { timestampMethod } from './timestamp-method.ts';

/** A part of what clocks show in the zone of a timestamp. */
function field(
  name: string,
  summary: string,
  read: (moment: Moment) => number,
  examples: readonly BuiltinExample[],
): Method<Date> {
  return timestampMethod({
    name,
    summary,
    examples,
    parameters: [],
    returns: 'int',
    call: (date) => read(momentOf(date)),
  });
}

/** The parts of a date and time, all whole numbers. */
export const TIMESTAMP_FIELDS: readonly Method<Date>[] = [
  field('Year', 'The year in the zone of the timestamp.', ({ year }) => year, [
    { expression: 'date("2024-03-15").Year()', value: 2024 },
    {
      expression: 'date("2024-12-31T23:30:00Z").In(timezone("Europe/Paris")).Year()',
      value: 2025,
    },
  ]),
  field('Month', 'The month, 1 to 12.', ({ month }) => month, [
    { expression: 'date("2024-03-15").Month()', value: 3 },
    { expression: 'date("2024-03-15").Month() in 1..3', value: true },
  ]),
  field('Day', 'The day of the month.', ({ day }) => day, [
    { expression: 'date("2024-03-15").Day()', value: 15 },
  ]),
  field('Hour', 'The hour, 0 to 23.', ({ hour }) => hour, [
    { expression: 'date("2024-03-15 08:30:45").Hour()', value: 8 },
    {
      expression: 'date("2024-03-15 08:30:45").In(timezone("Asia/Tokyo")).Hour()',
      value: 17,
    },
  ]),
  field('Minute', 'The minute, 0 to 59.', ({ minute }) => minute, [
    { expression: 'date("2024-03-15 08:30:45").Minute()', value: 30 },
  ]),
  field('Second', 'The second, 0 to 59.', ({ second }) => second, [
    { expression: 'date("2024-03-15 08:30:45").Second()', value: 45 },
  ]),
  field('Nanosecond', 'The nanoseconds of the second.', ({ nanosecond }) => nanosecond, [
    { expression: 'date("2024-03-15 08:30:45.000000125").Nanosecond()', value: 125 },
  ]),
  field('Weekday', 'The day of the week: 0 is Sunday, 6 is Saturday.', weekday, [
    { expression: 'date("2024-03-15").Weekday()', value: 5 },
    { expression: 'date("2024-03-17").Weekday() in [0, 6]', value: true },
  ]),
  field('YearDay', 'The day of the year, 1 to 366.', dayOfYear, [
    { expression: 'date("2024-12-31").YearDay()', value: 366 },
  ]),
];
