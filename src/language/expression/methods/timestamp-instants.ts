import { compareInstants } from '../../../core/compare.ts';
import type { Timestamp } from '../../time/timestamp.ts';
import {
  addNanoseconds,
  addToDate,
  isYearOne,
  timeBetween,
  truncateTo,
} from '../../time/timestamp-arithmetic.ts';
import { INTEGER, integerArgument } from '../builtins/arguments.ts';
import type { BuiltinExample } from '../builtins/builtin.ts';
import type { Fail } from '../evaluation.ts';
import { DURATION, durationArgument, TIMESTAMP, timestampArgument } from './arguments.ts';
import type { Method } from './method.ts';
import { timestampMethod } from './timestamp-method.ts';

/** A question about two instants. */
function question(
  name: string,
  summary: string,
  holds: (order: number) => boolean,
  examples: readonly BuiltinExample[],
): Method<Date> {
  return timestampMethod({
    name,
    summary,
    examples,
    parameters: [{ name: 'other', accepts: TIMESTAMP }],
    returns: 'bool',
    call: (date, [other], fail) => holds(compareInstants(date, timestampArgument(other, name, fail))),
  });
}

function inRange(timestamp: Timestamp | undefined, fail: Fail): Timestamp {
  return timestamp ?? fail('timestamp out of range');
}

/** What counts and compares instants. */
export const TIMESTAMP_INSTANTS: readonly Method<Date>[] = [
  timestampMethod({
    name: 'Unix',
    summary: 'The whole seconds since 1970-01-01T00:00:00Z, rounded down.',
    parameters: [],
    returns: 'int',
    call: (date) => Math.floor(date.getTime() / 1000),
    examples: [
      { expression: 'date("2024-03-15").Unix()', value: 1710460800 },
      { expression: 'date("1969-12-31 23:59:59.5").Unix()', value: -1 },
    ],
  }),
  timestampMethod({
    name: 'UnixMilli',
    summary: 'The whole milliseconds since 1970-01-01T00:00:00Z, rounded down.',
    parameters: [],
    returns: 'int',
    call: (date) => date.getTime(),
    examples: [{ expression: 'date("2024-03-15 00:00:00.1239").UnixMilli()', value: 1710460800123 }],
  }),
  timestampMethod({
    name: 'Add',
    summary: 'The instant that much later, or earlier when the duration is negative.',
    parameters: [{ name: 'duration', accepts: DURATION }],
    returns: 'timestamp',
    call: (date, [duration], fail) =>
      inRange(addNanoseconds(date, durationArgument(duration, 'Add', fail).nanoseconds), fail),
    examples: [
      { expression: 'date("2024-03-15").Add(duration("90m"))', value: '2024-03-15T01:30:00Z' },
      { expression: 'date("2024-03-15").Add(duration("-1ns"))', value: '2024-03-14T23:59:59.999999999Z' },
    ],
  }),
  timestampMethod({
    name: 'AddDate',
    summary:
      'The same time of day on a date that many years, months and days later; a day that the month does not have carries over into the next.',
    parameters: [
      { name: 'years', accepts: INTEGER },
      { name: 'months', accepts: INTEGER },
      { name: 'days', accepts: INTEGER },
    ],
    returns: 'timestamp',
    call: (date, values, fail) => {
      const [years = 0, months = 0, days = 0] = values.map((value) =>
        Number(integerArgument(value, 'AddDate', fail)),
      );
      return inRange(addToDate(date, years, months, days), fail);
    },
    examples: [
      { expression: 'date("2024-03-15").AddDate(0, 1, -1)', value: '2024-04-14T00:00:00Z' },
      { expression: 'date("2024-01-31").AddDate(0, 1, 0)', value: '2024-03-02T00:00:00Z' },
    ],
  }),
  timestampMethod({
    name: 'Sub',
    summary: 'The time since the other timestamp; negative when that is later.',
    parameters: [{ name: 'other', accepts: TIMESTAMP }],
    returns: 'duration',
    call: (date, [other], fail) =>
      timeBetween(timestampArgument(other, 'Sub', fail), date) ?? fail('duration out of range'),
    examples: [
      { expression: 'date("2024-03-01").Sub(date("2024-02-01"))', value: '696h0m0s' },
      { expression: 'date("2024-02-01").Sub(date("2024-03-01")).Hours()', value: -696 },
    ],
  }),
  question('Before', 'Whether the instant is before the other one.', (order) => order < 0, [
    { expression: 'date("2024-02-01").Before(date("2024-03-01"))', value: true },
  ]),
  question('After', 'Whether the instant is after the other one.', (order) => order > 0, [
    { expression: 'date("2024-02-01").After(date("2024-03-01"))', value: false },
  ]),
  question('Equal', 'Whether both are the same instant, in whatever zones.', (order) => order === 0, [
    {
      expression: 'date("2024-02-01T12:00:00Z").Equal(date("2024-02-01T13:00:00+01:00"))',
      value: true,
    },
  ]),
  timestampMethod({
    name: 'IsZero',
    summary: 'Whether it is 0001-01-01T00:00:00Z, which many systems write where they have no date.',
    parameters: [],
    returns: 'bool',
    call: (date) => isYearOne(date),
    examples: [
      { expression: 'date("0001-01-01").IsZero()', value: true },
      { expression: 'date("1970-01-01").IsZero()', value: false },
    ],
  }),
  timestampMethod({
    name: 'Truncate',
    summary:
      'The instant rounded down to a multiple of the duration since 0001-01-01T00:00:00Z, a Monday; the same when the duration is not positive.',
    parameters: [{ name: 'duration', accepts: DURATION }],
    returns: 'timestamp',
    call: (date, [duration], fail) =>
      inRange(truncateTo(date, durationArgument(duration, 'Truncate', fail)), fail),
    examples: [
      {
        expression: 'date("2024-03-15 08:47:30").Truncate(duration("15m"))',
        value: '2024-03-15T08:45:00Z',
      },
      { expression: 'date("2024-03-15").Truncate(duration("168h"))', value: '2024-03-11T00:00:00Z' },
    ],
  }),
];
