import { describe, expect, it } from 'vitest';
import {
  compileFilter,
  compileModule,
  schemaAccepts,
  type TestRun,
  testRun,
} from '../../../../test/helpers/module-run.ts';
import type { DataRecord } from '../../../core/record.ts';
import { mappingFilter } from './index.ts';

type Entries = readonly Readonly<Record<string, unknown>>[];

async function map(
  mappings: Entries,
  records: DataRecord[],
  options: { onError?: string; run?: TestRun } = {},
): Promise<DataRecord[]> {
  const { onError, run = testRun() } = options;
  const filter = await compileFilter(mappingFilter, {
    mappings,
    ...(onError === undefined ? {} : { onError }),
  });
  return filter.process(records, run);
}

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('mapping a record', () => {
  it.each<[mappings: Entries, record: DataRecord, expected: DataRecord]>([
    [[], { a: 1 }, { a: 1 }],
    [[{ source: 'name', target: 'full' }], { name: 'A', x: 1 }, { name: 'A', x: 1, full: 'A' }],
    [[{ source: 'none', target: 'out' }], {}, { out: null }],
    [[{ source: 'none', target: 'out' }], { out: 5 }, { out: null }],
    [[{ source: 'none', target: 'out', onMissing: 'skipField' }], { out: 5 }, { out: 5 }],
    [[{ source: 'none', target: 'out', onMissing: 'skipField' }], {}, {}],
    [
      [
        {
          source: 'none',
          target: 'out',
          onMissing: 'useDefault',
          defaultValue: ' 7 ',
          transforms: [{ op: 'toInt' }],
        },
      ],
      {},
      { out: 7 },
    ],
    [[{ source: 'a', target: 'out', onMissing: 'useDefault', defaultValue: null }], {}, { out: null }],
    [
      [{ source: 'a', target: 'out', onMissing: 'useDefault', defaultValue: 1 }],
      { a: null },
      { a: null, out: 1 },
    ],
    [[{ source: 'none', target: 'out', defaultValue: 'x' }], {}, { out: null }],
    [[{ source: 'mixed', target: 'mixed' }, { target: 'mixed' }], { mixed: 1, a: 2 }, { a: 2 }],
    [[{ target: 'l[0]', onMissing: 'fail', transforms: [{ op: 'toInt' }] }], { l: ['x', 'y'] }, { l: ['y'] }],
    [[{ source: 'v', target: 'items[2].n' }], { v: 1 }, { v: 1, items: [null, null, { n: 1 }] }],
    [[{ source: 'v', target: 'user.name' }], { v: 1, user: 'bob' }, { v: 1, user: { name: 1 } }],
    [[{ source: 'constructor', target: 'out' }], {}, { out: null }],
    [[{ source: 'toString', target: 'out' }], {}, { out: null }],
    [[{ source: '__proto__', target: 'out' }], {}, { out: null }],
    [
      [
        { source: 'a', target: 'b' },
        { source: 'b', target: 'c' },
      ],
      { a: 1 },
      { a: 1, b: 1, c: 1 },
    ],
    [[{ source: 'a', target: 'b', onMissing: 'fail' }], { a: '' }, { a: '', b: '' }],
    [[{ source: 'a', target: 'b', onMissing: 'fail' }], { a: 0 }, { a: 0, b: 0 }],
    [[{ source: 'a', target: 'b', onMissing: 'fail' }], { a: false }, { a: false, b: false }],
    [[{ source: 'a', target: 'b', onMissing: 'fail' }], { a: [] }, { a: [], b: [] }],
    [[{ source: 'a', target: 'b', transforms: [{ op: 'toArray' }] }], { a: null }, { a: null, b: null }],
  ])('%j on %j', async (mappings, record, expected) => {
    expect(await map(mappings, [record])).toEqual([expected]);
  });

  it.each<[transforms: Entries, value: DataRecord[string], expected: DataRecord[string]]>([
    [[{ op: 'split' }, { op: 'toArray' }], 'a,b', ['a', 'b']],
    [[{ op: 'trim' }, { op: 'toArray' }], ' a ', ['a']],
    [[{ op: 'join' }, { op: 'uppercase' }], ['a', 'b'], 'A,B'],
    [[{ op: 'dateFormat', format: 'Jan' }, { op: 'uppercase' }], '2026-03-04', 'MAR'],
    [[{ op: 'toBool' }, { op: 'toString' }], '1', 'true'],
    [[{ op: 'toFloat' }, { op: 'toString' }], '98.5', '98.5'],
    [[{ op: 'toString' }, { op: 'toInt' }], 7, 7],
    [[{ op: 'toArray' }, { op: 'join', separator: ';' }], 7, '7'],
  ])('chains %j on %j', async (transforms, value, expected) => {
    const [record] = await map([{ source: 'v', target: 'out', transforms }], [{ v: value }]);
    expect(record?.['out']).toEqual(expected);
  });

  it('copies lists and objects, so that a later edit of one field leaves the other alone', async () => {
    const [record] = await map(
      [
        { source: 'a', target: 'b' },
        { source: 'n', target: 'b.x' },
        { source: 'none', target: 'c', onMissing: 'useDefault', defaultValue: { list: [] } },
        { source: 'n', target: 'c.list[0]' },
        { source: 'none', target: 'd', onMissing: 'useDefault', defaultValue: { list: [] } },
      ],
      [{ a: { x: 0 }, n: 1 }],
    );
    expect(record).toEqual({ a: { x: 0 }, b: { x: 1 }, c: { list: [1] }, d: { list: [] }, n: 1 });
    const config = { mappings: [{ source: 'x', target: 'd', onMissing: 'useDefault', defaultValue: [0] }] };
    const filter = await compileFilter(mappingFilter, config);
    const records = await filter.process([{}, {}], testRun());
    (records as { d: unknown[] }[])[0]?.d.push(1);
    expect(records).toEqual([{ d: [0, 1] }, { d: [0] }]);
  });
});

