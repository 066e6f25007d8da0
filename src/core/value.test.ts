import { describe, expect, it } from 'vitest';
import type { DataObject, Value } from './record.ts';
import {
  deepCopy,
  getOwn,
  kindOf,
  numberText,
  parseJson,
  setOwn,
  stringifyJson,
  timestampText,
  valueText,
} from './value.ts';

describe('numbers as text', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [42, '42'],
    [1234567, '1234567'],
    [98.5, '98.5'],
    [1e20, '100000000000000000000'],
    [0.1, '0.1'],
    [1.5e-5, '0.000015'],
    [-1.5e-7, '-0.00000015'],
    [5e-324, `0.${'0'.repeat(323)}5`],
    [9007199254740993n, '9007199254740993'],
  ])('prints %s as plain decimal %s', (value, text) => {
    expect(numberText(value)).toBe(text);
    if (typeof value === 'number') expect(Number(numberText(value))).toBe(value === 0 ? 0 : value);
  });
});

describe('JSON', () => {
  it('keeps the digits of integers beyond 2^53 from text to text', () => {
    const text = '{"id":9007199254740993,"list":[-18446744073709551615,1.5,12],"text":"9007199254740993"}';
    const value = parseJson(text) as DataObject;
    expect(value['id']).toBe(9007199254740993n);
    expect(value['text']).toBe('9007199254740993');
    expect(stringifyJson(value)).toBe(text);
  });

  it('leaves long digits in strings, fractions and exponents alone', () => {
    const value = parseJson(
      '{"s":"\\"12345678901234567890","f":1234567890123456.5,"e":12345678901234560e1,"k":[]}',
    );
    expect(value).toEqual({
      s: '"12345678901234567890',
      f: 1234567890123456.5,
      e: 1.234567890123456e17,
      k: [],
    });
  });

  it('is not fooled by strings that look like its own marks', () => {
    const text = '{"a":"\\u00011234567890123456789","\\u0001b":"\\u0001\\u00019","n":12345678901234567890}';
    expect(parseJson(text)).toEqual({
      a: '\u00011234567890123456789',
      '\u0001b': '\u0001\u00019',
      n: 12345678901234567890n,
    });
  });

  it('refuses what is not JSON even when it holds long numbers', () => {
    expect(() => parseJson('{"a":12345678901234567890')).toThrow(SyntaxError);
    expect(() => parseJson('{"a":01234567890123456789}')).toThrow(SyntaxError);
  });

  it('skips a byte order mark', () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
  });

  it('treats __proto__ as an ordinary key', () => {
    const value = parseJson('{"__proto__":{"x":12345678901234567890}}') as DataObject;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(({} as DataObject)['x']).toBeUndefined();
    expect(stringifyJson(deepCopy(value))).toBe('{"__proto__":{"x":12345678901234567890}}');
  });

  it('prints with indentation like JSON.stringify does', () => {
    const value: Value = { a: [1, { b: null }], c: {}, d: [], e: 'ä"\n' };
    expect(stringifyJson(value, 2)).toBe(JSON.stringify(value, null, 2));
    expect(stringifyJson(value)).toBe(JSON.stringify(value));
  });

  it('refuses NaN and infinity and says where', () => {
    expect(() => stringifyJson({ a: [1, Number.NaN] })).toThrow('$.a[1] is NaN, which JSON cannot represent');
    expect(() => stringifyJson({ b: Number.POSITIVE_INFINITY })).toThrow('$.b is Infinity');
  });

  it('prints dates as RFC 3339 in UTC, the fraction only when there is one', () => {
    expect(timestampText(new Date('2026-03-04T05:06:07+02:00'))).toBe('2026-03-04T03:06:07Z');
    expect(stringifyJson([new Date('2026-03-04T05:06:07.120Z'), new Date(Number.NaN)])).toBe(
      '["2026-03-04T05:06:07.120Z",null]',
    );
  });
});

describe('values', () => {
  it('names kinds with the words of JSON', () => {
    expect([null, undefined, true, 'x', 1, 1n, [], {}, new Date()].map(kindOf)).toEqual([
      'null',
      'null',
      'boolean',
      'string',
      'number',
      'number',
      'array',
      'object',
      'timestamp',
    ]);
  });

  it('has a text form for every kind', () => {
    expect(
      [null, true, 'x', 7, 98.5, 12345678, ['a', 1, null], { k: 'v' }].map((v) => valueText(v as Value)),
    ).toEqual(['', 'true', 'x', '7', '98.5', '12345678', '["a",1,null]', '{"k":"v"}']);
  });

  it('copies deeply, sharing nothing mutable', () => {
    const original = { list: [{ a: 1 }], when: new Date(0) };
    const copied = deepCopy(original);
    copied.list[0] = { a: 2 };
    copied.when.setFullYear(2000);
    expect(original).toEqual({ list: [{ a: 1 }], when: new Date(0) });
  });

  it('reads and writes own properties only', () => {
    const object: DataObject = {};
    expect(getOwn(object, 'constructor')).toBeUndefined();
    setOwn(object, '__proto__', { polluted: true });
    expect(getOwn(object, '__proto__')).toEqual({ polluted: true });
    expect(({} as DataObject)['polluted']).toBeUndefined();
  });
});
