import { describe, expect, it } from 'vitest';
import { LocatedError } from '../located-error.ts';
import { compileTemplate } from './template.ts';
import { TemplateError } from './template-error.ts';

/** A generator of the same numbers on every run (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const VALUES = [
  'record.a',
  'record.list',
  'record.o',
  'record.nope',
  'record.a.b.c',
  'nope',
  'loop',
  'loop.index',
  'x',
  'm',
  'ns',
  '1',
  '0',
  '-1.5',
  '9007199254740993',
  '1e300',
  '"a"',
  "'é😀'",
  '""',
  'true',
  'none',
  '[1, 2]',
  '{"k": 1}',
  '()',
  'm(1)',
  'range(3)',
  'record.list[1:]',
  'record.list[-1]',
  'record["a"]',
  'record.s.upper()',
  'x.y',
  'loop.cycle(1, 2)',
];
const OPERATORS = [
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '**',
  '~',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  'and',
  'or',
  'in',
  'not in',
];
const AFTER = [
  '',
  '',
  '',
  ' | default("d")',
  ' | length',
  ' | upper',
  ' | list',
  ' | first',
  ' is defined',
  ' is string',
  '[0]',
  '.k',
  ' if x',
];
/** Fragments that mostly do not fit together. */
const FRAGMENTS = [
  '{% if E %}',
  '{% elif E %}',
  '{% else %}',
  '{% endif %}',
  '{% for x in E %}',
  '{% endfor %}',
  '{% set y %}',
  '{% endset %}',
  '{{ E }}',
  '{{ ',
  ' }}',
  '{%',
  '%}',
  '"',
  '(',
  '{#',
  ' text ',
  '{% raw %}',
  '{% endraw %}',
  '{% macro m(a) %}',
  '{% include E %}',
];
/** Statements that do; S stands for statements, E for an expression. */
const STATEMENTS = [
  '{{ E }}',
  '{{ E }}',
  '{{- E -}} text ',
  '{# c #}',
  '{% raw %}{{{% endraw %}',
  '{% if E %}S{% endif %}',
  '{% if E %}S{% elif E %}S{% else %}S{% endif %}',
  '{% for x in E %}S{% endfor %}',
  '{% for k, v in E if E %}S{% else %}S{% endfor %}',
  '{% set x = E %}',
  '{% set a, b = E %}',
  '{% set record.z = E %}',
  '{% set ns = namespace(v=E) %}{% set ns.v = E %}',
  '{% set y %}S{% endset %}',
  '{% macro m(a, b=E) %}S{% endmacro %}',
  '{% with x=E %}S{% endwith %}',
  '{% filter upper %}S{% endfilter %}',
];

type Next = (below: number) => number;

function pick(list: readonly string[], next: Next): string {
  return list[next(list.length)] ?? '';
}

function expression(next: Next): string {
  const value = pick(VALUES, next) + pick(AFTER, next);
  return next(3) === 0 ? `${value} ${pick(OPERATORS, next)} ${expression(next)}` : value;
}

function statements(next: Next, depth: number): string {
  return Array.from({ length: 1 + next(3) }, () =>
    pick(depth > 2 ? STATEMENTS.slice(0, 3) : STATEMENTS, next).replace(/[ES]/g, (letter) =>
      letter === 'E' ? expression(next) : statements(next, depth + 1),
    ),
  ).join('');
}

function fragments(next: Next): string {
  return Array.from({ length: 1 + next(7) }, () =>
    pick(FRAGMENTS, next).replaceAll('E', () => expression(next)),
  ).join('');
}

const ROUNDS = 1000;
const RECORD = { a: 1, list: [3, 'x', null, [1]], o: { k: { k: 2 }, B: 1 }, s: 'text', n: null };

describe('whatever the template and the data', () => {
  it.each(['text', 'url', 'json', 'xml'] as const)(
    'nothing but a located error is thrown (%s)',
    async (target) => {
      const next = numbers(20_240_607);
      let rendered = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const source = next(4) === 0 ? fragments(next) : statements(next, 0);
        const missing = next(2) === 0 ? 'lenient' : 'strict';
        try {
          const template = await compileTemplate(source, { target, missing });
          const first = template.render({ record: RECORD, ns: {} });
          expect(template.render({ record: RECORD, ns: {} }), source).toBe(first);
          rendered += 1;
        } catch (error) {
          if (!(error instanceof LocatedError || error instanceof TemplateError)) {
            throw new Error(`${source}: ${String(error)}`, { cause: error });
          }
        }
      }
      expect(rendered).toBeGreaterThan(ROUNDS / 10);
      expect(RECORD).toEqual({
        a: 1,
        list: [3, 'x', null, [1]],
        o: { k: { k: 2 }, B: 1 },
        s: 'text',
        n: null,
      });
    },
  );
});
