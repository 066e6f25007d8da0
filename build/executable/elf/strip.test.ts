import { describe, expect, it } from 'vitest';
import { elfFixture } from '../fixtures/elf.ts';
import { ExecutableFormatError } from '../format.ts';
import { readElf } from './headers.ts';
import { stripElf } from './strip.ts';

describe.each(['x86-64', 'AArch64'] as const)('stripElf (%s)', (machine) => {
  const original = elfFixture({ machine });
  const stripped = stripElf(original);

  it('drops symbols, comments and their names, and keeps the loaded sections in order', () => {
    const loaded = readElf(original)
      .sections.map((section) => section.name)
      .slice(0, 13);
    expect(readElf(stripped).sections.map((section) => section.name)).toEqual([...loaded, '.shstrtab']);
    expect(loaded).toEqual(expect.arrayContaining(['.dynsym', '.text', '.bss']));
    for (const gone of ['.comment', '.symtab', '/home/linker', 'a_local_symbol']) {
      expect(original.includes(gone)).toBe(true);
      expect(stripped.includes(gone)).toBe(false);
    }
  });

  it('changes nothing of what is loaded but three fields of the file header', () => {
    const end = Math.max(...readElf(original).segments.map((segment) => segment.offset + segment.fileSize));
    const restored = Buffer.from(stripped.subarray(0, end));
    original.copy(restored, 40, 40, 48);
    original.copy(restored, 60, 60, 64);
    expect(restored.equals(original.subarray(0, end))).toBe(true);
  });

  it('keeps all fields of a section header but the place of its name', () => {
    const before = readElf(original).sections;
    for (const { index, header } of readElf(stripped).sections.slice(0, -1)) {
      expect(header.bytes.subarray(4)).toEqual(before[index]?.header.bytes.subarray(4));
    }
  });

  it('leaves its input alone and gives the same result again', () => {
    const input = elfFixture({ machine });
    expect(stripElf(input).equals(stripped)).toBe(true);
    expect(input.equals(original)).toBe(true);
  });

  it('has nothing more to do for a stripped file', () => {
    expect(stripElf(stripped).equals(stripped)).toBe(true);
  });
});

describe('stripElf refuses', () => {
  const original = elfFixture({ machine: 'x86-64' });
  const patched = (change: (file: Buffer) => void) => {
    const file = Buffer.from(original);
    change(file);
    return file;
  };
  const section = (name: string) => {
    const found = readElf(original).sections.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`no section ${name}`);
    return found;
  };

  it.each<[what: string, file: Buffer, message: RegExp]>([
    ['a text file', Buffer.from('#!/bin/sh\n'.repeat(20)), /ELF header.*magic/],
    ['an empty file', Buffer.alloc(0), /ELF header.*do not fit/],
    ['a 32-bit file', patched((file) => file.writeUInt8(1, 4)), /64-bit/],
    ['a relocatable object', patched((file) => file.writeUInt16LE(1, 16)), /neither ET_EXEC nor ET_DYN/],
    ['another machine', patched((file) => file.writeUInt16LE(243, 18)), /machine 243/],
    [
      'an unknown segment type',
      patched((file) => file.writeUInt32LE(0x70000001, 64)),
      /segment type 0x70000001/,
    ],
    [
      'a segment beyond the file',
      patched((file) => file.writeBigUInt64LE(1n << 40n, 64 + 32)),
      /reaches beyond/,
    ],
    [
      'a section table beyond the file',
      patched((file) => file.writeBigUInt64LE(1n << 40n, 40)),
      /section header 0/,
    ],
    ['a file without section names', patched((file) => file.writeUInt16LE(99, 62)), /no section names/],
    [
      'a link to a dropped section',
      patched((file) => file.writeUInt32LE(13, section('.dynsym').header.offset + 40)),
      /\.dynsym links to a dropped section/,
    ],
    [
      'a reference to a dropped section',
      patched((file) => {
        const { offset } = section('.rela.dyn').header;
        file.writeBigUInt64LE(0x42n, offset + 8);
        file.writeUInt32LE(14, offset + 44);
      }),
      /\.rela\.dyn refers to a dropped section/,
    ],
    [
      'a dynamic symbol in a dropped section',
      patched((file) => file.writeUInt16LE(14, section('.dynsym').offset + 24 + 6)),
      /symbol 1 of \.dynsym stands in a dropped section/,
    ],
    [
      'a dropped section among loaded bytes',
      patched((file) => file.writeBigUInt64LE(0x100n, section('.comment').header.offset + 24)),
      /\.comment is not loaded but lies among loaded bytes/,
    ],
    [
      'loaded sections at the end',
      elfFixture({ machine: 'x86-64', loadedSectionAtEnd: true }),
      /loaded section \.late/,
    ],
  ])('%s', (_what, file, message) => {
    expect(() => stripElf(file)).toThrow(message);
    expect(() => stripElf(file)).toThrow(ExecutableFormatError);
  });
});
