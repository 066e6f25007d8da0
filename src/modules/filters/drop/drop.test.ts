import { expect, it } from 'vitest';
import { compileFilter, schemaAccepts, testRun } from '../../../../test/helpers/module-run.ts';
import { dropFilter } from './index.ts';

it('drop returns nothing and logs how many records it discarded, at DEBUG only', async () => {
  const run = testRun();
  const filter = await compileFilter(dropFilter, {});
  expect(await filter.process([{ a: 1 }, { a: 2 }], run)).toEqual([]);
  expect(run.log.entries).toEqual([
    { level: 'DEBUG', message: 'drop filter discarded records', fields: { count: 2 } },
  ]);
});

it('drop has no settings of its own', () => {
  expect(schemaAccepts(dropFilter, {})).toBe(true);
  expect(schemaAccepts(dropFilter, { when: 'x' })).toBe(false);
});

it('drop stops when the run is cancelled', async () => {
  const filter = await compileFilter(dropFilter, {});
  const run = testRun();
  run.cancel();
  expect(() => filter.process([{}], run)).toThrow('context canceled');
});
