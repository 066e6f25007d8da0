import { Duration, durationText } from '../../../core/duration.ts';
import { exactInteger, fitsInteger } from '../../number/decimal.ts';
import { durationOf } from '../../time/duration-text.ts';
import type { BuiltinExample } from '../builtins/builtin.ts';
import { DURATION, durationArgument } from './arguments.ts';
import type { Method } from './method.ts';

const RECEIVER = { receiver: 'duration' } as const;

function inUnits(
  name: string,
  unit: string,
  nanoseconds: number,
  examples: readonly BuiltinExample[],
): Method<Duration> {
  return {
    ...RECEIVER,
    name,
    summary: `The length in ${unit}, with fractions.`,
    parameters: [],
    returns: 'number',
    call: (duration) => duration.nanoseconds / nanoseconds,
    examples,
  };
}

/** Whole nanoseconds as an integer; a float beyond 64 bits. */
function integer(nanoseconds: number): number | bigint {
  if (Number.isSafeInteger(nanoseconds)) return nanoseconds;
  const exact = BigInt(nanoseconds);
  return fitsInteger(exact) ? exactInteger(exact) : nanoseconds;
}

/** What is left of a duration without what is below the unit. */
function truncated(nanoseconds: number, unit: number): number {
  return nanoseconds - (nanoseconds % unit);
}

/** To the nearest multiple of the unit, halves away from zero. */
function rounded(nanoseconds: number, unit: number): number {
  const rest = nanoseconds % unit;
  const down = nanoseconds - rest;
  return Math.abs(rest) * 2 < unit ? down : down + Math.sign(nanoseconds) * unit;
}

function toMultiple(
  name: string,
  summary: string,
  adjust: (nanoseconds: number, unit: number) => number,
  examples: readonly BuiltinExample[],
): Method<Duration> {
  return {
    ...RECEIVER,
    name,
    summary,
    parameters: [{ name: 'unit', accepts: DURATION }],
    returns: 'duration',
    call: (duration, [argument], fail) => {
      const unit = durationArgument(argument, name, fail).nanoseconds;
      if (unit <= 0) return duration;
      return durationOf(adjust(duration.nanoseconds, unit)) ?? fail('duration out of range');
    },
    examples,
  };
}

export const DURATION_METHODS: readonly Method<Duration>[] = [
  inUnits('Hours', 'hours', 3600e9, [{ expression: 'duration("90m").Hours()', value: 1.5 }]),
  inUnits('Minutes', 'minutes', 60e9, [{ expression: 'duration("1h30s").Minutes()', value: 60.5 }]),
  inUnits('Seconds', 'seconds', 1e9, [{ expression: 'duration("1m250ms").Seconds()', value: 60.25 }]),
  {
    ...RECEIVER,
    name: 'Milliseconds',
    summary: 'The length in whole milliseconds; what is below is cut off.',
    parameters: [],
    returns: 'int',
    // Adding 0 turns -0 into 0.
    call: ({ nanoseconds }) => truncated(nanoseconds, 1e6) / 1e6 + 0,
    examples: [
      { expression: 'duration("1.5s").Milliseconds()', value: 1500 },
      { expression: 'duration("-1999us").Milliseconds()', value: -1 },
    ],
  },
  {
    ...RECEIVER,
    name: 'Nanoseconds',
    summary: 'The length in nanoseconds.',
    parameters: [],
    returns: 'int',
    call: ({ nanoseconds }) => integer(nanoseconds),
    examples: [{ expression: 'duration("1us").Nanoseconds()', value: 1000 }],
  },
  {
    ...RECEIVER,
    name: 'Abs',
    summary: 'The length without its sign.',
    parameters: [],
    returns: 'duration',
    call: ({ nanoseconds }) => new Duration(Math.abs(nanoseconds)),
    examples: [
      { expression: 'duration("-90m").Abs()', value: '1h30m0s' },
      { expression: '(date("2024-02-01") - date("2024-02-03")).Abs() > duration("24h")', value: true },
    ],
  },
  {
    ...RECEIVER,
    name: 'String',
    summary: 'The text, as in 1h30m0s, 1.5s or 250ms.',
    parameters: [],
    returns: 'string',
    call: (duration, _, fail, evaluation) => {
      const text = durationText(duration);
      evaluation.takeText(text.length, fail);
      return text;
    },
    examples: [
      { expression: 'duration("90m").String()', value: '1h30m0s' },
      { expression: '"took " + duration("250ms").String()', value: 'took 250ms' },
    ],
  },
  toMultiple(
    'Round',
    'The nearest multiple of the unit, halves away from zero; the same when the unit is not positive.',
    rounded,
    [
      { expression: 'duration("1h34m30s").Round(duration("1m"))', value: '1h35m0s' },
      { expression: 'duration("-1.4s").Round(duration("1s"))', value: '-1s' },
    ],
  ),
  toMultiple(
    'Truncate',
    'The multiple of the unit next to it towards zero; the same when the unit is not positive.',
    truncated,
    [
      { expression: 'duration("1h34m59s").Truncate(duration("1m"))', value: '1h34m0s' },
      { expression: 'duration("-1.9s").Truncate(duration("1s"))', value: '-1s' },
    ],
  ),
];
