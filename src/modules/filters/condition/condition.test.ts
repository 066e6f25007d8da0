// biome-ignore-all lint/suspicious/noThenProperty: `then` is a field that authors write; it never holds a function.
import { describe, expect, it } from 'vitest';
import {
  compileFilter,
  compileModule,
  schemaAccepts,
  type TestRun,
  testRun,
} from '../../../../test/helpers/module-run.ts';
import { CannectorsError } from '../../../core/errors.ts';
import type { DataRecord, Value } from '../../../core/record.ts';
import { defineFilter } from '../../contract/definition.ts';
import { onErrorOf } from '../../shared/on-error.ts';
import { conditionFilter } from './index.ts';

/** Adds a field; what the branch has run through is seen in the record. */
const mark = defineFilter({
  type: 'mark',
  summary: 'Test filter.',
  fields: {},
  examples: [],
  compile: ({ id = 'marked' }) => ({
    process: (records) => records.map((record) => Object.assign(record, { [id]: true })),
  }),
});

/** Works asynchronously and turns each record into two. */
const twice = defineFilter({
  type: 'twice',
  summary: 'Test filter.',
  fields: {},
  examples: [],
  compile: () => ({
    process: async (records) =>
      records.flatMap((record) => [
        { ...record, copy: 1 },
        { ...record, copy: 2 },
      ]),
  }),
});

const discard = defineFilter({
  type: 'discard',
  summary: 'Test filter.',
  fields: {},
  examples: [],
  compile: () => ({ process: () => [] }),
});

/** Edits the record, then fails with the code in its `name`; its own `onError: log` keeps the record. */
const broken = defineFilter({
  type: 'broken',
  summary: 'Test filter.',
  fields: {},
  examples: [],
  compile: (config) => ({
    process: async (records) => {
      for (const record of records) record['touched'] = true;
      if (onErrorOf(config) !== 'fail') return records;
      throw new CannectorsError('no luck at record 0', {
        category: 'server',
        code: config.name ?? 'BROKEN',
        module: 'broken',
        recordIndex: 0,
      });
    },
  }),
});

const FILTERS = [mark, twice, discard, broken, conditionFilter];

async function route(
  config: Readonly<Record<string, unknown>>,
  records: DataRecord[],
  run: TestRun = testRun(),
): Promise<DataRecord[]> {
  const filter = await compileFilter(conditionFilter, config, { filters: FILTERS });
  return filter.process(records, run);
}

