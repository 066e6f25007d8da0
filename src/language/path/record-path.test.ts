import { describe, expect, it } from 'vitest';
import type { DataObject, Value } from '../../core/record.ts';
import { LocatedError } from '../located-error.ts';
import { LARGEST_GROWTH_INDEX, parseRecordPath } from './record-path.ts';

/** A record made from JSON text, so that `__proto__` in it is an own key. */
function record(json: string): DataObject {
  return JSON.parse(json) as DataObject;
}

describe('reading a record path', () => {
  const cases: [path: string, json: string, expected: Value | undefined][] = [
    ['name', '{"name":"A"}', 'A'],
    ['name', '{}', undefined],
    ['name', '{"name":null}', null],
    ['items[1].name', '{"items":[{"name":"a"},{"name":"b"}]}', 'b'],
    ['items[2].name', '{"items":[{"name":"a"}]}', undefined],
    ['items[0]', '{"items":"text"}', undefined],
    ['items.length', '{"items":[1,2]}', undefined],
    ['user.name', '{"user":null}', undefined],
    ['user.name', '{"user":"bob"}', undefined],
    ['a..b', '{"a":{"":{"b":1}}}', 1],
    ['a.', '{"a":{"":2}}', 2],
    ['Name', '{"name":1}', undefined],
    ['été.x', '{"été":{"x":3}}', 3],
    ['odd key]', '{"odd key]":4}', 4],
    ['constructor', '{}', undefined],
    ['toString', '{}', undefined],
    ['__proto__', '{}', undefined],
    ['__proto__.constructor', '{}', undefined],
    ['__proto__.x', '{"__proto__":{"x":1}}', 1],
    ['constructor', '{"constructor":5}', 5],
    ['a.b.c', '{"a":{"b":{"c":6}}}', 6],
    ['a.b.c', '{"a":{"b":[{"c":6}]}}', undefined],
    ['a.b.c.d[0].e', '{"a":{"b":{"c":{"d":[{"e":7}]}}}}', 7],
    ['a.toString.b', '{"a":{}}', undefined],
    ['items[0].length', '{"items":["text"]}', undefined],
    ['items[1]', '{"items":[1,null]}', null],
    ['items[1]', '{"items":{"1":"x"}}', undefined],
  ];
  it.each(cases)('%s of %s is %j', (path, json, expected) => {
    expect(parseRecordPath(path).get(record(json))).toEqual(expected);
  });

  it('does not descend into a timestamp', () => {
    expect(parseRecordPath('at.getTime').get({ at: new Date(0) })).toBeUndefined();
  });
});

