import { describe, expect, it } from 'vitest';
import { machOFixture } from '../fixtures/mach-o.ts';
import { ExecutableFormatError } from '../format.ts';
import { COMMAND, findCommand, HEADER, readMachO, requireCommand, requireSegment } from './load-commands.ts';
import { stripMachO } from './strip.ts';

function symbolNames(file: Buffer): string[] {
  const table = requireCommand(readMachO(file), COMMAND.symbolTable);
  const [symbols, count, strings] = [table.u32(8), table.u32(12), table.u32(16)];
  return Array.from({ length: count }, (_, index) => {
    const start = strings + file.readUInt32LE(symbols + index * 16);
    return file.toString('latin1', start, file.indexOf(0, start));
  });
}

function indirectSymbols(file: Buffer): number[] {
  const table = requireCommand(readMachO(file), COMMAND.dynamicSymbolTable);
  return Array.from({ length: table.u32(60) }, (_, index) => file.readUInt32LE(table.u32(56) + index * 4));
}

function offsetOf(file: Buffer, command: number): number {
  return requireCommand(readMachO(file), command).offset;
}

describe.each(['arm64', 'x86-64'] as const)('stripMachO (%s)', (cpu) => {
  const original = machOFixture({ cpu, signed: true });
  const stripped = stripMachO(original);
  const page = cpu === 'arm64' ? 0x4000 : 0x1000;

  it('drops the local symbols with their names and keeps the others in order', () => {
    expect(symbolNames(original)).toEqual(expect.arrayContaining(['_local_one', '/home/linker/object.o']));
    expect(symbolNames(stripped)).toEqual(['__mh_execute_header', '_main', '_malloc', '_printf']);
    expect(stripped.includes('/home/linker')).toBe(false);
  });

  it('renumbers the indirect symbols and leaves markers among them alone', () => {
    expect(indirectSymbols(original)).toEqual([6, 0x80000000, 5]);
    expect(indirectSymbols(stripped)).toEqual([3, 0x80000000, 2]);
  });

  it('counts the remaining symbols from zero', () => {
    const table = requireCommand(readMachO(stripped), COMMAND.dynamicSymbolTable);
    expect([8, 12, 16, 20, 24, 28].map((at) => table.u32(at))).toEqual([0, 0, 0, 2, 2, 2]);
  });

  it('drops the signature and its load command', () => {
    expect(findCommand(readMachO(original), COMMAND.codeSignature)).toBeDefined();
    expect(findCommand(readMachO(stripped), COMMAND.codeSignature)).toBeUndefined();
    expect(stripped.includes(Buffer.alloc(16, 0xee))).toBe(false);
  });

  it('makes __LINKEDIT end with the file and, in memory, with a page', () => {
    const linkEdit = requireSegment(readMachO(stripped), '__LINKEDIT');
    expect(linkEdit.fileOffset + linkEdit.fileSize).toBe(stripped.length);
    expect(linkEdit.fields.u64(32) % page).toBe(0);
    expect(linkEdit.fields.u64(32)).toBeGreaterThanOrEqual(linkEdit.fileSize);
  });

  it('aligns the tables it moves to 8 bytes', () => {
    const machO = readMachO(stripped);
    expect(requireCommand(machO, COMMAND.dynamicSymbolTable).u32(56) % 8).toBe(0);
    expect(requireCommand(machO, COMMAND.symbolTable).u32(16) % 8).toBe(0);
    expect(stripped.length % 8).toBe(0);
  });

  it('changes no byte between the load commands and the symbols', () => {
    const start = 32 + readMachO(original).header.u32(HEADER.commandsSize);
    const end = requireCommand(readMachO(original), COMMAND.symbolTable).u32(8);
    expect(stripped.subarray(start, end).equals(original.subarray(start, end))).toBe(true);
  });

  it('gives the same result for an unsigned file and has nothing more to do for a stripped one', () => {
    expect(stripMachO(machOFixture({ cpu, signed: false })).equals(stripped)).toBe(true);
    expect(stripMachO(stripped).equals(stripped)).toBe(true);
  });

  it('leaves its input alone', () => {
    expect(original.equals(machOFixture({ cpu, signed: true }))).toBe(true);
  });
});

