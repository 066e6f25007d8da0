import { describe, expect, it } from 'vitest';
import type { Value } from '../../../core/record.ts';
import { bindValues } from './bind-value.ts';

const bind = (value: Value) => bindValues([value], 'rfc3339')[0];

describe('binding to SQLite', () => {
  it.each<[string, Value, unknown]>([
    ['null', null, null],
    ['true', true, 1],
    ['false', false, 0],
    ['an integer', 42, 42],
    ['a fraction', 42.5, 42.5],
    ['a whole double beyond 2^53', 1e17, 100_000_000_000_000_000n],
    ['a double beyond 64 bits', 1e21, 1e21],
    ['infinity', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['the largest integer', 2n ** 63n - 1n, 2n ** 63n - 1n],
    ['the smallest integer', -(2n ** 63n), -(2n ** 63n)],
    ['empty text', '', ''],
    ['text', "x'); DROP TABLE t; --", "x'); DROP TABLE t; --"],
    ['half a surrogate pair', 'a\ud800', 'a\ufffd'],
    ['a list', [1, null, 'a'], '[1,null,"a"]'],
    ['an object', { a: { b: 9007199254740993n } }, '{"a":{"b":9007199254740993}}'],
    ['a date', new Date('2026-01-02T03:04:05Z'), '2026-01-02T03:04:05Z'],
  ])('keeps %s', (_what, value, expected) => {
    expect(bind(value)).toStrictEqual(expected);
  });

  it.each<[string, Value, string]>([
    ['a NUL character', 'a\0b', 'binding argument 1: the value holds a NUL character'],
    ['an integer beyond 64 bits', 2n ** 63n, 'beyond 64 bits'],
    ['an unsigned 64-bit maximum', 2n ** 64n - 1n, 'beyond 64 bits'],
    ['NaN', Number.NaN, 'NaN'],
  ])('refuses %s', (_what, value, phrase) => {
    expect(() => bind(value)).toThrow(phrase);
  });

  it('names the argument and never its value', () => {
    expect(() => bindValues([1, 'secret\0'], 'rfc3339')).toThrow(
      /^binding argument 2: the value holds a NUL character, at which SQLite would cut the text off$/,
    );
  });
});
