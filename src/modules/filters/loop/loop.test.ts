import { describe, expect, it } from 'vitest';
import { editing, filterOf, item, loop, picky, root } from '../../../../test/helpers/loop-run.ts';
import { compileFilter, testRun } from '../../../../test/helpers/module-run.ts';
import { type DataRecord, isDataObject, type Value } from '../../../core/record.ts';
import { defineFilter } from '../../contract/definition.ts';
import { loopFilter } from './index.ts';

describe('what a loop goes over', () => {
  it.each<[what: string, record: DataRecord]>([
    ['nothing', { a: 1 }],
    ['null', { l: null, a: 1 }],
    ['an empty list', { l: [] }],
  ])('runs no filter for %s', async (_what, record) => {
    const failing = editing('failing', () => {
      throw new Error('never');
    });
    expect(await loop([structuredClone(record)], [failing])).toEqual([record]);
  });

  it.each<[kind: string, value: Value]>([
    ['object', {}],
    ['string', 'a'],
    ['number', 1],
    ['boolean', false],
    ['timestamp', new Date(0)],
  ])('refuses a field that is %s', async (kind, value) => {
    await expect(loop([{ l: [] }, { l: value }], [])).rejects.toMatchObject({
      message: `loop field is not an array: field "l" is ${kind} at record 1`,
      category: 'validation',
      retryable: false,
      module: 'loop',
      recordIndex: 1,
    });
  });

  it('keeps the items as they are when there is nothing to run', async () => {
    const record = { l: [1, { a: 1 }, null] };
    expect(await loop([record], [])).toEqual([{ l: [1, { a: 1 }, null] }]);
    expect(record).not.toHaveProperty('_metadata');
  });

  it('finds a list below the record and writes it back there', async () => {
    const set = editing('set', (scope) => {
      scope['it'] = Number(scope['it']) * 2;
    });
    expect(await loop([{ order: { l: [1, 2] } }], [set], { field: ' order.l ' })).toEqual([
      { order: { l: [2, 4] } },
    ]);
  });

  it('goes by the list as it was, whatever its filters do to it', async () => {
    const seen: Value[] = [];
    const meddling = editing('meddling', (scope) => {
      seen.push(item(scope)['n'] as Value);
      (root(scope)['l'] as Value[]).push({ n: 99 });
      delete root(scope)['l'];
      root(scope)['l'] = [{ n: 0 }];
    });
    expect(await loop([{ l: [{ n: 1 }, { n: 2 }] }], [meddling])).toEqual([{ l: [{ n: 1 }, { n: 2 }] }]);
    expect(seen).toEqual([1, 2]);
  });

  it('edits the items in place and copies none', async () => {
    const first = { n: 1 };
    const [record] = await loop(
      [{ l: [first] }],
      [
        editing('edit', (scope) => {
          item(scope)['n'] = 2;
        }),
      ],
    );
    const [kept] = (record as { l: Value[] }).l;
    expect(kept).toBe(first);
    expect(first).toEqual({ n: 2 });
  });

  it('returns without a promise when its filters do', async () => {
    const edit = editing('edit', (scope) => {
      item(scope)['n'] = 2;
    });
    const config = { field: 'l', itemName: 'it', filters: [{ type: 'edit' }] };
    const filter = await compileFilter(loopFilter, config, { filters: [edit] });
    expect(filter.process([{ l: [{}] }], testRun())).toEqual([{ l: [{ n: 2 }] }]);
  });
});