describe('a mapping that fails', () => {
  const transform = (op: string) => [{ source: 'v', target: 'out', transforms: [{ op: 'trim' }, { op }] }];

  it.each<[mappings: Entries, record: DataRecord, code: string, message: string]>([
    [
      [{ source: 'a.b', target: 'out', onMissing: 'fail' }],
      { a: { b: null } },
      'MISSING_FIELD',
      'missing required field "a.b" for target "out" at record 0, mapping 0',
    ],
    [
      [{ source: 'a', target: 'b' }, ...transform('toInt')],
      { v: 'x' },
      'TYPE_CONVERSION',
      'transform failed for field "v" -> "out" at record 0, mapping 1: transform "toInt" failed: cannot parse int from string of length 1: invalid syntax',
    ],
    [
      [{ source: 'v', target: 'out', transforms: [{ op: 'split' }, { op: 'toInt' }] }],
      { v: '1,2' },
      'TYPE_CONVERSION',
      'transform failed for field "v" -> "out" at record 0, mapping 0: transform "toInt" failed: cannot convert array to int',
    ],
    [
      transform('dateFormat'),
      { v: 'soon' },
      'TRANSFORM_FAILED',
      'transform failed for field "v" -> "out" at record 0, mapping 0: transform "dateFormat" failed: could not parse date: string of length 4',
    ],
    [
      [{ source: 'v', target: 'l[200000]' }],
      { v: 1 },
      'NESTED_PATH_FAILED',
      'failed to set target field "l[200000]" at record 0, mapping 0: index 200000 in path "l[200000]" is too large: a list may grow up to index 100000',
    ],
  ])('%j on %j', async (mappings, record, code, message) => {
    const filter = await compileFilter(mappingFilter, { mappings });
    const run = testRun();
    const error = thrownBy(() => filter.process([record], run));
    expect(error).toMatchObject({
      code,
      message,
      category: 'validation',
      retryable: false,
      module: 'mapping',
    });
    expect(run.log.fieldsOf('filter processing failed')).toMatchObject({
      module_type: 'mapping',
      record_index: 0,
      error: message,
    });
    expect(run.log.messages('INFO')).toEqual([]);
  });

  const three = [
    { source: 'a', target: 'one' },
    { source: 'v', target: 'two', transforms: [{ op: 'toObject' }] },
    { source: 'a', target: 'three' },
  ];

  it('with log keeps the record as far as it got and marks it', async () => {
    const run = testRun();
    const records = await map(
      three,
      [
        { a: 1, v: {} },
        { a: 2, v: 'secret' },
      ],
      { onError: 'LOG', run },
    );
    expect(records).toEqual([
      { a: 1, v: {}, one: 1, two: {}, three: 1 },
      {
        a: 2,
        v: 'secret',
        one: 2,
        _errors: [
          {
            module: 'mapping',
            category: 'validation',
            retryable: false,
            message:
              'transform failed for field "v" -> "two" at record 1, mapping 1: transform "toObject" failed: cannot convert string to object',
            code: 'TYPE_CONVERSION',
            recordIndex: 1,
          },
        ],
      },
    ]);
    expect(run.markers.counts()).toEqual([['validation', 1]]);
    expect(run.log.messages('ERROR')).toEqual(['mapping error (continuing)']);
    const { error, ...fields } = run.log.fieldsOf('mapping error (continuing)');
    expect(error).toContain('cannot convert string to object');
    expect(fields).toEqual({
      module_type: 'mapping',
      record_index: 1,
      mapping_index: 1,
      source_field: 'v',
      target_field: 'two',
      transform_op: 'toObject',
      source_kind: 'string',
      source_length: 6,
      error_code: 'TYPE_CONVERSION',
    });
  });

  it('with skip drops the record without a marker', async () => {
    const run = testRun();
    const records = await map(three, [{ v: 1 }, { v: {} }], { onError: 'skip', run });
    expect(records).toHaveLength(1);
    expect(records[0]).not.toHaveProperty('_errors');
    expect(run.markers.counts()).toEqual([]);
    expect(run.skipped.count).toBe(1);
    expect(run.log.messages('WARN')).toEqual(['skipping record due to mapping error']);
    expect(run.log.fieldsOf('filter processing completed')).toMatchObject({
      input_records: 2,
      output_records: 1,
      skipped_records: 1,
    });
  });

  it('tells the value itself at DEBUG only', async () => {
    const run = testRun();
    await map(three, [{ v: 'secret' }], { onError: 'log', run });
    const telling = run.log.entries.filter(({ fields }) => JSON.stringify(fields).includes('secret'));
    expect(telling.map(({ level, fields }) => [level, fields['source_value']])).toEqual([
      ['DEBUG', 'secret'],
    ]);
  });

  it('appends its marker to those of earlier filters', async () => {
    const run = testRun();
    const records: DataRecord[] = [{ v: 1 }];
    await map(three, records, { onError: 'log', run });
    await map(transform('toObject'), records, { onError: 'log', run });
    expect(records).toMatchObject([
      {
        _errors: [
          { message: expect.stringContaining('mapping 1') },
          { message: expect.stringContaining('mapping 0') },
        ],
      },
    ]);
    expect(run.markers.counts()).toEqual([['validation', 2]]);
  });

  it('replaces what is no list under _errors', async () => {
    const [record] = await map(three, [{ v: 1, _errors: 'forged' }], { onError: 'log' });
    expect(record?.['_errors']).toHaveLength(1);
  });
});

