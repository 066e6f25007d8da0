import { describe, expect, it } from 'vitest';
import type { DataObject, DataRecord } from '../../core/record.ts';
import { recordlessVariables, stateVariables, templateVariables } from './template-variables.ts';

describe('the variables of a template', () => {
  const cases: [what: string, handed: DataRecord, expected: DataObject][] = [
    ['a record', { id: 1 }, { record: { id: 1 }, meta: {} }],
    [
      'a record with metadata',
      { id: 1, _metadata: { batch: 'b' } },
      { record: { id: 1, _metadata: { batch: 'b' } }, meta: { batch: 'b' } },
    ],
    [
      'a record with a field called record',
      { record: { id: 2 }, id: '42' },
      { record: { record: { id: 2 }, id: '42' }, meta: {} },
    ],
    [
      'a record with metadata and a field called record',
      { record: { id: 2 }, _metadata: { loop: {} } },
      { record: { record: { id: 2 }, _metadata: { loop: {} } }, meta: { loop: {} } },
    ],
    [
      'metadata that only looks like that of a loop',
      { record: 'r', _metadata: { loop: { line: { index: 0 } } } },
      {
        record: { record: 'r', _metadata: { loop: { line: { index: 0 } } } },
        meta: { loop: { line: { index: 0 } } },
      },
    ],
    [
      'the scope of a loop',
      {
        record: { orderId: 7 },
        line: { number: 'L1' },
        note: 'n',
        _metadata: { loop: { line: { index: 0 } } },
      },
      {
        record: { orderId: 7 },
        line: { number: 'L1' },
        note: 'n',
        _metadata: { loop: { line: { index: 0 } } },
        meta: { loop: { line: { index: 0 } } },
      },
    ],
    [
      'a scope whose fields are called like variables',
      { record: {}, meta: 1, state: 2, pagination: 3, _metadata: { loop: { line: { index: 0 } } } },
      {
        record: {},
        _metadata: { loop: { line: { index: 0 } } },
        meta: { loop: { line: { index: 0 } } },
      },
    ],
  ];
  it.each(cases)('for %s', (_what, handed, expected) => {
    expect(templateVariables(handed)).toEqual({ state: {}, pagination: {}, ...expected });
  });

  it('are the live objects, not copies', () => {
    const record = { id: 1, _metadata: {} };
    expect(templateVariables(record).record).toBe(record);
    expect(templateVariables(record).meta).toBe(record._metadata);
  });

  it('without a record are empty but for what is given', () => {
    expect(recordlessVariables()).toEqual({ record: {}, meta: {}, state: {}, pagination: {} });
    expect(recordlessVariables({ pagination: { offset: 0 } }).pagination).toEqual({ offset: 0 });
  });
});

describe('the state variables', () => {
  it('hold a timestamp always and an id once one is known', () => {
    expect(stateVariables({ lastTimestamp: undefined, lastId: undefined })).toEqual({
      lastTimestamp: '1970-01-01T00:00:00Z',
    });
    expect(stateVariables({ lastTimestamp: '2026-01-02T00:00:00Z', lastId: '7' })).toEqual({
      lastTimestamp: '2026-01-02T00:00:00Z',
      lastId: '7',
    });
  });
});