describe('routing', () => {
  const YES_NO = { then: [{ type: 'mark', id: 'yes' }], else: [{ type: 'mark', id: 'no' }] };

  it('sends each record through the branch of its own condition, keeping the order', async () => {
    const records = await route({ expression: 'n > 1', ...YES_NO }, [{ n: 1 }, { n: 2 }, { n: 0 }]);
    expect(records).toEqual([
      { n: 1, no: true },
      { n: 2, yes: true },
      { n: 0, no: true },
    ]);
  });

  it.each<[value: Value, expected: string]>([
    [0, 'no'],
    ['', 'no'],
    [[], 'no'],
    [{}, 'no'],
    [null, 'no'],
    ['false', 'yes'],
    ['0', 'yes'],
    [[0], 'yes'],
    [5, 'yes'],
  ])('takes %j for %s', async (value, expected) => {
    const [record] = await route({ expression: 'v', ...YES_NO }, [{ v: value }]);
    expect(record).toHaveProperty(expected, true);
  });

  it('keeps records as they are when a branch has no filters', async () => {
    const records = [{ n: 1 }, { n: 2 }];
    expect(await route({ expression: 'n > 1' }, records)).toEqual(records);
    expect(await route({ expression: 'n > 1', then: [], else: [] }, records)).toEqual(records);
    const disabled = [{ type: 'discard', enabled: false }];
    expect(await route({ expression: 'n > 1', then: disabled }, records)).toEqual(records);
  });

  it('drops what a branch drops and runs nothing after it', async () => {
    const then = [{ type: 'discard' }, { type: 'broken' }];
    expect(await route({ expression: 'n > 1', then }, [{ n: 1 }, { n: 2 }])).toEqual([{ n: 1 }]);
  });

  it('appends every record that a branch returns', async () => {
    const then = [{ type: 'twice' }, { type: 'mark' }];
    expect(await route({ expression: 'n > 1', then }, [{ n: 1 }, { n: 2 }, { n: 3 }])).toEqual([
      { n: 1 },
      { n: 2, copy: 1, marked: true },
      { n: 2, copy: 2, marked: true },
      { n: 3, copy: 1, marked: true },
      { n: 3, copy: 2, marked: true },
    ]);
  });

  it('returns without a promise when its filters do', async () => {
    const filter = await compileFilter(conditionFilter, { expression: 'n', ...YES_NO }, { filters: FILTERS });
    expect(filter.process([{ n: 1 }], testRun())).toEqual([{ n: 1, yes: true }]);
  });

  it('returns nothing for an empty batch', async () => {
    expect(await route({ expression: 'n > 1' }, [])).toEqual([]);
  });

  it('compiles 60 levels of nesting', async () => {
    let config: Record<string, unknown> = { type: 'mark' };
    for (let level = 0; level < 60; level += 1)
      config = { type: 'condition', expression: 'n', then: [config] };
    expect(await route(config, [{ n: 1 }])).toEqual([{ n: 1, marked: true }]);
  });

  it('opens and closes the filters of both branches', async () => {
    const calls: string[] = [];
    const tracked = defineFilter({
      type: 'tracked',
      summary: 'Test filter.',
      fields: {},
      examples: [],
      compile: ({ id }) => ({
        open: async () => void calls.push(`open ${id}`),
        process: (records) => records,
        close: async () => {
          calls.push(`close ${id}`);
          if (id === 'a') throw new Error('a is stuck');
        },
      }),
    });
    const config = {
      expression: 'x',
      then: [{ type: 'tracked', id: 'a' }],
      else: [{ type: 'tracked', id: 'b' }, { type: 'mark' }],
    };
    const filter = await compileFilter(conditionFilter, config, { filters: [tracked, mark] });
    await filter.open?.(testRun());
    await expect(filter.close?.()).rejects.toThrow('a is stuck');
    expect(calls).toEqual(['open a', 'open b', 'close a', 'close b']);
  });
});

describe('an expression that cannot be evaluated', () => {
  const expression = 'user.status == "x"';
  const records = (): DataRecord[] => [{ user: {} }, { n: 1 }];
  const message = 'condition evaluation failed at record 1: cannot fetch status from <nil> (1:6)';

  it('stops the run with onError fail', async () => {
    const run = testRun();
    await expect(route({ expression }, records(), run)).rejects.toMatchObject({
      code: 'EVALUATION_FAILED',
      category: 'validation',
      retryable: false,
      module: 'condition',
      recordIndex: 1,
      details: { expression },
      message: expect.stringContaining(message),
    });
    expect(run.log.fieldsOf('filter processing failed')).toMatchObject({
      module_type: 'condition',
      record_index: 1,
    });
  });

  it('drops the record with onError skip', async () => {
    const run = testRun();
    expect(await route({ expression, onError: 'skip' }, records(), run)).toEqual([{ user: {} }]);
    expect(run.log.messages('WARN')).toEqual(['skipping record due to condition evaluation error']);
    expect(run.log.fieldsOf('skipping record due to condition evaluation error')).toMatchObject({
      module_type: 'condition',
      record_index: 1,
      expression,
      error: expect.stringContaining(message),
    });
    expect(run.markers.counts()).toEqual([]);
    expect(run.skipped.count).toBe(1);
  });

  it('keeps and marks the record with onError log, and runs no branch on it', async () => {
    const run = testRun();
    const config = { expression, onError: 'log', then: [{ type: 'mark' }], else: [{ type: 'mark' }] };
    const [first, second] = await route(config, records(), run);
    expect(first).toEqual({ user: {}, marked: true });
    expect(second).toEqual({
      n: 1,
      _errors: [
        {
          module: 'condition',
          category: 'validation',
          retryable: false,
          message: expect.stringContaining(message),
          code: 'EVALUATION_FAILED',
          recordIndex: 1,
        },
      ],
    });
    expect(run.markers.counts()).toEqual([['validation', 1]]);
    expect(run.log.messages('ERROR')).toEqual(['condition evaluation error (continuing)']);
  });
});

