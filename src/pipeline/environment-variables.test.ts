import { expect, it } from 'vitest';
import { substituteEnvironment, UnresolvedVariablesError } from './environment-variables.ts';

const environment = (values: Record<string, string>) => ({ get: (name: string) => values[name] });

it('expands every reference in every string, several in one, at any depth', () => {
  const document = {
    endpoint: '${BASE}/a?x=${X}',
    list: ['${X}', 5, null],
    nested: { deep: [{ value: 'é${X}' }] },
  };
  expect(substituteEnvironment(document, environment({ BASE: 'https://h', X: '1' }))).toEqual({
    endpoint: 'https://h/a?x=1',
    list: ['1', 5, null],
    nested: { deep: [{ value: 'é1' }] },
  });
  expect(document.endpoint).toBe('${BASE}/a?x=${X}');
});

it('leaves alone what is not a reference, keys, and values that came out of a reference', () => {
  const values = environment({ A: '${B}', B: 'b' });
  expect(substituteEnvironment({ '${A}': '${A} ${lower} ${1X} ${A:-x} $A' }, values)).toEqual({
    '${A}': '${B} ${lower} ${1X} ${A:-x} $A',
  });
});

it('does not treat dollar signs of a value as replacement patterns', () => {
  expect(substituteEnvironment({ a: '[${A}]' }, environment({ A: "$& $1 $'" }))).toEqual({ a: "[$& $1 $']" });
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
  expect(
    substituteEnvironment({ input: { connectionStringRef: '${DB_URL}' } }, environment({ DB_URL: 'x.db' })),
  ).toEqual({
    input: { connectionStringRef: '${DB_URL}' },
  });
});
