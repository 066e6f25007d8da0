import { describe, expect, it } from 'vitest';
import { Site } from './call-site.ts';
import { FILTERS } from './filters/registry.ts';
import { GLOBALS } from './globals/registry.ts';
import { METHODS } from './methods/registry.ts';
import { Rendering } from './rendering.ts';
import { TemplateError } from './template-error.ts';
import { TESTS } from './tests/registry.ts';
import { EscapedText, Namespace, type TemplateValue } from './value.ts';

/** Lists in lists, deeper than a walk through them can go on the stack. */
function nested(depth: number): TemplateValue {
  let value: TemplateValue = [];
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

const ODD_VALUES: readonly TemplateValue[] = [
  null,
  true,
  '',
  'text %d <a&b> é😀',
  '\ud800 x \udc00',
  '%(',
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e308,
  Number.MAX_SAFE_INTEGER,
  2n ** 64n,
  new Date(0),
  new Date(Number.NaN),
  [],
  [1, 'a', null, Number.NaN],
  [['k', 1], ['k']],
  nested(2000),
  nested(50_000),
  {},
  JSON.parse('{"__proto__": 1, "constructor": {"a": 2}}') as TemplateValue,
  new EscapedText('&lt;'),
  new Namespace({ a: 1 }),
];

function siteOf(target: 'text' | 'json'): Site {
  const fail = (reason: string): never => {
    throw new TemplateError(reason, '{{ x }}', 0);
  };
  return new Site(fail, new Rendering(), target);
}

/** Arguments for every parameter: its default, or the odd value. */
function argumentSets(
  parameters: readonly { readonly default?: TemplateValue; readonly rest?: true; readonly named?: true }[],
): TemplateValue[][] {
  return ODD_VALUES.map((odd) =>
    parameters.map(({ rest, named }) => (rest === true ? [odd] : named === true ? { a: odd } : odd)),
  ).concat([
    parameters.map(({ default: standard, rest, named }) =>
      rest === true ? [] : named === true ? {} : (standard ?? 1),
    ),
  ]);
}

/** Runs it and gives what was thrown besides the errors that are meant to be. */
function surprise(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof TemplateError ? undefined : error;
  }
}

const CALLS = [
  ...[...new Set(FILTERS.values())].map((one) => ({ ...one, run: one.apply })),
  ...[...new Set(TESTS.values())].map((one) => ({ ...one, run: one.holds })),
  ...[...GLOBALS.values()].map((one) => ({
    ...one,
    run: (_: TemplateValue, values: readonly TemplateValue[], site: Site) => one.call(values, site),
  })),
];

describe('whatever the values', () => {
  it.each(CALLS)('$name fails with its place or not at all', ({ name, parameters, run }) => {
    for (const value of ODD_VALUES) {
      for (const values of argumentSets(parameters)) {
        expect(
          surprise(() => run(value, values, siteOf('json'))),
          name,
        ).toBeUndefined();
      }
    }
  });

  it.each([...METHODS.values()].flat())('method $name fails with its place or not at all', (method) => {
    const receivers = ODD_VALUES.filter((value) =>
      method.receiver === 'string' ? typeof value === 'string' : value?.constructor === Object,
    );
    for (const receiver of receivers) {
      for (const values of argumentSets(method.parameters)) {
        expect(
          surprise(() => method.apply(receiver, values, siteOf('text'))),
          method.name,
        ).toBeUndefined();
      }
    }
  });
});
