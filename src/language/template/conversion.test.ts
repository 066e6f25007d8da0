import { describe, expect, it } from 'vitest';
import { isTruthy, sortedKeys, textOf, toData } from './conversion.ts';
import { EscapedText, Namespace, type TemplateValue } from './value.ts';

function fail(reason: string): never {
  throw new Error(`failed: ${reason}`);
}

function nested(depth: number): TemplateValue {
  let value: TemplateValue = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

describe('textOf', () => {
  it.each<[TemplateValue, string]>([
    [null, ''],
    ['a', 'a'],
    [42, '42'],
    [1e-7, '0.0000001'],
    [2n ** 53n + 1n, '9007199254740993'],
    [true, 'true'],
    [new Date('2026-03-15T08:30:00Z'), '2026-03-15T08:30:00Z'],
    [[1, 'a', null, true], '[1,"a",null,true]'],
    [{ b: 1, a: [] }, '{"b":1,"a":[]}'],
    [new EscapedText('&lt;'), '&lt;'],
    [[new EscapedText('&lt;'), new Namespace({})], '["&lt;","namespace"]'],
  ])('gives the text of value %#', (value, expected) => {
    expect(textOf(value, fail)).toBe(expected);
  });

  it('fails for what JSON cannot carry', () => {
    expect(() => textOf([Number.NaN], fail)).toThrow('failed: $[0] is NaN, which JSON cannot represent');
  });

  it.each([2000, 100_000])('fails for %i lists inside each other', (depth) => {
    expect(() => textOf(nested(depth), fail)).toThrow(
      /^failed: the value (is nested too deeply|nests deeper)/,
    );
  });
});

describe('toData', () => {
  it('gives back what holds nothing of templates', () => {
    const value = { a: [1, { b: 'c' }] };
    expect(toData(value)).toBe(value);
  });

  it('replaces objects of templates wherever they are, and keeps odd keys', () => {
    const value = JSON.parse('{"__proto__": 1, "l": [0]}') as { [key: string]: TemplateValue };
    value['l'] = [new EscapedText('x')];
    expect(JSON.stringify(toData(value))).toBe('{"__proto__":1,"l":["x"]}');
  });
});

describe('isTruthy', () => {
  it.each<TemplateValue>([null, false, 0, -0, '', [], {}, new EscapedText('')])(
    'is false for %o',
    (value) => {
      expect(isTruthy(value)).toBe(false);
    },
  );

  it.each<TemplateValue>([
    true,
    1,
    -0.5,
    2n ** 60n,
    'false',
    '0',
    [0],
    { a: null },
    new Date(0),
    new Namespace({}),
  ])('is true for %o', (value) => {
    expect(isTruthy(value)).toBe(true);
  });
});

it('sorts keys without regard to case, and by code points where only case differs', () => {
  expect(sortedKeys({ b: 1, B: 1, a: 1, C: 1, '10': 1, '9': 1 })).toEqual(['10', '9', 'a', 'B', 'b', 'C']);
});
