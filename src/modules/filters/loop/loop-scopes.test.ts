import { describe, expect, it } from 'vitest';
import { copying, editing, filterOf, item, loop, picky, root } from '../../../../test/helpers/loop-run.ts';
import { compileFilter, testRun } from '../../../../test/helpers/module-run.ts';
import type { DataObject, DataRecord, Value } from '../../../core/record.ts';
import { deepCopy } from '../../../core/value.ts';
import { templateVariables } from '../../shared/template-variables.ts';
import { loopFilter } from './index.ts';

describe('the scope of an item', () => {
  it('holds the item, the record, its metadata with the index, and nothing else', async () => {
    const scopes: DataRecord[] = [];
    const record = { id: 1, l: ['a', 'b'] };
    await loop([record], [editing('look', (scope) => void scopes.push(deepCopy(scope)))]);
    const metadata = (index: number) => ({ loop: { it: { index } } });
    expect(scopes).toEqual(
      ['a', 'b'].map((value, index) => ({
        it: value,
        record: { id: 1, l: ['a', 'b'], _metadata: metadata(index) },
        _metadata: metadata(index),
      })),
    );
  });

  it('is what templates take for a scope', async () => {
    const record = { id: 1, record: { id: 2 }, l: [{ n: 1 }] };
    const look = editing('look', (scope) => {
      const variables = templateVariables(scope);
      expect(variables).toMatchObject({ it: { n: 1 }, meta: { loop: { it: { index: 0 } } } });
      expect(variables.record).toBe(record);
      item(scope)['looked'] = true;
    });
    expect(await loop([record], [look])).toMatchObject([{ l: [{ looked: true }] }]);
  });

  it('starts in a nested loop from that of the loop around it, without its markers', async () => {
    const inner: DataRecord[] = [];
    const note = editing('note', (scope) => {
      scope['scratch'] = 's';
    });
    const look = editing('look', (scope) => {
      inner.push({ ...scope });
      scope['scratch'] = 'changed';
    });
    const record = { l: [{ bad: true, m: [5, 6] }] };
    await loop([record], [note, picky, look], {
      filters: [
        { type: 'note' },
        { type: 'picky', onError: 'log' },
        { type: 'loop', field: 'it.m', itemName: 'sub', filters: [{ type: 'look' }] },
      ],
    });
    expect(inner.map((scope) => [scope['sub'], scope['scratch'], Object.keys(scope).sort()])).toEqual(
      [5, 6].map((value) => [value, 's', ['_metadata', 'it', 'record', 'scratch', 'sub']]),
    );
    expect(inner[0]?.['record']).toBe(record);
  });

  it('has an alias that no prototype knows of', async () => {
    const config = { field: 'l', itemName: '__proto__', filters: [{ type: 'look' }] };
    const look = editing('look', (scope) => {
      expect(Object.hasOwn(scope, '__proto__')).toBe(true);
      expect(Object.getPrototypeOf(scope)).toBe(Object.prototype);
    });
    const filter = await compileFilter(loopFilter, config, { filters: [look] });
    expect(await filter.process([{ l: [{ n: 1 }] }], testRun())).toEqual([{ l: [{ n: 1 }] }]);
  });
});

