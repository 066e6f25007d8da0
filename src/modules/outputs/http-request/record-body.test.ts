import { describe, expect, it } from 'vitest';
import { carriesRecords, recordBody } from './record-body.ts';

describe('the body of a request', () => {
  const group = { index: 0, firstRecord: 5, records: [{ b: 1, a: { c: [] } }, { d: null }] };
  const single = { index: 5, firstRecord: 5, records: [{ b: 1 }] };

  it('is a compact array in batch mode, even for one record', () => {
    expect(recordBody(group, 'batch')).toBe('[{"b":1,"a":{"c":[]}},{"d":null}]');
    expect(recordBody(single, 'batch')).toBe('[{"b":1}]');
  });

  it('is the object itself in single mode', () => {
    expect(recordBody(single, 'single')).toBe('{"b":1}');
  });

  it('is indented for people without changing its value', () => {
    const text = recordBody(group, 'batch', 2);
    expect(text).toBe(JSON.stringify(group.records, null, 2));
    expect(recordBody(single, 'single', 2)).toBe('{\n  "b": 1\n}');
  });

  it('leaves out _metadata at the top and nothing else', () => {
    const record = { _metadata: { x: 1 }, _errors: [], _internal: 1, deep: { _metadata: 2 } };
    expect(recordBody({ index: 0, firstRecord: 0, records: [record] }, 'single')).toBe(
      '{"_errors":[],"_internal":1,"deep":{"_metadata":2}}',
    );
    expect(record).toHaveProperty('_metadata');
  });

  it('keeps the digits of large integers, dates and keys such as __proto__', () => {
    const record = JSON.parse('{"__proto__":1,"_metadata":1}');
    record.n = 9007199254740993n;
    record.t = new Date('2026-03-15T08:30:00Z');
    expect(recordBody({ index: 0, firstRecord: 0, records: [record] }, 'single')).toBe(
      '{"__proto__":1,"n":9007199254740993,"t":"2026-03-15T08:30:00Z"}',
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %s and names the record', (value) => {
    const records = [{}, { a: { b: value } }];
    expect(() => recordBody({ ...group, records }, 'batch')).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^failed to marshal records to JSON: record 6: .*a\.b/),
        category: 'validation',
        retryable: false,
        recordIndex: 6,
      }),
    );
  });
});

describe('carriesRecords', () => {
  it.each([
    ['POST', true],
    ['PUT', true],
    ['PATCH', true],
    ['GET', false],
    ['DELETE', false],
    ['PURGE', false],
  ])('%s: %s', (method, expected) => {
    expect(carriesRecords(method)).toBe(expected);
  });
});