describe('stripMachO refuses', () => {
  const original = machOFixture({ cpu: 'arm64', signed: true });
  const patched = (change: (file: Buffer) => void) => {
    const file = Buffer.from(original);
    change(file);
    return file;
  };
  const dynamic = offsetOf(original, COMMAND.dynamicSymbolTable);
  const symbols = offsetOf(original, COMMAND.symbolTable);
  const firstSymbol = original.readUInt32LE(symbols + 8);
  const indirect = original.readUInt32LE(dynamic + 56);

  it.each<[what: string, file: Buffer, message: RegExp]>([
    ['a text file', Buffer.from('#!/bin/sh\n'.repeat(20)), /Mach-O header.*magic/],
    ['a universal file', patched((file) => file.writeUInt32BE(0xcafebabe, 0)), /magic/],
    ['a library', patched((file) => file.writeUInt32LE(6, 12)), /file type/],
    ['another processor', patched((file) => file.writeUInt32LE(7, 4)), /CPU type 0x7/],
    [
      'an unknown load command',
      machOFixture({ cpu: 'arm64', signed: true, unknownCommand: true }),
      /command 0x7777/,
    ],
    ['a load command of impossible size', patched((file) => file.writeUInt32LE(4, 32 + 4)), /command size 4/],
    [
      'a wrong size of the load commands',
      patched((file) => file.writeUInt32LE(file.readUInt32LE(20) + 8, 20)),
      /behind the last load command/,
    ],
    ['a byte behind the signature', Buffer.concat([original, Buffer.alloc(1)]), /__LINKEDIT ends at/],
    [
      'a signature that is not last',
      patched((file) => file.writeUInt32LE(16, offsetOf(original, COMMAND.codeSignature) + 12)),
      /signature ends at/,
    ],
    [
      'symbols in another order',
      patched((file) => file.writeUInt32LE(1, dynamic + 16)),
      /first external symbol/,
    ],
    [
      'a table of relocations',
      patched((file) => file.writeUInt32LE(1, dynamic + 76)),
      /tables? that executables/,
    ],
    [
      'indirect symbols before the symbols',
      patched((file) => file.writeUInt32LE(firstSymbol - 16, dynamic + 56)),
      /do not follow the symbols/,
    ],
    [
      'strings before the indirect symbols',
      patched((file) => file.writeUInt32LE(indirect, symbols + 16)),
      /strings do not follow/,
    ],
    ['strings that end early', patched((file) => file.writeUInt32LE(16, symbols + 20)), /the strings end at/],
    [
      'a table behind the symbols',
      patched((file) => file.writeUInt32LE(firstSymbol + 16, offsetOf(original, COMMAND.functionStarts) + 8)),
      /ends behind the symbols/,
    ],
    [
      'an indirect symbol that is local',
      patched((file) => file.writeUInt32LE(1, indirect)),
      /symbol 1 is local/,
    ],
    ['an alias symbol', patched((file) => file.writeUInt8(0x0b, firstSymbol + 3 * 16 + 4)), /alias/],
    [
      'a second symbol table',
      patched((file) => file.writeUInt32LE(COMMAND.symbolTable, offsetOf(original, COMMAND.uuid))),
      /second load command 0x2/,
    ],
    ['no symbol table', patched((file) => file.writeUInt32LE(COMMAND.uuid, symbols)), /no load command 0x2/],
  ])('%s', (_what, file, message) => {
    expect(() => stripMachO(file)).toThrow(message);
    expect(() => stripMachO(file)).toThrow(ExecutableFormatError);
  });
});
