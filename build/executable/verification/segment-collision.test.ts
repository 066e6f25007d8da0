import { expect, it } from 'vitest';
import { segmentsCollide } from './segment-collision.ts';

const PAGE = 0x1000;
const first = { address: 0x400000, offset: 0, fileSize: 0x1800, memorySize: 0x1800 };
const at = (address: number, offset: number) => ({ address, offset, fileSize: 0x100, memorySize: 0x100 });

it.each([
  ['stands on a page of its own', first, at(0x402000, 0x1900), false],
  ['starts inside the one before', first, at(0x401000, 0x1000), true],
  ['shares a page that shows the same bytes of the file', first, at(0x401800, 0x1800), false],
  ['shares a page that would show other bytes of the file', first, at(0x401900, 0x2900), true],
  ['shares the page of a zero-filled tail', { ...first, fileSize: 0x1700 }, at(0x401800, 0x1800), true],
])('a segment that %s', (_what, before, segment, collides) => {
  expect(segmentsCollide(before, segment, PAGE)).toBe(collides);
});
