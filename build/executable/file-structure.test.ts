import { describe, expect, it } from 'vitest';
import { alignUp, FileStructure } from './file-structure.ts';
import { ExecutableFormatError } from './format.ts';

describe('FileStructure', () => {
  const file = Buffer.from([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0x41, 0, 0x42, 0]);

  it('reads little-endian numbers relative to its start', () => {
    const structure = new FileStructure(file, 'test header', 2, 8);
    expect(structure.u8(0)).toBe(1);
    expect(structure.u16(1)).toBe(0x0302);
    expect(structure.u32(4)).toBe(0x08070605);
  });

  it('reads a text up to its first NUL', () => {
    expect(new FileStructure(file, 'test header', 10, 4).text(0, 4)).toBe('A');
    expect(new FileStructure(file, 'test header', 10, 1).text(0, 1)).toBe('A');
  });

  it('names the structure and the offset in the file when a field lies outside it', () => {
    const structure = new FileStructure(file, 'test header', 2, 4);
    expect(() => structure.u32(2)).toThrow('test header at offset 0x4: 4 bytes lie outside');
    expect(() => structure.setU16(3, 1)).toThrow(ExecutableFormatError);
    expect(() => structure.u8(-1)).toThrow(ExecutableFormatError);
  });

  it('refuses to reach beyond the file', () => {
    expect(() => new FileStructure(file, 'test header', 10, 5)).toThrow('do not fit into a file of 14 bytes');
  });

  it('refuses 64-bit numbers that cannot be a place in a file', () => {
    const huge = new FileStructure(Buffer.alloc(8, 0xff), 'test header', 0, 8);
    expect(() => huge.u64(0)).toThrow('0xffffffffffffffff is too large');
  });

  it('reports an unexpected value with what was expected', () => {
    const structure = new FileStructure(file, 'test header', 2, 8);
    expect(() => structure.expectU16(0, 7, 'kind')).toThrow('kind is 0x201, expected 0x7');
  });

  it('writes into the file it was made for', () => {
    const copy = Buffer.from(file);
    new FileStructure(copy, 'test header', 4, 8).setU64(0, 0x1_0000_0002);
    expect([...copy.subarray(4, 12)]).toEqual([2, 0, 0, 0, 1, 0, 0, 0]);
  });
});

it.each([
  [0, 8, 0],
  [1, 8, 8],
  [8, 8, 8],
  [9, 16, 16],
])('alignUp rounds %i up to a multiple of %i: %i', (value, alignment, expected) => {
  expect(alignUp(value, alignment)).toBe(expected);
});
