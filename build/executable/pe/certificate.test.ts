import { describe, expect, it } from 'vitest';
import { peFixture } from '../fixtures/pe.ts';
import { ExecutableFormatError } from '../format.ts';
import { dropCertificate } from './certificate.ts';
import { DIRECTORY, dataDirectory, readPe } from './headers.ts';

describe.each(['x64', 'ARM64'] as const)('dropCertificate (%s)', (machine) => {
  const signed = peFixture({ machine, signed: true });
  const unsigned = peFixture({ machine, signed: false });

  it('cuts the signature off and empties its directory entry', () => {
    expect(dataDirectory(readPe(signed), DIRECTORY.certificate).size).toBe(64);
    const result = dropCertificate(signed);
    expect(result.equals(unsigned)).toBe(true);
    expect(dataDirectory(readPe(result), DIRECTORY.certificate)).toEqual({ address: 0, size: 0 });
  });

  it('copies an unsigned file and leaves its input alone', () => {
    expect(dropCertificate(unsigned).equals(unsigned)).toBe(true);
    expect(signed.equals(peFixture({ machine, signed: true }))).toBe(true);
  });
});

describe('dropCertificate refuses', () => {
  const signed = peFixture({ machine: 'x64', signed: true });
  const optionalHeader = readPe(signed).optionalHeader.offset;
  const patched = (change: (file: Buffer) => void) => {
    const file = Buffer.from(signed);
    change(file);
    return file;
  };

  it.each<[what: string, file: Buffer, message: RegExp]>([
    ['a text file', Buffer.from('#!/bin/sh\n'.repeat(20)), /DOS header.*magic/],
    ['a file without PE signature', patched((file) => file.writeUInt32LE(0, 0x80)), /PE signature/],
    ['another machine', patched((file) => file.writeUInt16LE(0x14c, 0x84)), /machine 0x14c/],
    ['a 32-bit file', patched((file) => file.writeUInt16LE(0x10b, optionalHeader)), /PE32\+/],
    [
      'fewer data directories',
      patched((file) => file.writeUInt32LE(6, optionalHeader + 108)),
      /data directories/,
    ],
    [
      'bytes before the certificate',
      peFixture({ machine: 'x64', signed: true, extraData: Buffer.alloc(8) }),
      /the sections end at/,
    ],
    [
      'bytes behind the sections of an unsigned file',
      peFixture({ machine: 'x64', signed: false, extraData: Buffer.alloc(8) }),
      /the sections end at/,
    ],
    [
      'bytes behind the certificate',
      Buffer.concat([signed, Buffer.alloc(8)]),
      /certificate table.*it ends at/,
    ],
    [
      'a gap between sections',
      patched((file) => file.writeUInt32LE(0x800, optionalHeader + 240 + 40 + 20)),
      /does not start at/,
    ],
  ])('%s', (_what, file, message) => {
    expect(() => dropCertificate(file)).toThrow(message);
    expect(() => dropCertificate(file)).toThrow(ExecutableFormatError);
  });
});
