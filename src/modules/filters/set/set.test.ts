import { describe, expect, it } from 'vitest';
import { compileFilter, compileModule, schemaAccepts, testRun } from '../../../../test/helpers/module-run.ts';
import type { DataRecord } from '../../../core/record.ts';
import { setFilter } from './index.ts';

describe('set', () => {
  it.each<[target: string, value: unknown, record: DataRecord, expected: DataRecord]>([
    ['a', 1, {}, { a: 1 }],
    ['a', null, { a: 1 }, { a: null }],
    ['a', 'null', {}, { a: 'null' }],
    ['meta.tags[1]', 'x', {}, { meta: { tags: [null, 'x'] } }],
    ['user.name', 'v', { user: 'bob' }, { user: { name: 'v' } }],
    ['payload._errors', 1, {}, { payload: { _errors: 1 } }],
    ['_errorsCount', 1, {}, { _errorsCount: 1 }],
    ['a', '{{ record.b }}', {}, { a: '{{ record.b }}' }],
  ])('writes to %s the value %o', async (target, value, record, expected) => {
    const filter = await compileFilter(setFilter, { target, value });
    expect(await filter.process([record], testRun())).toEqual([expected]);
  });

  it('gives every record and every run a copy of its own', async () => {
    const value = { a: [] };
    const filter = await compileFilter(setFilter, { target: 'v', value });
    const records: DataRecord[] = [{}, {}];
    await filter.process(records, testRun());
    (records[0] as { v: { a: unknown[] } }).v.a.push(1);
    expect(records).toEqual([{ v: { a: [1] } }, { v: { a: [] } }]);
    expect(await filter.process([{}], testRun())).toEqual([{ v: { a: [] } }]);
    expect(value).toEqual({ a: [] });
  });

  it('pollutes no prototype', async () => {
    const filter = await compileFilter(setFilter, { target: '__proto__.x', value: 1 });
    await filter.process([{}], testRun());
    expect(({} as DataRecord)['x']).toBeUndefined();
  });

  it.each([
    ['_errors', '_errors'],
    ['_errors[0].x', '_errors[0].x'],
    ['_errors.x', '_errors.x'],
  ])('refuses the reserved target %s when it is compiled', async (target, shown) => {
    const { built, problems } = await compileModule(setFilter, { target, value: 1 });
    expect(built).toBeUndefined();
    expect(problems).toEqual([
      {
        at: ['target'],
        type: 'validation',
        message: `field path "${shown}" writes into "_errors", which is reserved for the runtime's error markers`,
        offset: 0,
      },
    ]);
  });

  it('refuses a malformed target when it is compiled', async () => {
    const { problems } = await compileModule(setFilter, { target: 'x.a[0][1]', value: 1 });
    expect(problems).toEqual([
      {
        at: ['target'],
        type: 'validation',
        message: expect.stringContaining('invalid array index in path: "a[0][1]"'),
        offset: 'x.a[0]'.length,
        quotable: true,
      },
    ]);
  });

  it('needs a target and a value, which may be null', () => {
    expect(schemaAccepts(setFilter, { target: 'a', value: null })).toBe(true);
    expect(schemaAccepts(setFilter, { target: 'a' })).toBe(false);
    expect(schemaAccepts(setFilter, { target: '', value: 1 })).toBe(false);
    expect(schemaAccepts(setFilter, { value: 1 })).toBe(false);
  });

  describe('a list that would grow without bound', () => {
    const config = { target: 'items[999999999]', value: 1 };
    const message =
      'processing record 1: index 999999999 in path "items[999999999]" is too large: a list may grow up to index 100000';
    const records = (): DataRecord[] => [{ items: [], n: 0 }];

    it('stops the run with onError fail', async () => {
      const filter = await compileFilter(setFilter, config);
      expect(() => filter.process(records(), testRun())).toThrow(
        expect.objectContaining({ category: 'validation', code: 'NESTED_PATH_FAILED', recordIndex: 0 }),
      );
    });

    it('drops the record with onError skip', async () => {
      const filter = await compileFilter(setFilter, { ...config, onError: 'skip' });
      const run = testRun();
      expect(await filter.process([...records(), ...records()], run)).toEqual([]);
      expect(run.log.messages('WARN')).toEqual(Array(2).fill('skipping record due to set error'));
      expect(run.log.entries[1]?.fields['error']).toBe(message);
    });

    it('marks the record with onError log', async () => {
      const filter = await compileFilter(setFilter, { ...config, onError: 'log' });
      const run = testRun();
      const [kept] = await filter.process(records(), run);
      expect(kept).toMatchObject({ items: [], n: 0, _errors: [{ module: 'set', category: 'validation' }] });
      expect(run.log.messages('ERROR')).toEqual(['set error (continuing)']);
      expect(run.markers.counts()).toEqual([['validation', 1]]);
    });
  });

  it('warns once per invocation when a value had to give way', async () => {
    const config = { target: 'user.name', value: 1 };
    const run = testRun();
    await (await compileFilter(setFilter, config)).process([{ user: 'a' }, { user: 'b' }], run);
    expect(run.log.fieldsOf('field path replaced a value that could not hold it')).toEqual({
      module_type: 'set',
      field: 'user.name',
    });
    const nested = testRun();
    await (await compileFilter(setFilter, config, { nested: true })).process([{ user: 'a' }], nested);
    expect(nested.log.messages('WARN')).toEqual([]);
  });

  it('is silent when nothing is wrong', async () => {
    const run = testRun();
    await (await compileFilter(setFilter, { target: 'a', value: 1 })).process([{}], run);
    expect(run.log.entries).toEqual([]);
  });

  it('stops when the run is cancelled', async () => {
    const filter = await compileFilter(setFilter, { target: 'a', value: 1, onError: 'skip' });
    const run = testRun();
    run.cancel();
    expect(() => filter.process([{}], run)).toThrow('context canceled');
  });
});
