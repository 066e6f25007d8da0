import { expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

it('makes a value once, and again when it was used least recently and had to give way', () => {
  const made: string[] = [];
  const cache = new BoundedCache<string>({ capacity: 2 });
  const get = (key: string) =>
    cache.get(key, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'a', 'b', 'a', 'c', 'a', 'b'].map(get)).toEqual([...'AABACAB']);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

it('does not keep what is made from a long key', () => {
  let made = 0;
  const cache = new BoundedCache<number>({ capacity: 5, longestKey: 3 });
  const next = () => {
    made += 1;
    return made;
  };
  expect(['abcd', 'abcd', 'abc', 'abc'].map((key) => cache.get(key, next))).toEqual([1, 2, 3, 3]);
});

it('keeps nothing of a key that cannot be made', () => {
  const cache = new BoundedCache<string>({ capacity: 5 });
  const failing = () => {
    throw new Error('no');
  };
  expect(() => cache.get('a', failing)).toThrow('no');
  expect(cache.get('a', (key) => key)).toBe('a');
});
