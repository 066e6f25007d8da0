import { describe, expect, it } from 'vitest';
import type { DataObject } from '../../src/core/record.ts';
import { BUILTINS } from '../../src/language/expression/builtins/registry.ts';
import { compileExpression } from '../../src/language/expression/expression.ts';
import { ExpressionError } from '../../src/language/expression/expression-error.ts';
import { METHODS } from '../../src/language/expression/methods/registry.ts';
import { BINARY_OPERATORS } from '../../src/language/expression/operators.ts';
import { LocatedError } from '../../src/language/located-error.ts';
import { parseRecordPath } from '../../src/language/path/record-path.ts';
import { compileSqlTemplate } from '../../src/language/sql-template/sql-template.ts';
import { SqlTemplateError } from '../../src/language/sql-template/sql-template-error.ts';
import { FILTERS } from '../../src/language/template/filters/registry.ts';
import { GLOBALS } from '../../src/language/template/globals/registry.ts';
import type { TemplateTarget } from '../../src/language/template/target.ts';
import { compileTemplate } from '../../src/language/template/template.ts';
import { TemplateError } from '../../src/language/template/template-error.ts';
import { TESTS } from '../../src/language/template/tests/registry.ts';
import { Random } from '../helpers/random.ts';
import { fixtureFiles, textField } from './fixture-files.ts';

/** Data of every kind, hostile values among them. Frozen: a program that changed it would throw. */
const DATA = deepFreeze({
  a: 1,
  b: -7.25,
  big: 9007199254740993n,
  s: 'text é \u{1f600}',
  empty: '',
  lone: '\ud800',
  ok: true,
  nothing: null,
  list: [1, 2, 3],
  texts: ['x', 'y', ''],
  mixed: [1, 'a', null, [2, [3]], { k: 'v' }, true],
  items: [
    { id: 1, name: 'one', qty: 2, tags: ['r'] },
    { id: 2, name: null, qty: 0 },
  ],
  object: { k: { n: [0] }, 'odd key': 1, __proto__2: 1 },
  nan: Number.NaN,
  infinite: Number.POSITIVE_INFINITY,
  at: new Date('2026-03-15T08:30:00Z'),
  record: { id: 42, name: 'Ada', tags: ['p', 'q'], price: 9.5, nested: { deep: { leaf: 'x' } } },
}) as unknown as DataObject;

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const member of Object.values(value)) deepFreeze(member);
    Object.freeze(value);
  }
  return value;
}

const NAMES = Object.keys(DATA);
const JUNK = [
  '\u0000',
  '\ud800',
  '€',
  '@',
  '\\',
  '\n',
  '  ',
  '9'.repeat(20),
  '1e400',
  '0x',
  "'",
  '"',
  '`',
  '/*',
  '//',
];

const EXPRESSION_WORDS = [
  ...NAMES,
  ...BUILTINS.keys(),
  ...METHODS.keys(),
  ...BINARY_OPERATORS.keys(),
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    ';',
    '.',
    '?.',
    '?',
    '#',
    '#index',
    '#acc',
    '.k',
    '::',
    '$env',
    '!',
    'not',
  ],
  ...[
    'let',
    'x',
    '=',
    'if',
    'else',
    'true',
    'false',
    'nil',
    '0',
    '1',
    '2.5',
    '-1',
    '"a"',
    "'b'",
    '`^[a-z]+$`',
    '"1h"',
  ],
];
const TEMPLATE_WORDS = [
  ...['{{', '}}', '{%', '%}', '{#', '#}', '{{-', '-}}', '{%-', '-%}', ' '],
  ...[
    'if',
    'elif',
    'else',
    'endif',
    'for',
    'in',
    'endfor',
    'set',
    'endset',
    'with',
    'endwith',
    'macro',
    'endmacro',
  ],
  ...[
    'raw',
    'endraw',
    'filter',
    'endfilter',
    'block',
    'endblock',
    'include',
    'loop.index',
    'loop.cycle',
    'namespace',
  ],
  ...[
    'not',
    'and',
    'or',
    'is',
    '|',
    '~',
    '+',
    '-',
    '*',
    '/',
    '//',
    '%',
    '**',
    '==',
    '<',
    '>=',
    '(',
    ')',
    '[',
    ']',
  ],
  ...[
    ',',
    ':',
    '.',
    '=',
    '{',
    '}',
    "'a'",
    '"b"',
    '0',
    '1',
    '2.5',
    'true',
    'none',
    'record',
    'record.id',
    'record.nested.deep',
  ],
  ...NAMES,
  ...FILTERS.keys(),
  ...TESTS.keys(),
  ...GLOBALS.keys(),
];
const PATH_WORDS = [
  'a',
  'list',
  'items',
  '.',
  '..',
  '[',
  ']',
  '[0]',
  '[1]',
  '[99999999]',
  '\\',
  '"',
  "'",
  '["x.y"]',
  '__proto__',
  '',
];
const SQL_WORDS = [
  ...[
    'select',
    'from',
    't',
    'where',
    'in',
    '(',
    ')',
    '=',
    ',',
    ';',
    ' ',
    '\n',
    '$1',
    '$2',
    '$0',
    '$1...',
    '$$',
    '$tag$',
  ],
  ...[
    "'",
    '"',
    '`',
    '--',
    '/*',
    '*/',
    '#',
    '?',
    ':a',
    '@b',
    '{{',
    '}}',
    '{%',
    '%}',
    '{#',
    '#}',
    'if record.id',
    'endif',
    "E'",
    '\\',
  ],
];

