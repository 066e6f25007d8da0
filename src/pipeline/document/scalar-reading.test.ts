import { expect, it } from 'vitest';
import { ScalarReading } from './scalar-reading.ts';

it('tells copied characters one by one and others by what stands for them', () => {
  const reading = new ScalarReading('"ab\\ncd"', 'ab\ncd');
  reading.copy(1, 3);
  reading.put(1, 3, 5);
  reading.copy(5, 7);
  expect([0, 1, 2, 3, 4, 5, 6].map((offset) => reading.placeOf(offset))).toEqual([1, 2, 3, 5, 6, 7, 7]);
});

it.each([
  ['other characters', 'abc', 0, 2, 1],
  ['too few', 'xyz', 0, 2, 0],
  ['too many', 'x', 0, 1, 1],
])('tells nothing when the value was read as %s', (_difference, value, start, end, more) => {
  const reading = new ScalarReading('xyz', value);
  reading.copy(start, end);
  reading.put(more, end, end);
  expect([0, 1, 9].map((offset) => reading.placeOf(offset))).toEqual([undefined, undefined, undefined]);
});