describe('the metadata', () => {
  const readOnly = 'nested filters wrote to _metadata.loop which is read-only (alias "it", index 0)';
  it.each<[what: string, edit: (scope: DataRecord) => void]>([
    [
      'changes its index',
      (scope) => {
        (scope['_metadata'] as DataObject)['loop'] = { it: { index: 5 } };
      },
    ],
    [
      'adds an alias',
      (scope) => {
        ((scope['_metadata'] as DataObject)['loop'] as DataObject)['x'] = {};
      },
    ],
    [
      'replaces it',
      (scope) => {
        (scope['_metadata'] as DataObject)['loop'] = 1;
      },
    ],
    ['deletes it', (scope) => void delete (scope['_metadata'] as DataObject)['loop']],
    ['deletes the metadata of the record', (scope) => void delete root(scope)['_metadata']],
    [
      'replaces the metadata of the record',
      (scope) => {
        root(scope)['_metadata'] = { note: 1 };
      },
    ],
    [
      'replaces the metadata of the scope',
      (scope) => {
        scope['_metadata'] = { note: 1 };
      },
    ],
  ])('is guarded: a filter that %s fails', async (_what, edit) => {
    const record = { l: [{}, {}] };
    await expect(loop([record], [editing('edit', edit)])).rejects.toThrow(readOnly);
  });

  it('is that of the loops alone again after an error, what others wrote there kept', async () => {
    const record: DataRecord = { l: [{ bad: true }], _metadata: { a: 1 } };
    const note = editing('note', (scope) => {
      (scope['_metadata'] as DataObject)['b'] = 2;
    });
    await loop([record], [note, picky], { onError: 'log' });
    expect(record['_metadata']).toEqual({ a: 1, b: 2 });
    const clean: DataRecord = { l: [{ bad: true }] };
    await loop([clean], [picky], { onError: 'log' });
    expect(clean).not.toHaveProperty('_metadata');
  });

  it.each<[before: Value]>([['text'], [null], [{}], [{ loop: { it: 1 } }]])(
    'is %j again when it was',
    async (before) => {
      const record: DataRecord = { l: [1], _metadata: deepCopy(before) };
      const seen: Value[] = [];
      await loop(
        [record],
        [editing('look', (scope) => void seen.push(deepCopy(scope['_metadata'] as Value)))],
      );
      expect(seen).toEqual([{ loop: { it: { index: 0 } } }]);
      expect(record['_metadata']).toEqual(before);
    },
  );

  it('of a loop around it is there again after a nested one', async () => {
    const seen: Value[] = [];
    const look = editing('look', (scope) => void seen.push(deepCopy(scope['_metadata'] as Value)));
    await loop([{ l: [{ m: [1] }] }], [look], {
      filters: [
        { type: 'loop', field: 'it.m', itemName: 'sub', filters: [{ type: 'look' }] },
        { type: 'loop', field: 'it.none', itemName: 'sub', filters: [{ type: 'look' }] },
        { type: 'look' },
      ],
    });
    expect(seen).toEqual([{ loop: { it: { index: 0 }, sub: { index: 0 } } }, { loop: { it: { index: 0 } } }]);
  });
});

describe('a nested filter that works on a copy of the scope', () => {
  it('edits item, record and metadata all the same', async () => {
    const copy = copying('copy', (scope) => {
      item(scope)['n'] = 1;
      root(scope)['sum'] = Number(root(scope)['sum'] ?? 0) + 10;
      delete root(scope)['gone'];
      (scope['_metadata'] as DataObject)['note'] = 'n';
      return undefined;
    });
    const record = { gone: true, l: [{}, {}] };
    const [result] = await loop([record], [copy]);
    expect(result).toBe(record);
    expect(result).toEqual({ l: [{ n: 1 }, { n: 1 }], sum: 20, _metadata: { note: 'n' } });
  });

  it('edits the items of the loops around it', async () => {
    const copy = copying('copy', (scope) => {
      item(scope)['total'] = Number(item(scope)['total'] ?? 0) + Number(scope['sub']);
      return undefined;
    });
    const look = editing('look', (scope) => {
      item(scope)['seen'] = item(scope)['total'] as Value;
    });
    const records = await loop([{ l: [{ m: [1, 2] }, { m: [3] }] }], [copy, look], {
      filters: [
        { type: 'loop', field: 'it.m', itemName: 'sub', filters: [{ type: 'copy' }] },
        { type: 'look' },
      ],
    });
    expect(records).toEqual([
      {
        l: [
          { m: [1, 2], total: 3, seen: 3 },
          { m: [3], total: 3, seen: 3 },
        ],
      },
    ]);
  });

  it('may return something else: the item is what stands under the alias', async () => {
    const other = copying('other', () => ({ it: { new: true } }));
    expect(await loop([{ a: 1, l: [{ n: 1 }] }], [other])).toEqual([{ a: 1, l: [{ new: true }] }]);
    const none = copying('none', () => ({ price: 1 }));
    expect(await loop([{ a: 1, l: [{ n: 1 }] }], [none])).toEqual([{ a: 1, l: [] }]);
  });

  it('and one after it in the same iteration see the same record', async () => {
    const copy = copying('copy', (scope) => {
      root(scope)['a'] = 1;
    });
    const edit = editing('edit', (scope) => {
      root(scope)['b'] = root(scope)['a'] as Value;
    });
    const look = editing('look', (scope) => {
      root(scope)['index'] = deepCopy(scope['_metadata'] as Value);
    });
    const [record] = await loop([{ l: [{ m: [1] }] }], [copy, edit, look], {
      filters: [
        { type: 'copy' },
        { type: 'edit' },
        { type: 'loop', field: 'it.m', itemName: 'sub', filters: [{ type: 'look' }] },
      ],
    });
    expect(record).toEqual({
      l: [{ m: [1] }],
      a: 1,
      b: 1,
      index: { loop: { it: { index: 0 }, sub: { index: 0 } } },
    });
  });

  it('cannot write to the metadata of the loop either', async () => {
    const copy = copying('copy', (scope) => {
      ((scope['_metadata'] as DataObject)['loop'] as DataObject)['it'] = { index: 7 };
      return undefined;
    });
    await expect(loop([{ l: [{}] }], [copy])).rejects.toThrow('read-only');
  });
});

