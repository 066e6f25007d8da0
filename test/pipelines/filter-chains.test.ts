// biome-ignore-all lint/suspicious/noThenProperty: `then` is a field that authors write; it never holds a function.
import { describe, expect, it } from 'vitest';
import type { DataRecord } from '../../src/core/record.ts';
import { conditionFilter } from '../../src/modules/filters/condition/index.ts';
import { dropFilter } from '../../src/modules/filters/drop/index.ts';
import { mappingFilter } from '../../src/modules/filters/mapping/index.ts';
import { removeFilter } from '../../src/modules/filters/remove/index.ts';
import { setFilter } from '../../src/modules/filters/set/index.ts';
import { compileFilter, type TestRun, testRun } from '../helpers/module-run.ts';

const FILTERS = [conditionFilter, dropFilter, mappingFilter, removeFilter, setFilter];

/** Runs the filters one after the other, each built as a pipeline builds it. */
async function runChain(
  chain: readonly Readonly<Record<string, unknown>>[],
  records: DataRecord[],
  run: TestRun = testRun(),
): Promise<DataRecord[]> {
  let current = records;
  for (const config of chain) {
    const definition = FILTERS.find(({ type }) => type === config['type']);
    if (definition === undefined) throw new Error(`no filter "${String(config['type'])}"`);
    const filter = await compileFilter(definition, config, { filters: FILTERS });
    current = await filter.process(current, run);
  }
  return current;
}

const toInt = {
  type: 'mapping',
  mappings: [{ source: 'qty', target: 'qty', transforms: [{ op: 'toInt' }] }],
};

describe('filters of one chain', () => {
  it('mark one record one after the other, and a later condition routes by the marks', async () => {
    const run = testRun();
    const records = await runChain(
      [
        { ...toInt, onError: 'log' },
        {
          type: 'mapping',
          onError: 'log',
          mappings: [{ source: 'email', target: 'email', onMissing: 'fail' }],
        },
        {
          type: 'condition',
          expression: '_errors != nil && len(_errors) > 1',
          then: [{ type: 'set', target: 'status', value: 'rejected' }],
        },
        { type: 'remove', target: '_errors' },
      ],
      [{ qty: 'x' }, { qty: 'x', email: 'a@example.test' }, { qty: '7', email: 'b@example.test' }],
      run,
    );
    expect(records).toEqual([
      { qty: 'x', status: 'rejected' },
      { qty: 'x', email: 'a@example.test' },
      { qty: 7, email: 'b@example.test' },
    ]);
    expect(run.markers.counts()).toEqual([['validation', 3]]);
  });

  it('keep the order of two markers on one record', async () => {
    const mapping = (op: string) => ({
      type: 'mapping',
      onError: 'log',
      mappings: [{ source: 'v', target: 'v', transforms: [{ op }] }],
    });
    const [record] = await runChain([mapping('toInt'), mapping('toObject')], [{ v: 'x' }]);
    expect(record?.['_errors']).toMatchObject([
      { message: expect.stringContaining('"toInt"'), code: 'TYPE_CONVERSION' },
      { message: expect.stringContaining('"toObject"'), code: 'TYPE_CONVERSION' },
    ]);
  });
});

describe('filters in a branch', () => {
  it('drop only the records that took the branch', async () => {
    const condition = { type: 'condition', expression: 'n == 2', then: [{ type: 'drop' }] };
    expect(await runChain([condition], [{ n: 1 }, { n: 2 }, { n: 3 }])).toEqual([{ n: 1 }, { n: 3 }]);
  });

  it('are skipped one by one when the condition is not to fail, without inheriting its onError', async () => {
    const run = testRun();
    const condition = {
      type: 'condition',
      expression: 'true',
      onError: 'skip',
      then: [toInt, { type: 'set', target: 'y', value: 1 }],
    };
    expect(await runChain([condition], [{ qty: 'x' }], run)).toEqual([{ qty: 'x', y: 1 }]);
    expect(run.log.messages('WARN')).toEqual(['skipping nested module error, continuing chain']);
  });

  it('mark the record at index 0, wherever it stands in the batch', async () => {
    const condition = { type: 'condition', expression: 'true', then: [{ ...toInt, onError: 'log' }] };
    const records = await runChain([condition], [{ qty: 1 }, { qty: 'x' }]);
    expect(records[1]?.['_errors']).toMatchObject([{ module: 'mapping', recordIndex: 0 }]);
  });

  it('stop the run with their own error when the condition is to fail', async () => {
    const condition = { type: 'condition', expression: 'true', then: [toInt] };
    await expect(runChain([condition], [{ qty: 1 }, { qty: 'x' }])).rejects.toMatchObject({
      code: 'TYPE_CONVERSION',
      category: 'validation',
      module: 'mapping',
      recordIndex: 1,
      details: { source_field: 'qty', nesting: 'then[0]' },
    });
  });

  it('log their invocations at DEBUG: one line at INFO for the whole batch', async () => {
    const run = testRun();
    const condition = { type: 'condition', expression: 'true', then: [toInt, { type: 'drop' }] };
    await runChain([condition], [{ qty: 1 }, { qty: 2 }], run);
    expect(run.log.messages('INFO')).toEqual(['filter processing completed']);
  });
});
