import { describe, expect, it } from 'vitest';
import { fixtureFiles } from '../../../test/language/fixture-files.ts';
import type { DataObject } from '../../core/record.ts';
import { LocatedError } from '../located-error.ts';
import type { TemplateExample } from './definition.ts';
import { FILTERS } from './filters/registry.ts';
import { GLOBALS } from './globals/registry.ts';
import { METHODS } from './methods/registry.ts';
import { compileTemplate } from './template.ts';
import { TemplateError } from './template-error.ts';
import { TESTS } from './tests/registry.ts';

const DEFINITIONS = [
  ...[...new Set(FILTERS.values())].map((definition) => ({ kind: 'filter', definition })),
  ...[...new Set(TESTS.values())].map((definition) => ({ kind: 'test', definition })),
  ...[...METHODS.values()].flat().map((definition) => ({ kind: 'method', definition })),
  ...[...GLOBALS.values()].map((definition) => ({ kind: 'function', definition })),
];

/** What an example does: its output, or the reason why it fails. */
async function outcomeOf({ template, target = 'text', variables = {} }: TemplateExample) {
  try {
    const compiled = await compileTemplate(template, { target, missing: 'lenient' });
    return { output: compiled.render(variables as DataObject) };
  } catch (error) {
    if (error instanceof LocatedError || error instanceof TemplateError) return { error: error.reason };
    throw error;
  }
}

describe.each(DEFINITIONS)('$kind $definition.name', ({ definition }) => {
  it('has a summary that is a sentence', () => {
    expect(definition.summary).toMatch(/^[A-Z`].{10,}\.$/s);
  });

  it('has at least two examples that use it', () => {
    expect(definition.examples.length).toBeGreaterThanOrEqual(2);
    const names = [definition.name, ...(definition.aliases ?? [])];
    for (const { template } of definition.examples) {
      expect(
        names.some((name) => template.includes(name)),
        template,
      ).toBe(true);
    }
  });

  it('takes everything that is left over last, and has names for all parameters', () => {
    const { parameters } = definition;
    for (const [position, { name, rest, named }] of parameters.entries()) {
      expect(name).toMatch(/^[a-z_]+$/);
      const following = parameters.slice(position + 1);
      if (rest === true) expect(following.every((parameter) => parameter.named === true)).toBe(true);
      if (named === true) expect(following).toEqual([]);
    }
  });

  it.each(definition.examples)('does what its example says: $template', async (example) => {
    const { output, error } = example;
    expect((output === undefined) !== (error === undefined)).toBe(true);
    expect(await outcomeOf(example)).toEqual(error === undefined ? { output } : { error });
  });
});

it('has no two filters, or tests, or functions of the same name', () => {
  const registries: ReadonlyMap<string, { readonly name: string; readonly aliases?: readonly string[] }>[] = [
    FILTERS,
    TESTS,
    GLOBALS,
  ];
  for (const registry of registries) {
    for (const [name, definition] of registry) {
      expect([definition.name, ...(definition.aliases ?? [])]).toContain(name);
    }
    const names = [...new Set(registry.values())].flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    expect(names.sort()).toEqual([...registry.keys()].sort());
  }
});

const TEMPLATES = (await fixtureFiles('templates')).flatMap(({ cases }) =>
  cases.map((fixture) => String(fixture['template'])),
);

/** How a template that uses a name reads. */
const USES: Readonly<Record<string, (name: string) => RegExp>> = {
  filter: (name) => new RegExp(`(?:\\| *|map\\((?:filter=)?'|{% *filter +)${name}\\b`),
  test: (name) => {
    const end = /\w$/.test(name) ? '\\b' : '';
    return new RegExp(`\\bis (?:not )?${name}${end}|(?:select|reject)(?:attr)?\\((?:'[^']*', )?'${name}'`);
  },
  method: (name) => new RegExp(`\\.${name}\\(`),
  function: (name) => new RegExp(`\\b${name}\\(`),
};

describe.each(DEFINITIONS)('fixture cases of the $kind $definition.name', ({ kind, definition }) => {
  const used = (name: string) => {
    const pattern = USES[kind]?.(name);
    return TEMPLATES.filter((template) => pattern?.test(template));
  };
  const aliases = definition.aliases ?? [];

  it('are at least three', () => {
    const cases = new Set([definition.name, ...aliases].flatMap(used));
    expect([...cases].length).toBeGreaterThanOrEqual(3);
  });

  it.each(aliases)('use the other name %s', (name) => {
    expect(used(name)).not.toEqual([]);
  });
});