describe('writing a record path', () => {
  const cases: [path: string, json: string, expected: string, replaced: boolean][] = [
    ['a', '{}', '{"a":"v"}', false],
    ['a', '{"a":[1]}', '{"a":"v"}', false],
    ['u.n', '{"u":"x"}', '{"u":{"n":"v"}}', true],
    ['u.n', '{"u":null}', '{"u":{"n":"v"}}', false],
    ['u.n', '{"u":[1]}', '{"u":{"n":"v"}}', true],
    ['l[2]', '{}', '{"l":[null,null,"v"]}', false],
    ['l[0]', '{"l":[1,2]}', '{"l":["v",2]}', false],
    ['l[1]', '{"l":{"a":1}}', '{"l":[null,"v"]}', true],
    ['items[2].n', '{}', '{"items":[null,null,{"n":"v"}]}', false],
    ['items[0].n', '{"items":[7]}', '{"items":[{"n":"v"}]}', true],
    ['a.b[1].c', '{"a":{"k":1}}', '{"a":{"k":1,"b":[null,{"c":"v"}]}}', false],
    ['a..b', '{}', '{"a":{"":{"b":"v"}}}', false],
    ['a.b.c', '{"a":{"b":{"x":1}}}', '{"a":{"b":{"x":1,"c":"v"}}}', false],
    ['a.b.c', '{"a":{"b":false}}', '{"a":{"b":{"c":"v"}}}', true],
    ['l[0].n', '{"l":[{"m":1}]}', '{"l":[{"m":1,"n":"v"}]}', false],
    ['constructor', '{}', '{"constructor":"v"}', false],
    ['__proto__', '{}', '{"__proto__":"v"}', false],
    ['__proto__.x', '{}', '{"__proto__":{"x":"v"}}', false],
    ['constructor.prototype.x', '{}', '{"constructor":{"prototype":{"x":"v"}}}', false],
  ];
  it.each(cases)('%s into %s gives %s', (path, json, expected, replaced) => {
    const target = record(json);
    expect(parseRecordPath(path).set(target, 'v')).toBe(replaced);
    expect(JSON.stringify(target)).toBe(expected);
  });

  it('never reaches a prototype', () => {
    parseRecordPath('__proto__.polluted').set({}, true);
    parseRecordPath('constructor.prototype.polluted').set({}, true);
    expect(({} as DataObject)['polluted']).toBeUndefined();
  });

  it('refuses to make a list grow beyond the largest index', () => {
    const path = parseRecordPath(`items[${LARGEST_GROWTH_INDEX + 1}]`);
    expect(() => path.set({}, 1)).toThrow(
      `index 100001 in path "items[100001]" is too large: a list may grow up to index 100000`,
    );
    const filled: DataObject = { items: Array<Value>(LARGEST_GROWTH_INDEX + 2).fill(0) };
    path.set(filled, 1);
    expect(path.get(filled)).toBe(1);
  });

  it('grows a list up to the largest index', () => {
    const target: DataObject = {};
    parseRecordPath(`items[${LARGEST_GROWTH_INDEX}]`).set(target, 1);
    expect(target['items']).toHaveLength(LARGEST_GROWTH_INDEX + 1);
  });
});

describe('deleting a record path', () => {
  const cases: [path: string, json: string, expected: string][] = [
    ['a', '{"a":1,"b":2}', '{"b":2}'],
    ['a.b', '{"a":{"b":1}}', '{"a":{}}'],
    ['l[0]', '{"l":[1,2,3]}', '{"l":[2,3]}'],
    ['l[3]', '{"l":[1,2,3]}', '{"l":[1,2,3]}'],
    ['l[0]', '{"l":{"0":1}}', '{"l":{"0":1}}'],
    ['l[1].a', '{"l":[1,{"a":2}]}', '{"l":[1,{}]}'],
    ['l.length', '{"l":[1]}', '{"l":[1]}'],
    ['a.b.c', '{"a":1}', '{"a":1}'],
    ['missing', '{"a":1}', '{"a":1}'],
    ['__proto__', '{"__proto__":1}', '{}'],
    ['toString', '{}', '{}'],
  ];
  it.each(cases)('%s from %s leaves %s', (path, json, expected) => {
    const target = record(json);
    parseRecordPath(path).delete(target);
    expect(JSON.stringify(target)).toBe(expected);
  });
});