describe('what becomes of an item', () => {
  it('is removed when a filter returns nothing, and no later filter sees it', async () => {
    const seen: Value[] = [];
    const odd = filterOf('odd', (records) => records.filter((scope) => Number(scope['it']) % 2 === 1));
    const look = editing('look', (scope) => void seen.push(scope['it'] as Value));
    expect(await loop([{ l: [1, 2, 3] }], [odd, look])).toEqual([{ l: [1, 3] }]);
    expect(seen).toEqual([1, 3]);
  });

  it('is removed when its alias is gone', async () => {
    const forget = editing('forget', (scope) => {
      if (scope['it'] === 2) delete scope['it'];
    });
    expect(await loop([{ l: [1, 2, null] }], [forget])).toEqual([{ l: [1, null] }]);
  });

  it('fails when there are several of it', async () => {
    const twice = filterOf('twice', (records) => [...records, ...records]);
    await expect(loop([{ l: [1] }], [twice])).rejects.toThrow(
      'loop nested filters returned more than one record for an item: 2 records returned at item 0',
    );
  });

  it.each<[kind: string, value: Value]>([
    ['string', 'a'],
    ['number', 0],
    ['null', null],
    ['array', []],
    ['timestamp', new Date(0)],
  ])('fails when a %s would become an object', async (kind, value) => {
    const set = editing('set', (scope) => {
      scope['it'] = { x: 1 };
    });
    await expect(loop([{ l: [value] }], [set])).rejects.toThrow(
      `loop nested filters cannot write sub-fields on a non-object item (item 0, type ${kind}): write "it" as a whole`,
    );
  });

  it.each<[from: Value, to: Value]>([
    ['a', 1],
    ['a', [1]],
    [null, 'x'],
    [{ a: 1 }, null],
    [{ a: 1 }, { b: 1 }],
  ])('may turn from %j into %j', async (from, to) => {
    const set = editing('set', (scope) => {
      scope['it'] = to;
    });
    expect(await loop([{ l: [from] }], [set])).toEqual([{ l: [to] }]);
  });
});

describe('a failure', () => {
  const message = 'nested filters failed at item 1: no luck';
  const records = (): DataRecord[] => [{ l: [] }, { l: ['a', { bad: true }, { n: 1 }] }];
  const count = editing('count', (scope) => {
    if (isDataObject(scope['it'])) scope['it']['seen'] = true;
    else scope['it'] = 'changed';
  });

  it('of a nested filter stops the run with onError fail, its verdict and details unchanged', async () => {
    const run = testRun();
    await expect(loop(records(), [count, picky], { run })).rejects.toMatchObject({
      message,
      category: 'server',
      retryable: true,
      code: 'UNLUCKY',
      module: 'picky',
      recordIndex: 1,
      details: { mood: 'bad', nesting: 'filters[1]' },
    });
    const failures = run.log.entries.filter((entry) => entry.message === 'filter processing failed');
    expect(failures.at(-1)?.fields).toMatchObject({ module_type: 'loop', record_index: 1, error: message });
  });

  it('drops and counts the record with onError skip', async () => {
    const run = testRun();
    expect(await loop(records(), [count, picky], { run, onError: 'SKIP' })).toEqual([{ l: [] }]);
    expect(run.skipped.count).toBe(1);
    expect(run.log.fieldsOf('skipping record due to loop error')).toEqual({
      module_type: 'loop',
      record_index: 1,
      field: 'l',
      item_name: 'it',
      error: message,
    });
    expect(run.markers.counts()).toEqual([]);
  });

  it('keeps and marks the record with onError log, without the new list', async () => {
    const run = testRun();
    const [, record] = await loop(records(), [count, picky], { run, onError: 'log' });
    expect(record).toEqual({
      l: ['a', { bad: true, seen: true }, { n: 1 }],
      _errors: [
        { module: 'loop', category: 'server', retryable: true, message, code: 'UNLUCKY', recordIndex: 1 },
      ],
    });
    expect(run.log.fieldsOf('loop error (continuing)')).toMatchObject({
      field: 'l',
      item_name: 'it',
      error: message,
    });
    expect(run.markers.counts()).toEqual([['server', 1]]);
    expect(run.skipped.count).toBe(0);
  });

  it('of a nested filter is first its own affair: an item it skips is no skipped record', async () => {
    const run = testRun();
    const filters = [{ type: 'picky', onError: 'skip' }];
    expect(await loop(records(), [picky], { run, filters })).toEqual([{ l: [] }, { l: ['a', { n: 1 }] }]);
    expect(run.skipped.count).toBe(0);
    expect(run.log.fieldsOf('filter processing completed')).toMatchObject({ skipped_items: 1 });
  });

  it('to write the list back is one of the record', async () => {
    const cut = editing('cut', (scope) => {
      root(scope)['rows'] = [];
    });
    const rows = [...Array<Value>(100_001).fill(null), ['x']];
    const settings = { field: 'rows[100001]' };
    await expect(loop([{ rows }], [cut], settings)).rejects.toMatchObject({
      message: expect.stringMatching(/^processing record 0: index 100001 in path .* is too large/),
      module: 'loop',
      category: 'validation',
    });
  });
});

