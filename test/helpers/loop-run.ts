import { CannectorsError } from '../../src/core/errors.ts';
import { type DataObject, type DataRecord, isDataObject } from '../../src/core/record.ts';
import { deepCopy } from '../../src/core/value.ts';
import { defineFilter, type ModuleDefinition } from '../../src/modules/contract/definition.ts';
import type { Filter } from '../../src/modules/contract/module.ts';
import type { Run } from '../../src/modules/contract/run.ts';
import { loopFilter } from '../../src/modules/filters/loop/index.ts';
import { keepsFailedRecord } from '../../src/modules/shared/failed-record.ts';
import { onErrorOf } from '../../src/modules/shared/on-error.ts';
import { compileFilter, type TestRun, testRun } from './module-run.ts';

/** A filter for the nested list that does what the test says. */
export function filterOf(type: string, process: Filter['process']): ModuleDefinition<Filter> {
  return defineFilter({
    type,
    summary: 'Test filter.',
    fields: {},
    examples: [],
    compile: () => ({ process }),
  });
}

/** A filter that edits what it is handed, in place. */
export function editing(type: string, edit: (scope: DataRecord, run: Run) => void): ModuleDefinition<Filter> {
  return filterOf(type, (records, run) => {
    for (const record of records) edit(record, run);
    return records;
  });
}

/** A filter that works on copies, as one does that keeps its records elsewhere. */
export function copying(
  type: string,
  edit: (scope: DataRecord) => DataRecord | undefined,
): ModuleDefinition<Filter> {
  return filterOf(type, async (records) =>
    records.map((record) => {
      const copy = deepCopy(record);
      return edit(copy) ?? copy;
    }),
  );
}

/** Fails on the items that say so, by its own `onError`. */
export const picky = defineFilter({
  type: 'picky',
  summary: 'Test filter.',
  fields: {},
  examples: [],
  compile: (config) => ({
    process: (records, run) =>
      records.filter((record, recordIndex) => {
        const item = record['it'];
        if (item !== 'bad' && !(isDataObject(item) && item['bad'] === true)) return true;
        const error = new CannectorsError('no luck', {
          category: 'server',
          code: 'UNLUCKY',
          module: 'picky',
          details: { mood: 'bad' },
        });
        const failed = { module: 'picky', subject: 'picky', error, record, recordIndex, started: 0 };
        return keepsFailedRecord(failed, onErrorOf(config), run);
      }),
  }),
});

interface Settings {
  readonly field?: string;
  readonly filters?: readonly Readonly<Record<string, unknown>>[];
  readonly onError?: string;
}

/** Runs a loop over `l` with the alias `it`; without a list of filters it holds each one that is given. */
export async function loop(
  records: DataRecord[],
  filters: readonly ModuleDefinition<Filter>[],
  { run = testRun(), ...settings }: Settings & { readonly run?: TestRun } = {},
): Promise<DataRecord[]> {
  const config = { field: 'l', itemName: 'it', filters: filters.map(({ type }) => ({ type })), ...settings };
  const filter = await compileFilter(loopFilter, config, { filters: [...filters, loopFilter] });
  return filter.process(records, run);
}

/** The item of a scope that is an object. */
export const item = (scope: DataRecord) => scope['it'] as DataObject;
/** The record of a scope. */
export const root = (scope: DataRecord) => scope['record'] as DataObject;
