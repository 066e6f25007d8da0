import { describe, expect, it } from 'vitest';
import { fixtureFiles } from '../../../../test/language/fixture-files.ts';
import { Duration, durationText } from '../../../core/duration.ts';
import { parseJson } from '../../../core/parse-json.ts';
import type { DataObject } from '../../../core/record.ts';
import { stringifyJson } from '../../../core/stringify-json.ts';
import { LocatedError } from '../../located-error.ts';
import { compileExpression, type Expression } from '../expression.ts';
import { ExpressionError } from '../expression-error.ts';
import type { Method } from './method.ts';
import { METHODS } from './registry.ts';

const ALL: readonly Method[] = [...METHODS.values()].flat();

/** The value as JSON has it, a duration as its text. */
async function exampleValue(
  { expression, environment = {} }: Method['examples'][number],
  isDuration: boolean,
) {
  const value = (await compileExpression(expression)).evaluate(environment as DataObject);
  return isDuration ? durationText(new Duration(Number(value))) : parseJson(stringifyJson(value));
}

describe.each(ALL.map((method) => [method.receiver, method.name, method] as const))(
  '%s.%s',
  (_, name, method) => {
    it.each(method.examples.map((example) => [example.expression, example] as const))(
      'does what its example %s says',
      async (_, example) => {
        expect(example.value).toBeDefined();
        const isDuration = method.returns === 'duration' && typeof example.value === 'string';
        expect(await exampleValue(example, isDuration)).toEqual(example.value);
      },
    );

    it('is described and called in each of its examples', () => {
      expect(method.summary).toMatch(/^[A-Z].*\.$/);
      expect(method.examples.length).toBeGreaterThan(0);
      for (const { expression } of method.examples) expect(expression).toContain(`.${name}(`);
    });

    it('is found by its name once', () => {
      const namesakes = METHODS.get(name) ?? [];
      expect(namesakes.filter(({ receiver }) => receiver === method.receiver)).toEqual([method]);
    });
  },
);

it('every method is called in at least three cases', async () => {
  const programs = (await fixtureFiles('expressions')).flatMap(({ cases }) =>
    cases.map(({ expression }) => String(expression)),
  );
  const rare = [...METHODS.keys()].filter(
    (name) => programs.filter((program) => program.includes(`.${name}(`)).length < 3,
  );
  expect(rare).toEqual([]);
});

it('holds every method of the language, for its receivers', () => {
  const timestamp =
    `Year Month Day Hour Minute Second Nanosecond Weekday YearDay Unix UnixMilli Format String In UTC Add AddDate
    Sub Before After Equal IsZero Truncate`.split(/\s+/);
  const duration = 'Hours Minutes Seconds Milliseconds Nanoseconds Abs String Round Truncate'.split(' ');
  const names = (receiver: Method['receiver']) =>
    ALL.filter((method) => method.receiver === receiver).map(({ name }) => name);
  expect(names('timestamp').toSorted()).toEqual(timestamp.toSorted());
  expect(names('duration').toSorted()).toEqual(duration.toSorted());
});

/** Numbers beyond every range, dates that are none, the first and last instants. */
const AWKWARD: readonly unknown[] = [
  null,
  'Europe/Paris',
  '2006.000000000 MST'.repeat(50),
  '-999999h',
  Number.NaN,
  1e300,
  -7,
  2n ** 70n,
  new Date(Number.NaN),
  new Date(8.64e15),
  new Date(-8.64e15),
];

/** Receivers of each kind, made of what data there is. */
const RECEIVERS = ['a', 'duration("4400000000h")', 'duration("-1ns")', 'duration("1h") * b', '(a - b)'];

it('a method gives a value or a located error, whatever it is called on and with', async () => {
  const unlocated: unknown[] = [];
  const calls = ALL.flatMap(({ name }) =>
    RECEIVERS.flatMap((receiver) =>
      ['', 'b', 'b, b, b', 'duration("1ns")', 'duration("4400000000h")'].map(
        (values) => `${receiver}.${name}(${values})`,
      ),
    ),
  );
  for (const expression of calls) {
    const compiled = await compileExpression(expression).catch((error: unknown) => error);
    if (compiled instanceof LocatedError) continue;
    for (const a of AWKWARD) {
      for (const b of AWKWARD) {
        try {
          stringifyJson((compiled as Expression).evaluate({ a, b } as DataObject));
        } catch (error) {
          if (!(error instanceof ExpressionError)) unlocated.push([expression, a, b, error]);
        }
      }
    }
  }
  expect(unlocated).toEqual([]);
});

it('text that methods make counts against the budget', async () => {
  const expression = await compileExpression('map(1..100000, d.Format(layout))');
  const environment = { d: new Date(0), layout: 'x'.repeat(1000) };
  expect(() => expression.evaluate(environment)).toThrow(/memory budget exceeded/);
});