describe('cancellation', () => {
  it('is noticed between records and between items, whatever onError says', async () => {
    const run = testRun();
    const seen: Value[] = [];
    const stop = editing('stop', (scope) => {
      seen.push(scope['it'] as Value);
      if (scope['it'] === 2) run.cancel();
    });
    await expect(loop([{ l: [1, 2, 3] }], [stop], { run, onError: 'skip' })).rejects.toThrow(
      'context canceled',
    );
    expect(seen).toEqual([1, 2]);
    await expect(loop([{}], [stop], { run, onError: 'log' })).rejects.toThrow('context canceled');
  });

  it('inside a nested filter leaves the metadata clean', async () => {
    const run = testRun();
    const record: DataRecord = { l: [1] };
    const waiting = filterOf('waiting', async (_records, { clock, signal }) => {
      queueMicrotask(() => run.cancel());
      await clock.sleep(60_000, signal);
      return [];
    });
    await expect(loop([record], [waiting], { run, onError: 'log' })).rejects.toThrow('context canceled');
    expect(record).toEqual({ l: [1] });
    expect(run.log.messages('ERROR')).toEqual([]);
  });
});

describe('logging', () => {
  it('reports each invocation with the field and the alias', async () => {
    const run = testRun();
    await loop([{ l: [1] }, {}], [], { run });
    expect(run.log.entries.map(({ level, message }) => [level, message])).toEqual([
      ['DEBUG', 'filter processing started'],
      ['INFO', 'filter processing completed'],
    ]);
    expect(run.log.fieldsOf('filter processing started')).toEqual({
      module_type: 'loop',
      field: 'l',
      item_name: 'it',
      input_records: 2,
      on_error: 'fail',
    });
    const { duration, ...fields } = run.log.fieldsOf('filter processing completed');
    expect(fields).toEqual({
      module_type: 'loop',
      field: 'l',
      item_name: 'it',
      input_records: 2,
      output_records: 2,
      skipped_items: 0,
    });
    expect(duration).toHaveProperty('nanoseconds');
  });

  it('reports at DEBUG inside another loop', async () => {
    const run = testRun();
    await loop([{ l: [{ m: [1] }] }], [], {
      run,
      filters: [{ type: 'loop', field: 'it.m', itemName: 'x', filters: [] }],
    });
    expect(run.log.messages('INFO')).toEqual(['filter processing completed']);
  });

  it('says when it is opened which filters are switched off', async () => {
    const calls: string[] = [];
    const tracked = defineFilter({
      type: 'tracked',
      summary: 'Test filter.',
      fields: {},
      examples: [],
      compile: ({ id }) => ({
        open: async () => void calls.push(`open ${id}`),
        process: (records) => records,
        close: async () => void calls.push(`close ${id}`),
      }),
    });
    const filters = [
      { type: 'tracked', id: 'a' },
      { type: 'tracked', id: 'b', enabled: false },
    ];
    const filter = await compileFilter(
      loopFilter,
      { field: 'l', itemName: 'it', filters },
      { filters: [tracked] },
    );
    const run = testRun();
    await filter.open?.(run);
    await filter.close?.();
    expect(calls).toEqual(['open a', 'close a']);
    expect(run.log.fieldsOf('loop module initialized')).toEqual({
      field: 'l',
      item_name: 'it',
      on_error: 'fail',
    });
    expect(run.log.fieldsOf('skipping disabled nested loop filter')).toEqual({ index: 1, type: 'tracked' });
  });
});
