import { describe, expect, it } from 'vitest';
import { excerptAt } from './excerpt.ts';

describe('the excerpt', () => {
  it.each([
    ['a > > b', 4, 'a > > b', 4],
    ['a\nb > c\nd', 4, 'b > c', 2],
    ['a\r\nb > c\r\nd', 5, 'b > c', 2],
    ['a\n\nb', 2, '', 0],
    ['a\nb', 1, 'a', 1],
    ['a ==\n\n', 6, 'a ==', 4],
    ['a ==', 4, 'a ==', 4],
    ['', 0, '', 0],
  ])('of %j at %d is %j, %d', (text, offset, line, caret) => {
    expect(excerptAt({ list: [{ text }] }, ['list', 0, 'text'], offset)).toEqual({ line, caret });
  });

  it.each([[['list']], [['list', 1]], [['toString']], [['list', 0, 'number']]])(
    'is absent when no text stands at %j',
    (path) => {
      expect(excerptAt({ list: [{ number: 1 }] }, path, 0)).toBeUndefined();
    },
  );
});