/** A program of random words. */
function wordSalad(random: Random, words: readonly string[], glue: string): string {
  const length = 1 + random.below(14);
  let text = '';
  for (let position = 0; position < length; position += 1) {
    text +=
      (random.below(12) === 0 ? random.pick(JUNK) : random.pick(words)) + (random.below(3) === 0 ? '' : glue);
  }
  return text;
}

/** A program with some of its characters removed, doubled, swapped or replaced. */
function mutated(random: Random, program: string, words: readonly string[]): string {
  const characters = [...program.slice(0, 400)];
  for (let round = 1 + random.below(4); round > 0; round -= 1) {
    const at = random.below(characters.length + 1);
    switch (random.below(4)) {
      case 0:
        characters.splice(at, 1 + random.below(3));
        break;
      case 1:
        characters.splice(at, 0, random.pick(words));
        break;
      case 2:
        characters.splice(at, 1, random.pick(JUNK));
        break;
      default:
        characters.splice(at, 0, ...characters.slice(at, at + random.below(12)));
    }
  }
  return characters.join('');
}

const PROMISED = [LocatedError, ExpressionError, TemplateError, SqlTemplateError];

/** Runs a program; anything thrown but the errors that the language promises fails the test and shows the program. */
async function survives(program: string, work: () => unknown): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (PROMISED.some((promised) => error instanceof promised)) return false;
    throw new Error(`${JSON.stringify(program)} threw ${String(error)}`, { cause: error });
  }
}

/** Programs that all fail, or all work, would test little. */
function expectVariety(working: number, programs: number): void {
  expect(working).toBeGreaterThan(programs * 0.02);
  expect(working).toBeLessThan(programs * 0.98);
}

async function programsOf(folder: string, field: string): Promise<string[]> {
  const files = await fixtureFiles(folder);
  return files.flatMap(({ cases }) => cases.map((fixture) => textField(fixture, field)));
}

const before = JSON.stringify(DATA, (_, value: unknown) =>
  typeof value === 'bigint' ? String(value) : value,
);
const TIMEOUT = 300_000;

describe('no program crashes, hangs or throws anything but a located error', () => {
  it('expressions: 100,000 programs', { timeout: TIMEOUT }, async () => {
    const random = new Random(1);
    const valid = await programsOf('expressions', 'expression');
    let working = 0;
    for (let round = 0; round < 100_000; round += 1) {
      const program =
        round % 2 === 0
          ? wordSalad(random, EXPRESSION_WORDS, ' ')
          : mutated(random, random.pick(valid), EXPRESSION_WORDS);
      if (await survives(program, async () => (await compileExpression(program)).evaluate(DATA)))
        working += 1;
    }
    expectVariety(working, 100_000);
  });

  it('templates: 60,000 programs in every target, lenient and strict', { timeout: TIMEOUT }, async () => {
    const random = new Random(2);
    const valid = await programsOf('templates', 'template');
    const targets: readonly TemplateTarget[] = ['url', 'json', 'xml', 'text'];
    let working = 0;
    for (let round = 0; round < 60_000; round += 1) {
      const salad = () => `{{ ${wordSalad(random, TEMPLATE_WORDS, ' ')} }}`;
      const program =
        round % 3 === 0
          ? wordSalad(random, TEMPLATE_WORDS, ' ')
          : round % 3 === 1
            ? salad()
            : mutated(random, random.pick(valid), TEMPLATE_WORDS);
      const target = targets[round % 4] ?? 'text';
      const missing = random.below(2) === 0 ? 'lenient' : 'strict';
      const render = async () => (await compileTemplate(program, { target, missing })).render(DATA);
      if (await survives(program, render)) working += 1;
    }
    expectVariety(working, 60_000);
  });

  it('record paths: 20,000 programs', { timeout: TIMEOUT }, async () => {
    const random = new Random(3);
    let working = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const program = wordSalad(random, PATH_WORDS, '').replaceAll(' ', '');
      const work = () => {
        const path = parseRecordPath(program);
        const record = structuredClone({ list: [1], items: [{ a: 1 }], a: { b: null } }) as DataObject;
        path.get(record);
        try {
          path.set(record, 'v');
        } catch (error) {
          // The one thing a write may refuse: a list that would grow too long.
          if (!(error instanceof RangeError)) throw error;
        }
        path.delete(record);
      };
      if (await survives(program, work)) working += 1;
    }
    expectVariety(working, 20_000);
    expect(({} as DataObject)['v']).toBeUndefined();
  });

  it('SQL templates: 20,000 programs in every dialect', { timeout: TIMEOUT }, async () => {
    const random = new Random(4);
    const dialects = ['postgres', 'mysql', 'sqlite'] as const;
    let working = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const program = wordSalad(random, SQL_WORDS, ' ');
      const dialect = dialects[round % 3] ?? 'sqlite';
      const work = async () => {
        const { template, problems } = await compileSqlTemplate(program, random.below(3), dialect);
        if (template === undefined) expect(problems).not.toEqual([]);
        else if (template.bind(DATA, () => random.pick([1, 'x', null, [1, 2], []])).text !== '') working += 1;
      };
      await survives(program, work);
    }
    expectVariety(working, 20_000);
  });

  it('leaves the data as it was', () => {
    const after = JSON.stringify(DATA, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(after).toBe(before);
  });
});
