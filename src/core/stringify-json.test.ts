import { describe, expect, it } from 'vitest';
import type { Value } from './record.ts';
import { stringifyJson } from './stringify-json.ts';

describe('writing JSON', () => {
  it('prints with indentation like JSON.stringify does', () => {
    const value: Value = { a: [1, { b: null }], c: {}, d: [], e: 'ä"\n' };
    expect(stringifyJson(value, 2)).toBe(JSON.stringify(value, null, 2));
    expect(stringifyJson(value)).toBe(JSON.stringify(value));
  });

  it('refuses NaN and infinity and says where', () => {
    expect(() => stringifyJson({ a: [1, Number.NaN] })).toThrow('$.a[1] is NaN, which JSON cannot represent');
    expect(() => stringifyJson({ b: Number.POSITIVE_INFINITY })).toThrow('$.b is Infinity');
  });

  it.each<[Value, string]>([
    [9007199254740993n, '9007199254740993'],
    [[2 ** 70, 1e-7, -0], '[1180591620717411303424,0.0000001,0]'],
    [{ id: 1n, text: 'ä"\n\u0000\ud800' }, String.raw`{"id":1,"text":"ä\"\n\u0000\ud800"}`],
    [{ id: 1n, 'a"b': [], c: {} }, String.raw`{"id":1,"a\"b":[],"c":{}}`],
    [{ toJSON: 'data' }, '{"toJSON":"data"}'],
    [JSON.parse('{"__proto__":{"a":1}}') as Value, '{"__proto__":{"a":1}}'],
    [
      [new Date('2026-03-04T05:06:07.120Z'), new Date('2026-03-04'), new Date(Number.NaN)],
      '["2026-03-04T05:06:07.120Z","2026-03-04T00:00:00Z",null]',
    ],
  ])('writes %o as %s', (value, text) => {
    expect(stringifyJson(value)).toBe(text);
  });

  it('writes the same layout whatever the numbers', () => {
    const layout = (number: number | bigint) =>
      stringifyJson({ a: [number, { b: null, c: 'x' }], d: {}, e: [], f: ['ä\n'] }, 2);
    expect(layout(9007199254740993n)).toBe(layout(5).replace('5', '9007199254740993'));
  });

  it('leaves out what is undefined, in lists writes null', () => {
    // Values never hold undefined by their type; data of JavaScript objects may.
    const value = { a: undefined, b: [undefined], c: 1n } as unknown as Value;
    expect(stringifyJson(value)).toBe('{"b":[null],"c":1}');
    expect(stringifyJson({ a: undefined, b: [undefined] } as unknown as Value)).toBe('{"b":[null]}');
  });

  it('names the first place that it cannot write', () => {
    expect(() => stringifyJson({ a: 1n, b: { c: [Number.NEGATIVE_INFINITY, Number.NaN] } })).toThrow(
      new RangeError('$.b.c[0] is -Infinity, which JSON cannot represent'),
    );
    expect(() => stringifyJson(Number.NaN)).toThrow(new RangeError('$ is NaN, which JSON cannot represent'));
  });
});
