import { describe, expect, it } from 'vitest';
import { compileSound, schemaAccepts, testRun, verdictOn } from '../../../../test/helpers/module-run.ts';
import { sqlCallFilter } from './index.ts';

const sound = { connectionString: 'a.db', query: 'select a from t where id = $1', parameters: ['record.id'] };

describe('the settings of sql_call', () => {
  it.each([
    {},
    { cache: { enabled: true, key: '{{ record.id }}' } },
    { mergeStrategy: 'replace', maxOpenConns: 2 },
  ])('accept %j', (config) => {
    expect(schemaAccepts(sqlCallFilter, { ...sound, ...config })).toBe(true);
  });

  it.each([
    { retry: {} },
    { dataField: 'a' },
    { keys: [] },
    { transaction: true },
    { schedule: '@daily' },
    { pagination: { type: 'limit-offset' } },
    { cache: { maxSize: 0 } },
  ])('refuse %j', (config) => {
    expect(schemaAccepts(sqlCallFilter, { ...sound, ...config })).toBe(false);
  });

  it('report every mistake in one pass', async () => {
    const config = { ...sound, query: 'select $2', mergeStrategy: 'append', resultKey: ' ' };
    expect(
      (await verdictOn(sqlCallFilter, config)).map((line) => line.replace(/^(\w+ \w+).*/, '$1')),
    ).toEqual(['error query', 'error parameters', 'error resultKey']);
    expect(
      await verdictOn(sqlCallFilter, { ...sound, cache: { enabled: true, key: 'customer.id' } }),
    ).toEqual([expect.stringContaining('warning cache.key: the key holds no template expression')]);
  });
});

it('does not run in this version', async () => {
  const filter = await compileSound(sqlCallFilter, sound);
  await expect(filter.open?.(testRun())).rejects.toThrow(
    'module type "sql_call" is not supported in this version yet',
  );
});