describe('a nested filter that fails', () => {
  const then = [{ type: 'mark', id: 'before' }, { type: 'broken' }, { type: 'mark', id: 'after' }];

  it('stops the run with onError fail, its error unchanged but for the place', async () => {
    const run = testRun();
    const nested = { type: 'condition', expression: 'true', else: [], then };
    const config = { expression: 'n > 1', else: [{ type: 'mark' }, nested] };
    await expect(route(config, [{ n: 5 }, { n: 0 }], run)).rejects.toMatchObject({
      message: 'no luck at record 0',
      category: 'server',
      retryable: true,
      code: 'BROKEN',
      module: 'broken',
      recordIndex: 1,
      details: { nesting: 'else[1].then[1]' },
    });
    const failures = run.log.entries.filter((entry) => entry.message === 'filter processing failed');
    expect(failures.map(({ fields }) => fields['record_index'])).toEqual([0, 1]);
  });

  it('is told apart by its place in the file, filters that are switched off counted', async () => {
    const off = { type: 'mark', enabled: false };
    const failing = route({ expression: 'true', then: [off, { type: 'broken' }] }, [{}]);
    await expect(failing).rejects.toMatchObject({ details: { nesting: 'then[1]' } });
  });

  it('is passed over with onError skip: the record is kept and the chain goes on', async () => {
    const run = testRun();
    const records = await route({ expression: 'true', onError: 'skip', then }, [{ n: 1 }], run);
    expect(records).toEqual([{ n: 1, before: true, touched: true, after: true }]);
    expect(run.log.messages('WARN')).toEqual(['skipping nested module error, continuing chain']);
    expect(run.log.fieldsOf('skipping nested module error, continuing chain')).toMatchObject({
      error: 'no luck at record 0',
      record_index: 0,
      nesting: 'then[1]',
    });
    expect(run.markers.counts()).toEqual([]);
  });

  it('is passed over with onError log, and the record marked', async () => {
    const run = testRun();
    const [record] = await route({ expression: 'true', onError: 'log', then }, [{ n: 1 }], run);
    expect(record).toMatchObject({
      after: true,
      _errors: [{ module: 'condition', category: 'server', code: 'BROKEN', recordIndex: 0 }],
    });
    expect(run.log.messages('ERROR')).toEqual(['nested module error, continuing chain']);
    expect(run.markers.counts()).toEqual([['server', 1]]);
  });

  it('applies its own onError first', async () => {
    const run = testRun();
    const config = { expression: 'true', then: [{ type: 'broken', onError: 'log' }] };
    expect(await route(config, [{ n: 1 }], run)).toEqual([{ n: 1, touched: true }]);
    expect(run.log.messages('ERROR')).toEqual([]);
  });
});

describe('cancellation', () => {
  it('is noticed between records', async () => {
    const run = testRun();
    run.cancel();
    await expect(route({ expression: 'true', onError: 'log' }, [{}], run)).rejects.toThrow(
      'context canceled',
    );
  });

  it('is never absorbed by onError', async () => {
    const run = testRun();
    const waiting = defineFilter({
      type: 'waiting',
      summary: 'Test filter.',
      fields: {},
      examples: [],
      compile: () => ({
        process: async (_records, { clock, signal }) => {
          queueMicrotask(() => run.cancel());
          await clock.sleep(60_000, signal);
          return [];
        },
      }),
    });
    const config = { expression: 'true', onError: 'skip', then: [{ type: 'waiting' }] };
    const filter = await compileFilter(conditionFilter, config, { filters: [waiting] });
    await expect(filter.process([{}], run)).rejects.toThrow('context canceled');
    expect(run.log.messages('WARN')).toEqual([]);
  });
});

