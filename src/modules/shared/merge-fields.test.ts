import { expect, it } from 'vitest';
import { compileContext, verdict } from '../../../test/helpers/module-run.ts';
import { compileMerge } from './merge-fields.ts';

function compile(settings: Parameters<typeof compileMerge>[0]) {
  const { context, problems } = compileContext();
  const compiled = compileMerge(settings, 'sql_call', context);
  return { compiled, found: verdict(problems) };
}

it.each<[Parameters<typeof compile>[0], unknown]>([
  [{}, { strategy: 'merge' }],
  [{ mergeStrategy: 'replace' }, { strategy: 'replace' }],
  [
    { mergeStrategy: 'append', resultKey: ' found ' },
    { strategy: 'append', resultKey: 'found' },
  ],
  [
    { mergeStrategy: 'append', resultKey: '_errorsOfMine' },
    { strategy: 'append', resultKey: '_errorsOfMine' },
  ],
])('reads %j', (settings, compiled) => {
  expect(compile(settings)).toEqual({ compiled, found: [] });
});

it.each(['_errors', ' _errors', '_errors.x', '_errors[0]'])(
  'reserves %j, whatever the strategy',
  (resultKey) => {
    for (const mergeStrategy of ['merge', 'append'] as const) {
      const { compiled, found } = compile({ mergeStrategy, resultKey });
      expect(compiled).toBeUndefined();
      expect(found).toEqual([
        expect.stringMatching(/^error resultKey: .* reserved for the runtime's error markers$/),
      ]);
    }
  },
);

it('needs a name to append under', () => {
  expect(compile({ mergeStrategy: 'append', resultKey: ' ' })).toEqual({
    compiled: undefined,
    found: ['error resultKey: sql_call: resultKey is required when mergeStrategy is append'],
  });
});

it('doubts a name that nothing writes, and one that looks like a path', () => {
  expect(compile({ resultKey: 'found' })).toEqual({
    compiled: { strategy: 'merge' },
    found: ['warning resultKey: resultKey has no effect with mergeStrategy merge: only append writes it'],
  });
  expect(compile({ mergeStrategy: 'append', resultKey: 'a.b' })).toEqual({
    compiled: { strategy: 'append', resultKey: 'a.b' },
    found: [
      expect.stringContaining('warning resultKey: resultKey is the literal name of a field, not a path'),
    ],
  });
});
