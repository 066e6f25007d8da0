import { describe, expect, it } from 'vitest';
import { peFixture } from '../fixtures/pe.ts';
import { withChecksum } from './checksum.ts';
import { OPTIONAL_HEADER, readPe } from './headers.ts';

/** The definition, word by word: add, carry, and at the end the length. */
function slowChecksum(file: Buffer, field: number): number {
  const words = Buffer.concat([file, Buffer.alloc(file.length % 2)]);
  words.writeUInt32LE(0, field);
  let sum = 0;
  for (let at = 0; at < words.length; at += 2) {
    sum += words.readUInt16LE(at);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return sum + file.length;
}

describe('withChecksum', () => {
  const even = peFixture({ machine: 'x64', signed: false });
  const field = readPe(even).optionalHeader.offset + OPTIONAL_HEADER.checksum;

  it.each([
    ['even', even],
    ['odd', Buffer.concat([even, Buffer.from([0xff])])],
    ['full of carries', Buffer.concat([even, Buffer.alloc(100_000, 0xff)])],
  ])('writes the checksum of a file whose length is %s', (_what, file) => {
    expect(withChecksum(file).readUInt32LE(field)).toBe(slowChecksum(file, field));
  });

  it('ignores what the field held before', () => {
    const wrong = Buffer.from(even);
    wrong.writeUInt32LE(0xdeadbeef, field);
    expect(withChecksum(wrong).equals(withChecksum(even))).toBe(true);
  });

  it('changes nothing else and leaves its input alone', () => {
    const before = Buffer.from(even);
    const result = withChecksum(even);
    expect(even.equals(before)).toBe(true);
    result.writeUInt32LE(0, field);
    expect(result.equals(even)).toBe(true);
  });
});