describe('logging', () => {
  const config = { expression: 'n.a', onError: 'skip', then: [{ type: 'discard' }] };
  const records = (): DataRecord[] => [{ n: { a: 1 } }, { n: {} }, { n: 5 }, { n: { a: '' } }];

  it('counts the outcomes of each invocation', async () => {
    const run = testRun();
    await route(config, records(), run);
    const { duration, ...fields } = run.log.fieldsOf('filter processing completed');
    expect(fields).toEqual({
      module_type: 'condition',
      expression: 'n.a',
      input_records: 4,
      output_records: 2,
      true_count: 1,
      false_count: 2,
      error_count: 1,
    });
    expect(duration).toHaveProperty('nanoseconds');
    expect(run.log.messages('INFO')).toEqual(['filter processing completed']);
  });

  it('says when it is opened which filters are switched off', async () => {
    const off = { type: 'mark', enabled: false };
    const config = { expression: 'n', then: [{ type: 'mark' }, off], else: [off] };
    const filter = await compileFilter(conditionFilter, config, { filters: FILTERS });
    const run = testRun();
    await filter.open?.(run);
    expect(run.log.fieldsOf("skipping disabled nested 'then' module")).toEqual({ index: 1, type: 'mark' });
    expect(run.log.fieldsOf("skipping disabled nested 'else' module")).toEqual({ index: 0, type: 'mark' });
  });

  it('reports at DEBUG inside a branch', async () => {
    const run = testRun();
    const filter = await compileFilter(conditionFilter, { expression: 'true' }, { nested: true });
    await filter.process([{}], run);
    expect(run.log.entries.map(({ level }) => level)).toEqual(['DEBUG', 'DEBUG']);
  });
});

describe('mistakes found when it is compiled', () => {
  const problemsOf = async (config: Readonly<Record<string, unknown>>) => {
    const { problems } = await compileModule(conditionFilter, config, { filters: FILTERS });
    return problems;
  };

  it.each<[expression: string, message: string, offset?: number]>([
    [' \t\r\n', 'validating expression: expression cannot be empty'],
    ['x'.repeat(10_001), 'expression exceeds maximum length: expression length 10001 exceeds maximum 10000'],
    [
      '"' + 'é'.repeat(5_000) + '"',
      'expression exceeds maximum length: expression length 10002 exceeds maximum 10000',
    ],
    [
      "status = 'a'",
      'compiling expression: invalid expression syntax: unexpected token = (write == to compare) (1:8)',
      7,
    ],
    [
      'x matches "["',
      'compiling expression: invalid expression syntax: error parsing regexp: missing closing ]: `[` (1:11)',
      10,
    ],
  ])('%j', async (expression, message, offset) => {
    const inside = offset === undefined ? {} : { offset, quotable: true };
    expect(await problemsOf({ expression })).toEqual([
      { at: ['expression'], type: 'expression', message, ...inside },
    ]);
  });

  it('accepts 10000 bytes', async () => {
    expect(await problemsOf({ expression: `"${'é'.repeat(4_999)}"` })).toEqual([]);
  });

  it('reports nested conditions at their own place, together with its own mistake', async () => {
    const nested = { type: 'condition', expression: '1 +' };
    const config = { expression: '(', then: [{ type: 'mark' }, nested], else: [nested] };
    expect((await problemsOf(config)).map(({ at }) => at)).toEqual([
      ['expression'],
      ['then', 1, 'expression'],
      ['else', 0, 'expression'],
    ]);
  });

  it.each<[config: Record<string, unknown>, accepted: boolean]>([
    [{ expression: 'a' }, true],
    [{ expression: 'a', then: [{ type: 'drop' }], else: [] }, true],
    [{}, false],
    [{ expression: '' }, false],
    [{ expression: 'a', lang: 'js' }, false],
    [{ expression: 'a', onTrue: [] }, false],
    [{ expression: 'a', onFalse: [] }, false],
    [{ expression: 'a', then: { type: 'drop' } }, false],
  ])('settings %j accepted: %s', (config, accepted) => {
    expect(schemaAccepts(conditionFilter, config)).toBe(accepted);
  });
});