describe('logging', () => {
  it('reports each invocation', async () => {
    const run = testRun();
    await map([{ source: 'a', target: 'b' }], [{}, {}], { run });
    expect(run.log.entries.map(({ level, message }) => [level, message])).toEqual([
      ['DEBUG', 'filter processing started'],
      ['INFO', 'filter processing completed'],
    ]);
    const { duration, ...fields } = run.log.fieldsOf('filter processing completed');
    expect(fields).toEqual({
      module_type: 'mapping',
      input_records: 2,
      output_records: 2,
      skipped_records: 0,
    });
    expect(duration).toHaveProperty('nanoseconds');
  });

  it('reports at DEBUG inside a branch', async () => {
    const run = testRun();
    const filter = await compileFilter(mappingFilter, { mappings: [] }, { nested: true });
    await filter.process([{}], run);
    expect(run.log.entries.map(({ level }) => level)).toEqual(['DEBUG', 'DEBUG']);
  });

  it('warns once per target when a value had to give way', async () => {
    const run = testRun();
    await map([{ source: 'v', target: 'user.name' }], [{ user: 'a' }, { user: 'b' }], { run });
    expect(run.log.messages('WARN')).toEqual(['field path replaced a value that could not hold it']);
  });
});

describe('mistakes found when it is compiled', () => {
  it('collects them all, in the order of the document', async () => {
    const { built, problems } = await compileModule(mappingFilter, {
      onError: 'skip',
      mappings: [
        { source: 'a', target: 'b' },
        { source: 'a', target: '_errors[0]' },
        { target: '_errors' },
        { source: 'a[0][1]', target: 'x.b[' },
        {
          source: 'a',
          target: 'b',
          transforms: [
            { op: 'trim' },
            { op: 'replace', pattern: '[bad' },
            { op: 'replace' },
            { op: 'replace', pattern: '' },
            { op: 'replace', pattern: '(?=a)' },
          ],
        },
      ],
    });
    expect(built).toBeUndefined();
    const reserved = (path: string) =>
      `field path "${path}" writes into "_errors", which is reserved for the runtime's error markers`;
    expect(problems.map(({ at, message }) => [at.join('.'), message])).toEqual([
      ['mappings.1.target', reserved('_errors[0]')],
      ['mappings.2.target', reserved('_errors')],
      ['mappings.3.target', expect.stringContaining('invalid array index in path: "b["')],
      ['mappings.3.source', expect.stringContaining('invalid array index in path: "a[0][1]"')],
      [
        'mappings.4.transforms.1.pattern',
        'invalid regex pattern in transform 1: error parsing regexp: missing closing ]: `[bad`',
      ],
      ['mappings.4.transforms.2.pattern', 'transform 2 (replace) requires non-empty pattern'],
      ['mappings.4.transforms.3.pattern', 'transform 3 (replace) requires non-empty pattern'],
      [
        'mappings.4.transforms.4.pattern',
        'invalid regex pattern in transform 4: error parsing regexp: invalid or unsupported Perl syntax: `(?=` (look-around is not part of the RE2 syntax)',
      ],
    ]);
  });

  it.each([
    ['([0-9', 1],
    ['a**', 1],
    ['a(b', 0],
    ['[[:x:][:x:]]', 0],
    ['a\\', 0],
  ])('puts the mistake in the pattern %s at %d', async (pattern, offset) => {
    const transforms = [{ op: 'replace', pattern }];
    const { problems } = await compileModule(mappingFilter, {
      mappings: [{ source: 'a', target: 'b', transforms }],
    });
    expect(problems).toMatchObject([{ offset, quotable: true }]);
  });

  it('warns of letters that a date format prints as they stand', async () => {
    const { built, problems } = await compileModule(mappingFilter, {
      mappings: [
        {
          source: 'd',
          target: 'd',
          transforms: [{ op: 'trim' }, { op: 'dateFormat', format: 'yyyy-MM-dd' }],
        },
        { source: 'd', target: 'd', transforms: [{ op: 'dateFormat' }] },
        { target: 'd', transforms: [{ op: 'dateFormat', format: 'yyyy' }] },
      ],
    });
    expect(built).toBeDefined();
    expect(problems).toEqual([
      {
        at: ['mappings', 0, 'transforms', 1, 'format'],
        type: 'validation',
        severity: 'warning',
        message: 'the format prints yyyy, dd as plain text: the tokens are YYYY YY MM DD HH mm ss SSS',
      },
    ]);
  });

  it('takes payload._errors for an ordinary field', async () => {
    const [record] = await map([{ source: 'a', target: 'payload._errors' }], [{ a: 1 }]);
    expect(record).toEqual({ a: 1, payload: { _errors: 1 } });
  });

  it.each<[entry: Record<string, unknown>, accepted: boolean]>([
    [{ source: 'a', target: 'b' }, true],
    [{ target: 'b' }, true],
    [{ source: 'a' }, false],
    [{ source: '', target: 'b' }, false],
    [{ source: null, target: 'b' }, false],
    [{ source: 'a', target: '' }, false],
    [{ source: 'a', target: 'b', onMissing: 'setnull' }, false],
    [{ source: 'a', target: 'b', onMissing: 'useDefault', defaultValue: null }, true],
    [{ source: 'a', target: 'b', transforms: ['trim'] }, false],
    [{ source: 'a', target: 'b', transforms: [{ op: 'reverse' }] }, false],
    [{ source: 'a', target: 'b', transforms: [{ op: 'constructor' }] }, false],
    [{ source: 'a', target: 'b', transforms: [{ op: 'trim', pattern: 'x', format: 'y' }] }, true],
    [{ source: 'a', target: 'b', transforms: [{ op: 'trim', chars: 'x' }] }, false],
    [{ source: 'a', target: 'b', lookup: 1 }, false],
  ])('the entry %j is accepted: %s', (entry, accepted) => {
    expect(schemaAccepts(mappingFilter, { mappings: [entry] })).toBe(accepted);
  });
});

it('stops in the middle of a batch when the run is cancelled, whatever onError says', async () => {
  const run = testRun();
  const filter = await compileFilter(mappingFilter, {
    onError: 'skip',
    mappings: [{ source: 'a', target: 'b' }],
  });
  const records: DataRecord[] = Array.from({ length: 2_000 }, () => ({}));
  Object.defineProperty(records[300], 'a', { get: () => run.cancel() });
  expect(() => filter.process(records, run)).toThrow('context canceled');
  expect(records.filter((record) => 'b' in record).length).toBeLessThan(600);
});
