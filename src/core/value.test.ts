import { describe, expect, it } from 'vitest';
import { DEEPEST_NESTING } from './nesting.ts';
import type { DataObject, Value } from './record.ts';
import { deepCopy, getOwn, kindOf, setOwn, valueText } from './value.ts';

/** Lists inside each other, and objects inside each other. */
function nested(depth: number): [Value, Value] {
  let list: Value = [];
  let object: Value = {};
  for (let level = 1; level < depth; level += 1) {
    list = [list];
    object = { a: object };
  }
  return [list, object];
}

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

  it('keeps what a language knows about a date', () => {
    class ZonedDate extends Date {
      readonly zone = 'Europe/Paris';
    }
    expect(deepCopy({ at: new ZonedDate(0) }).at.zone).toBe('Europe/Paris');
  });

  it('copies keys such as __proto__ as data', () => {
    const original = JSON.parse('{"__proto__":{"a":[1]},"b":[{"__proto__":2}]}') as DataObject;
    const copied = deepCopy(original);
    expect(JSON.stringify(copied)).toBe(JSON.stringify(original));
    expect(getOwn(copied, '__proto__')).not.toBe(getOwn(original, '__proto__'));
    expect(Object.getPrototypeOf(copied)).toBe(Object.prototype);
  });

  it('are copied and written down to the deepest nesting and refused below', () => {
    for (const value of nested(DEEPEST_NESTING)) {
      expect(valueText(deepCopy(value)).length).toBeGreaterThanOrEqual(2 * DEEPEST_NESTING);
    }
    for (const depth of [DEEPEST_NESTING + 1, 100_000]) {
      for (const value of nested(depth)) {
        expect(() => deepCopy(value)).toThrow(new RangeError('the value nests deeper than 1000 levels'));
        expect(() => valueText(value)).toThrow(new RangeError('the value nests deeper than 1000 levels'));
      }
    }
  });

  it('reads and writes own properties only', () => {
    const object: DataObject = {};
    expect(getOwn(object, 'constructor')).toBeUndefined();
    setOwn(object, '__proto__', { polluted: true });
    expect(getOwn(object, '__proto__')).toEqual({ polluted: true });
    expect(({} as DataObject)['polluted']).toBeUndefined();
  });
});
