import { describe, expect, it } from 'vitest';
import { parseJsonTree } from './json-tree.ts';
import { ParseError } from './parse-error.ts';
import { SourceText } from './source-text.ts';
import { nodeValue } from './source-tree.ts';

const parse = (text: string) => nodeValue(parseJsonTree(new SourceText('p.json', text)));

function failure(text: string): ParseError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ParseError) return error;
  }
  throw new Error('expected a parse error');
}

describe('parseJsonTree', () => {
  it.each([
    '{"a": [1, -2.5, 1e3, 0, -0.0], "b": {"c": null, "d": true, "e": false}, "": ""}',
    '"\\u00e9\\n\\"\\\\\\/ \\ud83d\\ude00"',
    ' [ ] ',
    '{ }',
    'null',
    '123',
  ])('gives the same value as JSON.parse for %s', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it('keeps integers beyond 2^53 exact', () => {
    expect(parse('[9007199254740993, -12345678901234567890, 9007199254740991]')).toEqual([
      9007199254740993n,
      -12345678901234567890n,
      9007199254740991,
    ]);
  });

  it('lets a number too large for a double reach validation as infinity', () => {
    expect(parse('[1e999]')).toEqual([Number.POSITIVE_INFINITY]);
  });

  it.each([
    ['{"a": 1,}', 8, '1:9', 'a comma may not stand before "}"'],
    ['[1,]', 3, '1:4', 'a comma may not stand before "]"'],
    ['{"a" 1}', 5, '1:6', 'expected ":" after the property name'],
    ['{"a": 1 "b": 2}', 8, '1:9', 'expected "," or "}"'],
    ['[1 2]', 3, '1:4', 'expected "," or "]"'],
    ['{a: 1}', 1, '1:2', 'expected a property name in double quotes'],
    ["{'a': 1}", 1, '1:2', 'expected a property name in double quotes; single quotes are not allowed'],
    ['{/* a */}', 1, '1:2', 'expected a property name in double quotes; comments are not allowed'],
    ['{"a": 1', 7, '1:8', 'expected "," or "}", but the text ends'],
    ["['a']", 1, '1:2', 'expected a value; single quotes are not allowed'],
    ['// x\n{}', 0, '1:1', 'expected a value; comments are not allowed'],
    ['{"a":}', 5, '1:6', 'expected a value'],
    ['{"a": ', 6, '1:7', 'expected a value, but the text ends'],
    ['{"a": "x', 8, '1:9', 'text ends inside a string'],
    ['["a\nb"]', 3, '1:4', 'a string may not hold a line break or control character'],
    ['["\\x"]', 2, '1:3', 'invalid escape sequence in a string'],
    ['["\\u12"]', 2, '1:3', 'invalid escape sequence in a string'],
    ['[01]', 2, '1:3', 'invalid number'],
    ['[1.]', 2, '1:3', 'invalid number'],
    ['[+1]', 1, '1:2', 'expected a value'],
    ['[NaN]', 1, '1:2', 'expected a value'],
    ['[nullx]', 5, '1:6', 'unexpected character after null'],
    ['{} {}', 3, '1:4', 'nothing may follow the JSON value'],
    ['{\n  "a": 1,\n  "b": oops\n}', 19, '3:8', 'expected a value'],
    ['{"é": 1,\n "é": 2}', 11, '2:2', 'property already defined at line 1'],
  ])('points into %j at byte %i, %s', (text, offset, place, reason) => {
    const error = failure(text);
    expect(error.message).toBe(`JSON syntax error at offset ${offset}: ${reason}`);
    expect(`${error.line}:${error.column}`).toBe(place);
    expect(error.type).toBe('syntax');
  });

  it('counts the byte order mark in the offset and not in the column', () => {
    expect(failure('\ufeff{x}')).toMatchObject({
      message: 'JSON syntax error at offset 4: expected a property name in double quotes',
      column: 2,
    });
  });

  it('allows a name again in another object', () => {
    expect(parse('[{"a": 1}, {"a": {"a": 2}}]')).toEqual([{ a: 1 }, { a: { a: 2 } }]);
  });

  it('nests 1000 levels and refuses more', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(parse(nested(1000))).toHaveLength(1);
    expect(failure(nested(100_000))).toMatchObject({
      type: 'format',
      message: 'nesting is deeper than 1000 levels',
    });
  });
});
