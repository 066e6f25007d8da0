import { expect, it } from 'vitest';
import { shortened } from './shortened.ts';

it.each([
  ['abcdef', 'abcdef'],
  ['abcdefg', 'abc...'],
  ['éééééé', 'éééééé'],
  ['😀😀😀😀😀😀', '😀😀😀😀😀😀'],
  ['😀😀😀😀😀😀😀', '😀😀😀...'],
  ['', ''],
])('%s reads %s', (text, result) => {
  expect(shortened(text, { longest: 6, kept: 3, ellipsis: '...' })).toBe(result);
});
