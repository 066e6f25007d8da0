import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { machOFixture } from '../fixtures/mach-o.ts';
import { ExecutableFormatError } from '../format.ts';
import { COMMAND, HEADER, readMachO, requireCommand, requireSegment } from './load-commands.ts';
import { signMachO } from './signature.ts';
import { stripMachO } from './strip.ts';

const IDENTIFIER = 'cannectors';

describe.each(['arm64', 'x86-64'] as const)('signMachO (%s)', (cpu) => {
  const unsigned = stripMachO(machOFixture({ cpu, signed: true }));
  const signed = signMachO(unsigned, IDENTIFIER);
  const command = requireCommand(readMachO(signed), COMMAND.codeSignature);
  const start = command.u32(8);
  const signature = signed.subarray(start);
  const directory = signature.subarray(20);

  it('appends the signature at a multiple of 16 and announces its place', () => {
    expect(start).toBe(Math.ceil(unsigned.length / 16) * 16);
    expect(start + command.u32(12)).toBe(signed.length);
    const linkEdit = requireSegment(readMachO(signed), '__LINKEDIT');
    expect(linkEdit.fileOffset + linkEdit.fileSize).toBe(signed.length);
  });

  it('wraps one code directory, all in big endian', () => {
    expect(signature.subarray(0, 20).toString('hex')).toBe(
      `fade0cc0${signature.length.toString(16).padStart(8, '0')}000000010000000000000014`,
    );
  });

  it('describes an ad-hoc, linker-signed main executable', () => {
    const pages = Math.ceil(start / 4096);
    const text = requireSegment(readMachO(signed), '__TEXT');
    const hex = (value: number, bytes = 4) => value.toString(16).padStart(bytes * 2, '0');
    expect(directory.subarray(0, 88).toString('hex')).toBe(
      [
        ...['fade0c02', hex(directory.length), '00020400', '00020002'],
        ...[hex(88 + IDENTIFIER.length + 1), hex(88), hex(0), hex(pages), hex(start)],
        ...['20', '02', '00', '0c', hex(0), hex(0), hex(0), hex(0), hex(0, 8)],
        ...[hex(text.fileOffset, 8), hex(text.fileSize, 8), hex(1, 8)],
      ].join(''),
    );
    expect(directory.toString('latin1', 88, 88 + IDENTIFIER.length + 1)).toBe(`${IDENTIFIER}\0`);
  });

  it('holds the SHA-256 of every page of the final file, the last one short', () => {
    const expected: string[] = [];
    for (let at = 0; at < start; at += 4096) {
      expected.push(
        createHash('sha256')
          .update(signed.subarray(at, Math.min(at + 4096, start)))
          .digest('hex'),
      );
    }
    expect(start % 4096).not.toBe(0);
    expect(directory.subarray(88 + IDENTIFIER.length + 1).toString('hex')).toBe(expected.join(''));
  });

  it('changes nothing but the header before the signature', () => {
    const commandsEnd = 32 + readMachO(signed).header.u32(HEADER.commandsSize);
    const tail = unsigned.subarray(commandsEnd);
    expect(signed.subarray(commandsEnd, unsigned.length).equals(tail)).toBe(true);
    expect(unsigned.equals(stripMachO(machOFixture({ cpu, signed: true })))).toBe(true);
  });

  it('refuses a file that is signed already', () => {
    expect(() => signMachO(signed, IDENTIFIER)).toThrow(ExecutableFormatError);
    expect(() => signMachO(signed, IDENTIFIER)).toThrow('signed already');
  });

  it('refuses a header without room for one more load command', () => {
    const crowded = Buffer.from(unsigned);
    const text = requireSegment(readMachO(crowded), '__TEXT').fields;
    text.setU32(72 + 48, 32 + readMachO(crowded).header.u32(HEADER.commandsSize) + 8);
    expect(() => signMachO(crowded, IDENTIFIER)).toThrow('no room for the signature command');
  });
});