describe('markers of nested filters', () => {
  const filters = [{ type: 'picky', onError: 'log' }];
  const marker = (itemIndex: number) => ({
    module: 'picky',
    category: 'server',
    retryable: true,
    message: 'no luck',
    code: 'UNLUCKY',
    recordIndex: 0,
    itemIndex,
  });

  it('land on the item that is an object, behind those it has, else on the record', async () => {
    const run = testRun();
    const [record] = await loop(
      [
        {
          l: ['bad', { bad: true, _errors: [{ module: 'earlier' }] }, 'good', 'bad'],
          _errors: [{ module: 'first' }],
        },
      ],
      [picky],
      { run, filters },
    );
    expect(record).toEqual({
      l: ['bad', { bad: true, _errors: [{ module: 'earlier' }, marker(1)] }, 'good', 'bad'],
      _errors: [{ module: 'first' }, marker(0), marker(3)],
    });
    expect(run.markers.counts()).toEqual([['server', 3]]);
  });

  it('can be read by the later filters of the iteration, and by no other iteration', async () => {
    const seen: number[] = [];
    const look = editing(
      'look',
      (scope) => void seen.push((scope['_errors'] as Value[] | undefined)?.length ?? 0),
    );
    await loop([{ l: [{ bad: true }, { n: 1 }] }], [picky, look], {
      filters: [...filters, ...filters, { type: 'look' }],
    });
    expect(seen).toEqual([2, 0]);
  });

  it('stay when a later filter of the iteration fails and the record is kept', async () => {
    const failing = editing('failing', () => {
      throw new Error('boom');
    });
    const [record] = await loop([{ l: [{ bad: true }] }], [picky, failing], {
      onError: 'log',
      filters: [...filters, { type: 'failing' }],
    });
    expect(record).toMatchObject({
      l: [{ _errors: [marker(0)] }],
      _errors: [{ module: 'loop', message: 'nested filters failed at item 0: boom' }],
    });
  });

  it('go with the item that is dropped', async () => {
    const drop = filterOf('drop', () => []);
    const [record] = await loop([{ l: [{ bad: true }] }], [picky, drop], {
      filters: [...filters, { type: 'drop' }],
    });
    expect(record).toEqual({ l: [] });
  });

  it('are written to the record once, however many there are', async () => {
    const writes: Value[] = [];
    const record: DataRecord = {
      l: [{ m: Array<Value>(300).fill('x') }, { m: Array<Value>(300).fill('x') }],
    };
    Object.defineProperty(record, '_errors', {
      enumerable: true,
      configurable: true,
      get: () => undefined,
      set: (value: Value) => void writes.push(value),
    });
    const mark = editing('mark', (scope) => {
      scope['_errors'] = [{ module: 'm' }];
    });
    await loop([record], [mark], {
      filters: [{ type: 'loop', field: 'it.m', itemName: 'sub', filters: [{ type: 'mark' }] }],
    });
    expect(writes.map((list) => (list as Value[]).length)).toEqual([600]);
  });
});
