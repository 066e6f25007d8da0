import { describe, expect, it } from 'vitest';
import { differencesOutside, isZero } from './byte-differences.ts';

const range = { start: 2, end: 98 };

function changedAt(...offsets: number[]): Buffer {
  const bytes = Buffer.alloc(100);
  for (const offset of offsets) bytes[offset] = 1;
  return bytes;
}

describe('differencesOutside', () => {
  it.each<[what: string, changes: number[], allowed: [number, number][], findings: string[]]>([
    ['nothing for equal bytes', [], [], []],
    ['nothing outside the range', [0, 1, 98, 99], [], []],
    ['the first byte of the range', [2], [], ['unexpected change at offset 0x2']],
    ['the last byte of the range', [97], [], ['unexpected change at offset 0x61']],
    [
      'nothing in allowed ranges in any order',
      [10, 19, 50],
      [
        [50, 51],
        [10, 20],
      ],
      [],
    ],
    ['a byte right before an allowed range', [9], [[10, 20]], ['unexpected change at offset 0x9']],
    ['a byte right behind an allowed range', [20], [[10, 20]], ['unexpected change at offset 0x14']],
    [
      'one finding per stretch between allowed ranges',
      [5, 6, 30],
      [[10, 20]],
      ['unexpected change at offset 0x5', 'unexpected change at offset 0x1e'],
    ],
    [
      'nothing where allowed ranges overlap',
      [15, 25],
      [
        [10, 30],
        [12, 14],
      ],
      [],
    ],
    ['nothing where an allowed range leaves the range', [97], [[90, 200]], []],
  ])('reports %s', (_what, changes, allowed, findings) => {
    const ranges = allowed.map(([start, end]) => ({ start, end }));
    expect(differencesOutside(Buffer.alloc(100), changedAt(...changes), range, ranges)).toEqual(findings);
  });
});

it('differencesOutside takes the end of a shorter file for a change', () => {
  expect(differencesOutside(Buffer.alloc(100), Buffer.alloc(40), range, [])).toEqual([
    'unexpected change at offset 0x28',
  ]);
});

it('isZero looks at the bytes of the range only', () => {
  expect(isZero(changedAt(1, 98), range)).toBe(true);
  expect(isZero(changedAt(50), range)).toBe(false);
});
