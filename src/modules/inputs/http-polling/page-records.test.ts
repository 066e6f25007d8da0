import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../core/parse-json.ts';
import type { Value } from '../../../core/record.ts';
import { pageRecords } from './page-records.ts';

describe('the records of an answer', () => {
  it.each<[string, string, string | undefined, Value[]]>([
    ['a list', '[{"a":1},{"b":2}]', undefined, [{ a: 1 }, { b: 2 }]],
    ['a list, whatever dataField says', '[{"a":1}]', 'rows', [{ a: 1 }]],
    ['a list with null, which is an empty record', '[null,{"a":1}]', undefined, [{}, { a: 1 }]],
    ['an empty list', '[]', undefined, []],
    ['null', 'null', undefined, []],
    ['an object without a list, as a record', '{"x":1}', undefined, [{ x: 1 }]],
    ['data', '{"data":[{"a":1}]}', undefined, [{ a: 1 }]],
    ['items', '{"items":[{"a":1}]}', undefined, [{ a: 1 }]],
    ['results', '{"results":[{"a":1}]}', undefined, [{ a: 1 }]],
    ['records', '{"records":[{"a":1}]}', undefined, [{ a: 1 }]],
    ['the first list in that order', '{"records":[{"a":1}],"items":[{"b":2}]}', undefined, [{ b: 2 }]],
    [
      'a list after a field of that name that is none',
      '{"data":{"a":1},"items":[{"b":2}]}',
      undefined,
      [{ b: 2 }],
    ],
    ['an empty list rather than a later one', '{"data":[],"items":[{"b":2}]}', undefined, []],
    ['dataField', '{"payload":{"inner":{"rows":[{"a":1}]}},"data":[]}', 'payload.inner.rows', [{ a: 1 }]],
    ['dataField that is null', '{"items":null}', 'items', []],
  ])('are found in %s', (_, json, dataField, records) => {
    expect(pageRecords(parseJson(json), dataField)).toMatchObject({ records, dropped: 0 });
  });

  it('are what is left when elements of a named list are no objects', () => {
    const json = parseJson('{"data":[{"a":1},1,"x",null,[2],true]}');
    const expected = { records: [{ a: 1 }], dropped: 5 };
    expect(pageRecords(json, undefined)).toEqual(expected);
    expect(pageRecords(json, 'data')).toEqual(expected);
  });

  it('say why there are none', () => {
    expect(pageRecords(null, undefined).nothing).toBe('the answer is null');
    expect(pageRecords({ a: { b: null } }, 'a.b').nothing).toBe('dataField is null');
    expect(pageRecords({ a: [] }, 'a').nothing).toBeUndefined();
  });

  it.each<[string, string | undefined, string]>([
    ['1', undefined, 'failed to parse JSON response: expected an object or an array, got number'],
    ['"x"', undefined, 'failed to parse JSON response: expected an object or an array, got string'],
    ['true', 'a', 'failed to parse JSON response: expected an object or an array, got boolean'],
    [
      '[{},2]',
      undefined,
      'failed to parse JSON response: element 1 of the list must be an object, got number',
    ],
    ['[[]]', undefined, 'failed to parse JSON response: element 0 of the list must be an object, got array'],
    ['{"a":1}', 'b', "dataField does not contain an array: field 'b' not found"],
    ['{"a":{}}', 'a.b.c', "dataField does not contain an array: field 'b' not found (dataField is 'a.b.c')"],
    ['{"a":[{"b":[]}]}', 'a.b', "dataField does not contain an array: field 'b' not found"],
    ['{"a":null}', 'a.b', "dataField does not contain an array: field 'b' not found"],
    ['{}', 'constructor', "dataField does not contain an array: field 'constructor' not found"],
    ['{"a":{}}', 'a', 'dataField does not contain an array: expected array, got object'],
    ['{"a":"x"}', 'a', 'dataField does not contain an array: expected array, got string'],
    ['{"a":0}', 'a', 'dataField does not contain an array: expected array, got number'],
  ])('cannot be found in %s with dataField %s', (json, dataField, message) => {
    const find = () => pageRecords(parseJson(json), dataField);
    expect(find).toThrow(message);
    expect(find).toThrow(expect.objectContaining({ category: 'validation', retryable: false }));
  });
});
