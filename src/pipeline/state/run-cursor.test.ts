import { describe, expect, it } from 'vitest';
import type { DataRecord } from '../../core/record.ts';
import { parseRecordPath } from '../../language/path/record-path.ts';
import type { StatePersistence } from '../../modules/contract/state.ts';
import { nextState, publishedState, runCursor } from './run-cursor.ts';

const STARTED = new Date('2026-03-15T08:30:00.123Z');
const BOTH: StatePersistence = { storagePath: 's', timestamp: 'start', id: parseRecordPath('event.id') };
const ID_ONLY: StatePersistence = { ...BOTH, timestamp: undefined };
const BY_FIELD: StatePersistence = { ...BOTH, timestamp: parseRecordPath('at'), id: undefined };

const withIds = (...ids: unknown[]) => ids.map((id) => ({ event: { id } }) as DataRecord);

describe('runCursor', () => {
  it.each([
    ['the last id, not the greatest', withIds('aaa', 'ccc', 'bbb'), 'bbb'],
    ['numbers as plain digits', withIds(100, 300, 200), '200'],
    ['whole floats without a fraction', withIds(12345.0), '12345'],
    ['integers beyond 2^53 exactly', withIds(9007199254740993n), '9007199254740993'],
    ['fractions in plain decimal', withIds(1.5), '1.5'],
    ['an empty text', withIds(''), ''],
    ['a boolean as its word', withIds(true), 'true'],
  ])('keeps %s', (_, records, expected) => {
    expect(runCursor(records, STARTED, BOTH)).toMatchObject({ lastId: expected, problems: [] });
  });

  it.each([
    ['null', withIds('a', null), 'it is null'],
    ['an object', withIds({}), 'it is object'],
    ['a list', withIds([1]), 'it is array'],
    ['missing', [{ other: 1 } as DataRecord], 'the last record does not have it'],
    ['below a text', [{ event: 'x' } as DataRecord], 'the last record does not have it'],
  ])('takes no id that is %s and says why', (_, records, reason) => {
    expect(runCursor(records, STARTED, BOTH)).toMatchObject({
      lastId: undefined,
      problems: [{ field: 'event.id', reason }],
    });
  });

  it('keeps the start of the run, records or not', () => {
    expect(runCursor([], STARTED, BOTH)).toEqual({
      lastTimestamp: '2026-03-15T08:30:00.123Z',
      lastId: undefined,
      problems: [],
    });
  });

  it.each([
    [
      ['2026-01-02T00:00:00Z', '2026-01-03T00:00:00+02:00', '2026-01-01T00:00:00Z'],
      '2026-01-03T00:00:00+02:00',
    ],
    [['2026-01-01 10:00:00', null, '2026-01-01 09:00:00.5'], '2026-01-01T10:00:00Z'],
    [[new Date(0), new Date(5)], '1970-01-01T00:00:00.005Z'],
    [['2026-01-01'], '2026-01-01T00:00:00Z'],
    [[null], undefined],
    [[], undefined],
  ])('keeps the greatest timestamp of %j', (values, expected) => {
    const records = values.map((at) => ({ at }) as DataRecord);
    expect(runCursor(records, STARTED, BY_FIELD)).toMatchObject({ lastTimestamp: expected, problems: [] });
  });

  it('says so when no value of the timestamp field is one', () => {
    expect(runCursor([{ at: 'soon' }, { at: 5 }], STARTED, BY_FIELD).problems).toEqual([
      { field: 'at', reason: 'no value is a timestamp' },
    ]);
  });
});

describe('nextState', () => {
  const now = new Date('2026-03-15T08:31:00Z');
  const previous = { pipelineId: 'p', lastTimestamp: '2026-01-01T00:00:00Z', lastId: 'old' };
  it('carries over what the run did not produce', () => {
    const cursor = { lastTimestamp: '2026-03-15T08:30:00.000Z', lastId: undefined, problems: [] };
    expect(nextState('p', previous, cursor, BOTH, now)).toEqual({
      pipelineId: 'p',
      lastTimestamp: '2026-03-15T08:30:00.000Z',
      lastId: 'old',
      updatedAt: '2026-03-15T08:31:00.000Z',
    });
  });

  it('drops what is no longer persisted', () => {
    const cursor = { lastTimestamp: undefined, lastId: 'new', problems: [] };
    expect(nextState('p', previous, cursor, ID_ONLY, now)).toEqual({
      pipelineId: 'p',
      lastId: 'new',
      updatedAt: '2026-03-15T08:31:00.000Z',
    });
  });

  it('is nothing when nothing was ever found', () => {
    const cursor = { lastTimestamp: undefined, lastId: undefined, problems: [] };
    expect(nextState('p', undefined, cursor, ID_ONLY, now)).toBeUndefined();
  });
});

describe('publishedState', () => {
  const state = { pipelineId: 'p', lastTimestamp: '2026-03-15T09:30:00.123456+01:00', lastId: 'E' };
  it('publishes the timestamp to the second, in its offset', () => {
    expect(publishedState(state, BOTH)).toEqual({ lastTimestamp: '2026-03-15T09:30:00+01:00', lastId: 'E' });
  });
  it('publishes nothing that is not persisted', () => {
    expect(publishedState(state, ID_ONLY)).toEqual({ lastTimestamp: undefined, lastId: 'E' });
    expect(publishedState(state, BY_FIELD)).toEqual({
      lastTimestamp: '2026-03-15T09:30:00+01:00',
      lastId: undefined,
    });
  });
  it('publishes nothing on the first run', () => {
    expect(publishedState(undefined, BOTH)).toEqual({ lastTimestamp: undefined, lastId: undefined });
  });
});