describe('keys with dots and brackets', () => {
  const cases: [path: string, json: string, expected: Value | undefined][] = [
    ['a\\.b', '{"a.b":1}', 1],
    ['a\\.b.c\\.d', '{"a.b":{"c.d":2}}', 2],
    ['a\\[0\\]', '{"a[0]":3}', 3],
    ['a\\[0][1]', '{"a[0]":[0,4]}', 4],
    ['a\\\\.b', '{"a\\\\":{"b":5}}', 5],
    ['a\\b', '{"a\\\\b":6}', 6],
    ['a\\', '{"a\\\\":7}', 7],
    ['a\\n\\"', '{"a\\\\n\\\\\\"":8}', 8],
    ['["a.b"]', '{"a.b":1}', 1],
    ["['a.b']", '{"a.b":1}', 1],
    ['["a.b"].c', '{"a.b":{"c":2}}', 2],
    ['["a.b"]["c.d"]', '{"a.b":{"c.d":3}}', 3],
    ['["a.b"][1]', '{"a.b":[0,4]}', 4],
    ['a["b.c"]', '{"a":{"b.c":5}}', 5],
    ['a.b["c.d"][0].e', '{"a":{"b":{"c.d":[{"e":6}]}}}', 6],
    ['items[0]["x.y"]', '{"items":[{"x.y":7}]}', 7],
    ['["a]b"]', '{"a]b":8}', 8],
    [String.raw`["a\"b"]`, '{"a\\"b":9}', 9],
    [String.raw`['a\'b\\c']`, `{"a'b\\\\c":10}`, 10],
    [String.raw`["a\nb"]`, '{"a\\\\nb":11}', 11],
    ['["it\'s"]', `{"it's":12}`, 12],
    ['[""].x', '{"":{"x":13}}', 13],
    ['["__proto__"]', '{"__proto__":14}', 14],
  ];
  it.each(cases)('%s of %s is %j', (path, json, expected) => {
    expect(parseRecordPath(path).get(record(json))).toEqual(expected);
  });

  it.each(cases)('%s is written and deleted where it is read', (path, json) => {
    const target = record(json);
    const compiled = parseRecordPath(path);
    expect(compiled.set(target, 'v')).toBe(false);
    expect(compiled.get(target)).toBe('v');
    compiled.delete(target);
    expect(compiled.get(target)).toBeUndefined();
  });

  it.each([
    ['["_errors"].x', '_errors'],
    ['\\[0]', '[0]'],
    ['_err\\ors', '_err\\ors'],
  ])('knows the first key of %s', (text, firstKey) => {
    expect(parseRecordPath(text)).toMatchObject({ text, firstKey });
  });
});

describe('parsing a record path', () => {
  const WHOLE_NUMBER =
    'an index is a whole number from 0, as in items[0]; a key with a bracket is written ["a[b"]';
  const ONE_INDEX = 'a key takes one index; an element of a list inside a list has no path';
  const KEY_FIRST = 'write a key in front of the index, as in items[0]';
  const DOT_AFTER = 'write a dot between ] and the next key';
  it.each([
    ['a[0][1]', 'a[0][1]', ONE_INDEX, 5],
    ['x.["a"][0][1].b', '["a"][0][1]', 'write ["key"] without a dot in front of it', 3],
    ['x["a"][0][1].b', 'x["a"][0][1]', ONE_INDEX, 10],
    ['x.a[0]b.c', 'a[0]b', DOT_AFTER, 7],
    ['["a"]b', '["a"]b', DOT_AFTER, 6],
    ['a[-1]', 'a[-1]', WHOLE_NUMBER, 2],
    ['a[x]', 'a[x]', WHOLE_NUMBER, 2],
    ['a[ 1]', 'a[ 1]', WHOLE_NUMBER, 2],
    ['a[1.5]', 'a[1', WHOLE_NUMBER, 2],
    ['a[]', 'a[]', WHOLE_NUMBER, 2],
    ['a[', 'a[', WHOLE_NUMBER, 2],
    ['[0]', '[0]', KEY_FIRST, 1],
    ['é.b.[0]', '[0]', KEY_FIRST, 5],
    ['a[99999999999999999999]', 'a[99999999999999999999]', WHOLE_NUMBER, 2],
    ['a["b', 'a["b', 'close the quoted key with "]', 2],
    ['a[\'b"]', 'a[\'b"]', "close the quoted key with ']", 2],
    ['a["b"', 'a["b"', 'close the quoted key with "]', 2],
    ['a["b"c"]', 'a["b"c"]', 'close the quoted key with "]', 2],
  ])('refuses %s and says what to write', (text, segment, advice, column) => {
    const error = thrownBy(() => parseRecordPath(text));
    expect(error).toBeInstanceOf(LocatedError);
    expect(error).toMatchObject({
      reason: `invalid array index in path: "${segment}": ${advice}`,
      line: 1,
      column,
    });
  });

  it('refuses an empty path', () => {
    expect(() => parseRecordPath('')).toThrow('empty path');
  });

  it.each([
    ['_errors[0].x', '_errors'],
    ['payload._errors', 'payload'],
    ['_errorsCount', '_errorsCount'],
  ])('knows the first key of %s', (text, firstKey) => {
    expect(parseRecordPath(text)).toMatchObject({ text, firstKey });
  });
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
