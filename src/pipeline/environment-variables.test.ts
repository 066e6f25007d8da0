import { expect, it } from 'vitest';
import type { DataObject } from '../core/record.ts';
import { substituteEnvironment, UnresolvedVariablesError } from './environment-variables.ts';

const environment = (values: Record<string, string>) => ({ get: (name: string) => values[name] });
const substituted = (document: DataObject, values: Record<string, string>) =>
  substituteEnvironment(document, environment(values)).root;

it('expands every reference in every string, several in one, at any depth', () => {
  const document = {
    endpoint: '${BASE}/a?x=${X}',
    list: ['${X}', 5, null],
    nested: { deep: [{ value: 'é${X}' }] },
  };
  expect(substituted(document, { BASE: 'https://h', X: '1' })).toEqual({
    endpoint: 'https://h/a?x=1',
    list: ['1', 5, null],
    nested: { deep: [{ value: 'é1' }] },
  });
  expect(document.endpoint).toBe('${BASE}/a?x=${X}');
});

it('leaves alone what is not a reference, keys, and values that came out of a reference', () => {
  const values = { A: '${B}', B: 'b' };
  expect(substituted({ '${A}': '${A} ${lower} ${1X} ${A:-x} $A' }, values)).toEqual({
    '${A}': '${B} ${lower} ${1X} ${A:-x} $A',
  });
});

it('does not treat dollar signs of a value as replacement patterns', () => {
  expect(substituted({ a: '[${A}]' }, { A: "$& $1 $'" })).toEqual({ a: "[$& $1 $']" });
});

it('names every variable that is unset or empty once, sorted, and no value', () => {
  const document = {
    a: '${ZED} ${ALPHA}',
    b: ['${ZED}'],
    c: '${EMPTY}',
    d: '${SET}',
    e: { connectionStringRef: '${DB_URL}' },
  };
  const attempt = () => substituteEnvironment(document, environment({ EMPTY: '', SET: 'sentinel' }));
  expect(attempt).toThrow(UnresolvedVariablesError);
  expect(attempt).toThrow(
    'unresolved environment variable(s): ALPHA, DB_URL, EMPTY, ZED — set them before running, or remove the ${...} reference',
  );
});

it('keeps connectionStringRef as the reference that the module resolves', () => {
  const document = { input: { connectionStringRef: '${DB_URL}' } };
  const { root, substitutions } = substituteEnvironment(document, environment({ DB_URL: '{{x}}.db' }));
  expect(root).toEqual(document);
  expect(substitutions.variablesAt(['input', 'connectionStringRef'])).toEqual([]);
  expect(substitutions.tagAt(['input', 'connectionStringRef'])).toBeUndefined();
});

it('tells which variables stand in which text', () => {
  const document = { list: ['${A}/${B}/${A}', 'plain'], 'a.b': '${C}', a: { b: 'x' } };
  const { substitutions } = substituteEnvironment(document, environment({ A: 'a', B: 'b', C: 'c' }));
  expect(substitutions.variablesAt(['list', 0])).toEqual(['A', 'B']);
  expect(substitutions.variablesAt(['list', 1])).toEqual([]);
  expect(substitutions.variablesAt(['a.b'])).toEqual(['C']);
  expect(substitutions.variablesAt(['a', 'b'])).toEqual([]);
});

it.each([
  ['a ${A} b', { A: 'x {{ y }}' }, { variable: 'A', tag: '{{' }],
  ['${A}', { A: '{% raw %}' }, { variable: 'A', tag: '{%' }],
  ['${A}', { A: 'x{#' }, { variable: 'A', tag: '{#' }],
  ['${A}{ x }}', { A: '{' }, { variable: 'A', tag: '{{' }],
  ['{${A}', { A: '# x' }, { variable: 'A', tag: '{#' }],
  ['${A}${B}', { A: 'x{', B: '{y' }, { variable: 'A', tag: '{{' }],
  ['{{ record.x }} ${A} ${B}', { A: 'plain', B: '{{' }, { variable: 'B', tag: '{{' }],
  ['{{ record.x }}${A}', { A: '}} {x} %} {' }, undefined],
  ['{{ "${A}" }}', { A: 'plain' }, undefined],
  ['{"a": ${A}}', { A: '{"b": {"c": 1}}' }, undefined],
  ['${A} {{ record.x }}', { A: '${B}' }, undefined],
])('tells which variable opens a template tag: %j with %j', (text, values, tag) => {
  const { substitutions } = substituteEnvironment({ text }, environment(values as Record<string, string>));
  expect(substitutions.tagAt(['text'])).toEqual(tag);
});

it.each([
  [0, 0],
  [1, 1],
  [2, 1],
  [4, 1],
  [5, 5],
  [6, 6],
  [7, 6],
  [8, 13],
  [9, 14],
])('finds the author’s text for offset %d of the text with values: %d', (offset, expected) => {
  // `a` `long` `b` `xy` `c`
  const { root, substitutions } = substituteEnvironment(
    { text: 'a${A}b${LONG}c' },
    environment({ A: 'long', LONG: 'xy' }),
  );
  expect(root).toEqual({ text: 'alongbxyc' });
  expect(substitutions.writtenOffset(['text'], offset)).toBe(expected);
});

it('leaves offsets in other texts as they are', () => {
  const { substitutions } = substituteEnvironment({ a: '${A}', b: 'b' }, environment({ A: 'long' }));
  expect(substitutions.writtenOffset(['b'], 7)).toBe(7);
});
