import { describe, expect, it } from 'vitest';
import { compileFilter, compileModule, schemaAccepts, testRun } from '../../../../test/helpers/module-run.ts';
import type { DataRecord } from '../../../core/record.ts';
import { removeFilter } from './index.ts';

describe('remove', () => {
  it.each<[target: string | string[], record: DataRecord, expected: DataRecord]>([
    ['a', { a: 1, b: 2 }, { b: 2 }],
    ['a.b', { a: { b: 1, c: 2 } }, { a: { c: 2 } }],
    ['a.b', { a: { b: 1 } }, { a: {} }],
    ['a.b.c', { a: 1 }, { a: 1 }],
    ['missing', { a: 1 }, { a: 1 }],
    [['items[0]', 'items[1]'], { items: [1, 2, 3, 4] }, { items: [2, 4] }],
    [['items[0]', 'items[0]'], { items: [1, 2, 3, 4] }, { items: [2, 3, 4] }],
    ['_errors', { _errors: [{ module: 'mapping' }], a: 1 }, { a: 1 }],
    ['__proto__', { a: 1 }, { a: 1 }],
  ])('%j from %j', async (target, record, expected) => {
    const filter = await compileFilter(removeFilter, { target });
    const run = testRun();
    expect(await filter.process([record], run)).toEqual([expected]);
    expect(run.log.entries).toEqual([]);
  });

  it('refuses malformed targets when it is compiled, each at its place', async () => {
    const { problems } = await compileModule(removeFilter, { target: ['a', 'b[x]', 'c[-1]'] });
    expect(problems.every(({ offset, quotable }) => offset !== undefined && quotable)).toBe(true);
    expect(problems.map(({ at, message }) => [at, message])).toEqual([
      [['target', 1], expect.stringContaining('invalid array index in path: "b[x]"')],
      [['target', 2], expect.stringContaining('invalid array index in path: "c[-1]"')],
    ]);
    const single = await compileModule(removeFilter, { target: 'a[' });
    expect(single.problems.map(({ at }) => at)).toEqual([['target']]);
  });

  it.each<[config: Record<string, unknown>, accepted: boolean]>([
    [{ target: 'a' }, true],
    [{ target: ['a', 'b'] }, true],
    [{}, false],
    [{ target: '' }, false],
    [{ target: [] }, false],
    [{ target: ['a', ''] }, false],
    [{ target: ['a', 1] }, false],
    [{ targets: ['a'] }, false],
  ])('settings %j accepted: %s', (config, accepted) => {
    expect(schemaAccepts(removeFilter, config)).toBe(accepted);
  });

  it('stops when the run is cancelled', async () => {
    const filter = await compileFilter(removeFilter, { target: 'a' });
    const run = testRun();
    run.cancel();
    expect(() => filter.process([{}], run)).toThrow('context canceled');
  });
});
