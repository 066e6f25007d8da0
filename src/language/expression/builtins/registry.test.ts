import { describe, expect, it } from 'vitest';
import { fixtureFiles } from '../../../../test/language/fixture-files.ts';
import { parseJson } from '../../../core/parse-json.ts';
import type { DataObject, Value } from '../../../core/record.ts';
import { stringifyJson } from '../../../core/stringify-json.ts';
import { LocatedError } from '../../located-error.ts';
import { compileExpression, type Expression } from '../expression.ts';
import { ExpressionError } from '../expression-error.ts';
import { tokenize } from '../lexer.ts';
import type { Builtin, BuiltinExample } from './builtin.ts';
import { BUILTINS } from './registry.ts';

const ALL = [...BUILTINS.values()];

/** Functions that have a result for every argument that compiles. */
const NEVER_FAIL: ReadonlySet<string> = new Set(['first', 'last', 'string', 'type']);

/** The value as JSON has it, or the reason why there is none. */
async function outcomeOf(expression: string, environment: BuiltinExample['environment']): Promise<unknown> {
  try {
    const compiled = await compileExpression(expression);
    return { value: parseJson(stringifyJson(compiled.evaluate((environment ?? {}) as DataObject))) };
  } catch (error) {
    if (error instanceof LocatedError || error instanceof ExpressionError) return { error: error.reason };
    throw error;
  }
}

/** Examples show a duration as its text, whereas the result of an expression has its nanoseconds. */
async function exampleOutcome({ expression, environment, value }: BuiltinExample): Promise<unknown> {
  const outcome = await outcomeOf(expression, environment);
  const isDuration = typeof value === 'string' && typeof (outcome as { value?: Value }).value === 'number';
  return isDuration ? outcomeOf(`string(${expression})`, environment) : outcome;
}

/** The functions that a program calls; methods, which follow a dot, are none. */
function calledNames(expression: string): Set<string> {
  const tokens = tokenize(expression);
  return new Set(
    tokens
      .filter(
        ({ kind }, at) => kind === 'name' && tokens[at + 1]?.text === '(' && tokens[at - 1]?.text !== '.',
      )
      .map(({ text }) => text),
  );
}

async function casesPerFunction(): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { cases } of await fixtureFiles('expressions')) {
    for (const { expression } of cases) {
      for (const name of namesIn(String(expression))) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

/** None for a program that is no sequence of tokens, as some cases are meant to be. */
function namesIn(expression: string): Iterable<string> {
  try {
    return calledNames(expression);
  } catch {
    return [];
  }
}

describe.each(ALL.map((builtin) => [builtin.name, builtin] as const))('%s', (name, builtin) => {
  it.each(builtin.examples.map((example) => [example.expression, example] as const))(
    'does what its example %s says',
    async (_, example) => {
      expect(example.value === undefined).toBe(example.error !== undefined);
      const expected =
        example.error === undefined
          ? { value: parseJson(JSON.stringify(example.value)) }
          : { error: example.error };
      expect(await exampleOutcome(example)).toEqual(expected);
    },
  );

  it('is called in each of its examples', () => {
    for (const { expression } of builtin.examples) expect([...calledNames(expression)]).toContain(name);
  });

  it('is described, with at least one result and one failure if it can fail', () => {
    expect(builtin.summary).toMatch(/^\S.*\.$/s);
    expect(builtin.examples.length).toBeGreaterThanOrEqual(2);
    expect(builtin.examples.some(({ error }) => error === undefined)).toBe(true);
    expect(builtin.examples.some(({ error }) => error !== undefined)).toBe(!NEVER_FAIL.has(name));
  });

  it('has parameters that a signature can show', () => {
    const names = builtin.parameters.map((parameter) => parameter.name);
    expect(names.filter((parameter) => !/^[a-z][A-Za-z]*$/.test(parameter))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const written = builtin.parameters.map(({ optional }) => optional === true);
    expect(written).toEqual(written.toSorted((left, right) => Number(left) - Number(right)));
    expect(builtin.parameters.slice(0, -1).some(({ rest }) => rest === true)).toBe(false);
    expect(builtin.parameters.every(({ accepts }) => accepts.length > 0)).toBe(true);
  });
});

/** What data may hold at worst: numbers beyond every range, half characters, hostile keys, deep nesting. */
const AWKWARD: readonly unknown[] = [
  null,
  true,
  '',
  'a\ud800\udc00\ud800',
  -0,
  1.5,
  -1e300,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2n ** 70n,
  -(2n ** 63n),
  [],
  [null, 'a', 1],
  [Number.NaN, 2n ** 70n, 1e300],
  JSON.parse('{"__proto__": {"x": 1}, "constructor": null}'),
  new Date(Number.NaN),
  new Date(0),
  JSON.parse(`${'['.repeat(1_500)}${']'.repeat(1_500)}`),
];

/** Every way to call the function with a, b and c. */
function callsOf({ name, form }: Builtin): string[] {
  return form === 'function'
    ? [`${name}()`, `${name}(a)`, `${name}(a, b)`, `${name}(a, b, a)`, `${name}(a, b, b, a)`]
    : [`${name}(a)`, `${name}(a, #)`, `${name}(a, b)`, `${name}(a, #, b)`, `${name}(a, # == b)`];
}

it('a function gives a value or a located error, whatever it is called with', async () => {
  const unlocated: unknown[] = [];
  for (const expression of ALL.flatMap(callsOf)) {
    const compiled = await compileExpression(expression).catch((error: unknown) => error);
    if (compiled instanceof LocatedError) continue;
    for (const a of AWKWARD) {
      for (const b of AWKWARD) {
        try {
          (compiled as Expression).evaluate({ a, b } as DataObject);
        } catch (error) {
          if (!(error instanceof ExpressionError)) unlocated.push([expression, a, b, error]);
        }
      }
    }
  }
  expect(unlocated).toEqual([]);
});

it('every function is called in at least three cases', async () => {
  const counts = await casesPerFunction();
  const rare = ALL.filter(({ name }) => (counts.get(name) ?? 0) < 3).map(({ name }: Builtin) => name);
  expect(rare).toEqual([]);
});

it('holds every function of the language, by name', () => {
  const published =
    `all none any one filter map find findLast findIndex findLastIndex count sum groupBy sortBy reduce
    first last take reverse uniq concat flatten sort join min max mean median len get keys values toPairs fromPairs
    trim trimPrefix trimSuffix upper lower split splitAfter replace repeat indexOf lastIndexOf hasPrefix hasSuffix
    abs ceil floor round int float string type toJSON fromJSON toBase64 fromBase64
    bitand bitor bitxor bitnand bitnot bitshl bitshr bitushr`.split(/\s+/);
  expect(published.filter((name) => BUILTINS.get(name)?.name !== name)).toEqual([]);
});
