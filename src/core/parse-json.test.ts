import { describe, expect, it } from 'vitest';
import { DEEPEST_NESTING } from './nesting.ts';
import { JsonLimitError, parseJson } from './parse-json.ts';
import type { DataObject } from './record.ts';
import { stringifyJson } from './stringify-json.ts';
import { deepCopy } from './value.ts';

describe('parsing JSON', () => {
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

  it('turns integers into numbers up to 2^53 and into bigints beyond', () => {
    expect(parseJson('[9007199254740991,-9007199254740991,9007199254740992,-9007199254740993]')).toEqual([
      9007199254740991,
      -9007199254740991,
      9007199254740992n,
      -9007199254740993n,
    ]);
  });

  it('finds integers in any place and order', () => {
    expect(
      parseJson('{"2":12345678901234567890,"1":[22345678901234567890 ],"2":{"a":\t32345678901234567890\n}}'),
    ).toEqual({ 1: [22345678901234567890n], 2: { a: 32345678901234567890n } });
    expect(parseJson('12345678901234567890')).toBe(12345678901234567890n);
  });

  it.each([
    '{12345678901234567890:1}',
    '{12345678901234567890 : 1}',
    '[01234567890123456789]',
    '[--12345678901234567890]',
    '[+12345678901234567890]',
    '[1.12345678901234567890.1]',
    '[12345678901234567890"a"]',
    '["a" 12345678901234567890]',
    '[12345678901234567890',
    '["12345678901234567890',
    '["\\',
    '',
    '\ufeff',
  ])('takes nothing for JSON that is not: %s', (text) => {
    let expected: unknown;
    try {
      JSON.parse(text.replace('\ufeff', ''));
    } catch (error) {
      expected = error;
    }
    expect(expected).toBeInstanceOf(SyntaxError);
    expect(() => parseJson(text)).toThrow(expected as SyntaxError);
  });

  it('names the place of a mistake in the text as it was given', () => {
    expect(() => parseJson('{"a":12345678901234567890,}')).toThrow(/at position 26/);
  });

  it.each([
    ['1e400', 'a number is too large: the largest is about 1.8e308'],
    ['[-1.5E+309]', 'a number is too large: the largest is about 1.8e308'],
    [`{"a":${'9'.repeat(310)}.5}`, 'a number is too large: the largest is about 1.8e308'],
    ['9'.repeat(1001), 'an integer has more than 1000 digits'],
  ])('refuses a number that it could not write again: %.20s', (text, message) => {
    expect(() => parseJson(text)).toThrow(new JsonLimitError(message));
  });

  it('keeps every number that it can', () => {
    expect(parseJson(`[1.7976931348623157e308,1e-400,${'9'.repeat(1000)}]`)).toEqual([
      Number.MAX_VALUE,
      0,
      BigInt('9'.repeat(1000)),
    ]);
    expect(parseJson('"1e400"')).toBe('1e400');
  });

  it('reads down to the deepest nesting and refuses what is below', () => {
    const deep = (depth: number) => [
      '['.repeat(depth) + ']'.repeat(depth),
      `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    ];
    for (const text of deep(DEEPEST_NESTING)) expect(stringifyJson(parseJson(text))).toBe(text);
    for (const depth of [DEEPEST_NESTING + 1, 100_000]) {
      for (const text of deep(depth)) {
        expect(() => parseJson(text)).toThrow(new JsonLimitError('the text nests deeper than 1000 levels'));
      }
    }
    const wide = `[${'[],{},'.repeat(10_000)}"${'['.repeat(5000)}"]`;
    expect(parseJson(wide)).toHaveLength(20_001);
  });

  it('counts the depth where integers are exact too', () => {
    const text = `${'['.repeat(DEEPEST_NESTING)}12345678901234567890${']'.repeat(DEEPEST_NESTING)}`;
    expect(stringifyJson(parseJson(text))).toBe(text);
  });

  it('is not slowed down by runs of the character that marks integers', () => {
    const text = `["${'\\u0001'.repeat(100_000)}",12345678901234567890]`;
    expect(parseJson(text)).toEqual(['\u0001'.repeat(100_000), 12345678901234567890n]);
  });
});
