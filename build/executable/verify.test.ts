import { beforeAll, describe, expect, it } from 'vitest';
import { finishExecutable } from './finish.ts';
import { u32, u64 } from './fixtures/bytes.ts';
import { elfFixture } from './fixtures/elf.ts';
import { type Injected, inject } from './fixtures/injected.ts';
import { machOFixture } from './fixtures/mach-o.ts';
import { peFixture } from './fixtures/pe.ts';
import { ExecutableFormatError, type Platform } from './format.ts';
import { extractBlob, verifyExecutable } from './verify.ts';

const BLOB = Buffer.from('the blob of this test, 0123456789');
const FIXTURES: [name: string, platform: Platform, original: Buffer][] = [
  ['ELF x86-64', 'linux', elfFixture({ machine: 'x86-64' })],
  ['ELF AArch64', 'linux', elfFixture({ machine: 'AArch64' })],
  ['Mach-O arm64', 'darwin', machOFixture({ cpu: 'arm64', signed: true })],
  ['Mach-O x86-64', 'darwin', machOFixture({ cpu: 'x86-64', signed: true })],
  ['PE x64', 'windows', peFixture({ machine: 'x64', signed: true })],
  ['PE ARM64', 'windows', peFixture({ machine: 'ARM64', signed: true })],
];

/** The only place of `needle` in the file; a test that changed another place would prove nothing. */
function placeOf(file: Buffer, needle: Buffer | string): number {
  const at = file.indexOf(needle, 0, 'latin1');
  if (at < 0 || file.indexOf(needle, at + 1, 'latin1') >= 0)
    throw new Error('the text is not in the file exactly once');
  return at;
}

/** Adds one to the byte `distance` behind `needle`. */
function bump(file: Buffer, needle: Buffer | string, distance = 0): void {
  const at = placeOf(file, needle) + distance;
  file[at] = ((file[at] ?? 0) + 1) % 256;
}

type Tampering = [what: string, change: (file: Buffer) => void, finding: RegExp];

/** Applies the change to what postject wrote, so that checksum and signature are right and only the change is found. */
function findingsAfter(made: Injected, change: (file: Buffer) => void): string[] {
  const changed = Buffer.from(made.injected);
  change(changed);
  return verifyExecutable(finishExecutable(made.platform, changed, 'cannectors'), made);
}

/** Each fixture is injected once. */
const MADE = new Map<string, Injected>();
beforeAll(async () => {
  for (const [name, platform, original] of FIXTURES) MADE.set(name, await inject(platform, original, BLOB));
});

function madeFrom(name: string): Injected {
  const made = MADE.get(name);
  if (made === undefined) throw new Error(`there is no fixture ${name}`);
  return made;
}

describe.each(FIXTURES)('%s after prepare, postject and finish', (name, platform) => {
  let made: Injected;
  beforeAll(() => {
    made = madeFrom(name);
  });

  it('is found good', () => {
    expect(verifyExecutable(made.finished, made)).toEqual([]);
  });

  it('gives the blob back', () => {
    expect(extractBlob(platform, made.finished).equals(BLOB)).toBe(true);
  });

  it('is found bad when another blob is expected', () => {
    const findings = verifyExecutable(made.finished, { ...made, blob: Buffer.from('another') });
    expect(findings).toEqual(['the blob in the file is not the one that was injected']);
  });

  it('is found bad when it holds a forbidden text', () => {
    const findings = verifyExecutable(made.finished, { ...made, forbiddenText: ['blob of this'] });
    expect(findings).toEqual([expect.stringMatching(/^forbidden text "blob of this" at offset 0x/)]);
  });

  it('is found bad when its fuse is off', () => {
    const findings = findingsAfter(made, (file) => bump(file, ':1\0', 1));
    expect(findings).toContainEqual(expect.stringContaining('the fuse reads ":2"'));
  });

  it('is found bad before injection', () => {
    const findings = verifyExecutable(made.prepared, made);
    expect(findings).toContainEqual(expect.stringContaining('the fuse reads ":0"'));
    expect(() => extractBlob(platform, made.prepared)).toThrow(ExecutableFormatError);
  });

  it('is found bad, without an exception, when it is cut off anywhere', () => {
    for (const part of [0, 0.01, 0.1, 0.5, 0.9, 0.999]) {
      const cut = made.finished.subarray(0, Math.floor(made.finished.length * part));
      expect(verifyExecutable(cut, made)).not.toEqual([]);
    }
  });

  it.skipIf(platform === 'linux')('is found bad when any byte changes', () => {
    // Nothing tells the verification which identifier the signature should have.
    const identifier = made.finished.lastIndexOf('cannectors\0');
    for (
      let at = 0;
      at < made.finished.length;
      at += platform === 'darwin' && at > identifier - 200 ? 1 : 61
    ) {
      if (platform === 'darwin' && at >= identifier && at < identifier + 'cannectors'.length) continue;
      const file = Buffer.from(made.finished);
      file[at] = (file[at] ?? 0) ^ 0x10;
      expect(verifyExecutable(file, made), `byte ${at}`).not.toEqual([]);
    }
  });

  it('is found bad when it belongs to another platform', () => {
    const other: Platform = platform === 'linux' ? 'windows' : 'linux';
    expect(verifyExecutable(made.finished, { ...made, platform: other })).toContainEqual(
      expect.stringContaining('not a'),
    );
  });
});

describe('verification of ELF', () => {
  let made: Injected;
  beforeAll(() => {
    made = madeFrom('ELF x86-64');
  });
  const CODE = Buffer.alloc(512, 0x90);
  const EXPORT = u64(0x401000, 8);
  const programHeader = (file: Buffer, index: number) => Number(file.readBigUInt64LE(32)) + index * 56;
  const added = 3;

  it.each<Tampering>([
    ['changed code', (file) => bump(file, CODE), /^unexpected change at offset/],
    ['a changed entry point', (file) => file.writeUInt8(1, 24), /^unexpected change at offset 0x18$/],
    ['changed data', (file) => bump(file, Buffer.alloc(64, 7), 63), /^unexpected change/],
    ['a moved exported symbol', (file) => bump(file, EXPORT), /dynamic symbols are not the same set/],
    [
      'a renamed exported symbol',
      (file) => bump(file, 'exported_two'),
      /dynamic symbols are not the same set/,
    ],
    [
      'an exported symbol missing in the hash table',
      (file) => bump(file, u32(1, 2, 1, 6), 24),
      /cannot be found, among them/,
    ],
    ['another library', (file) => bump(file, 'libc.so.6'), /dynamic section changed/],
    ['another library version', (file) => bump(file, 'VERSION_1'), /library versions changed/],
    ['a changed relocation', (file) => bump(file, u64(0x420200)), /relocations changed/],
    [
      'a writable new segment',
      (file) => file.writeUInt32LE(6, programHeader(file, added) + 4),
      /no read-only segment was added/,
    ],
    [
      'overlapping segments',
      (file) => file.writeBigUInt64LE(0x420000n, programHeader(file, added) + 16),
      /segment at address 0x420000 overlaps/,
    ],
    [
      'a segment that cannot be mapped',
      (file) => file.writeBigUInt64LE(0x830008n, programHeader(file, added) + 16),
      /0x830008 cannot be mapped/,
    ],
    [
      'a segment beyond the file',
      (file) => file.writeBigUInt64LE(1n << 30n, programHeader(file, added) + 32),
      /reaches beyond the file/,
    ],
    ['a lost segment', (file) => file.writeUInt32LE(0, programHeader(file, 2)), /segment of type 1 was lost/],
    [
      'an executable data segment',
      (file) => file.writeUInt32LE(7, programHeader(file, 2) + 4),
      /type 1 was lost or changed/,
    ],
    ['a changed note', (file) => bump(file.subarray(0x30000), u32(1, 2, 3, 4)), /the notes changed/],
    [
      'program headers on top of code',
      (file) => {
        const code = placeOf(file, CODE);
        file.copy(file, code, programHeader(file, 0), programHeader(file, 8));
        file.writeBigUInt64LE(BigInt(code), 32);
      },
      /program headers lie on bytes of a segment/,
    ],
  ])('finds %s', (_what, change, finding) => {
    expect(findingsAfter(made, change)).toContainEqual(expect.stringMatching(finding));
  });
});

describe('verification of Mach-O', () => {
  let made: Injected;
  beforeAll(() => {
    made = madeFrom('Mach-O arm64');
  });
  const CODE = Buffer.alloc(64, 0x90);
  const blobSegment = (file: Buffer) => file.indexOf('NODE_SEA\0') - 8;

  it.each<Tampering>([
    ['changed code', (file) => bump(file, CODE), /^unexpected change at offset 0x800$/],
    ['changed data', (file) => bump(file, Buffer.alloc(8, 7)), /^unexpected change/],
    ['a moved symbol', (file) => bump(file, u64(0x1_0000_0804)), /symbols changed/],
    ['a renamed symbol', (file) => bump(file, '_malloc\0_printf'), /symbols changed/],
    ['another indirect symbol', (file) => bump(file, u32(3, 0x80000000)), /indirect symbols changed/],
    ['another export', (file) => bump(file, Buffer.from('_main\0\x09'), 0), /exports changed/],
    [
      'changed bind instructions',
      (file) => bump(file, '_printf\0\x90'),
      /table 32 of load command 0x80000022 changed/,
    ],
    [
      'changed function starts',
      (file) => bump(file, Buffer.from([0x84, 0x20, 0])),
      /table 8 of load command 0x26 changed/,
    ],
    ['another library', (file) => bump(file, 'libSystem'), /load commands were lost or changed/],
    ['changed header flags', (file) => file.writeUInt32LE(1, 24), /header changed/],
    [
      'a writable blob segment',
      (file) => file.writeUInt32LE(3, blobSegment(file) + 60),
      /NODE_SEA is not read-only/,
    ],
    [
      'a segment that is not page-aligned',
      (file) => file.writeBigUInt64LE(0x1_0000_9000n, blobSegment(file) + 24),
      /NODE_SEA is not made of pages/,
    ],
    [
      'overlapping segments',
      (file) => file.writeBigUInt64LE(0x1_0000_4000n, blobSegment(file) + 24),
      /NODE_SEA overlaps the one before in memory/,
    ],
    ['data behind the blob', (file) => bump(file, BLOB, BLOB.length + 8), /gap at offset .* is not empty/],
    ['data behind the load commands', (file) => file.writeUInt8(1, 0x7ff), /gap at offset .* is not empty/],
  ])('finds %s', (_what, change, finding) => {
    expect(findingsAfter(made, change)).toContainEqual(expect.stringMatching(finding));
  });

  it('finds a missing signature', () => {
    expect(verifyExecutable(made.injected, made)).toContain('there is no code signature');
  });

  it('finds pages that changed after signing', () => {
    const file = Buffer.from(made.finished);
    bump(file, BLOB, BLOB.length + 8);
    expect(verifyExecutable(file, made)).toContainEqual(
      expect.stringMatching(/^1 pages have another hash, the first/),
    );
  });

  const directory = Buffer.from('fade0c02', 'hex');
  it.each<[what: string, distance: number, finding: RegExp]>([
    ['magic', 0, /magic of the code directory is 0xfbde0c02/],
    ['flags', 15, /flags .* is 0x20003, expected 0x20002/],
    ['code limit', 35, /code limit/],
    ['hash type', 37, /type of the hashes/],
    ['size of the executable segment', 79, /size of the executable segment/],
  ])('finds a signature with a wrong %s', (_what, distance, finding) => {
    const file = Buffer.from(made.finished);
    bump(file, directory, distance);
    expect(verifyExecutable(file, made)).toContainEqual(expect.stringMatching(finding));
  });
});

describe('verification of PE', () => {
  let made: Injected;
  beforeAll(() => {
    made = madeFrom('PE x64');
  });
  const CODE = Buffer.alloc(300, 0xcc);
  const optionalHeader = 0x80 + 24;
  const sectionTable = optionalHeader + 240;
  const sectionCount = 4;

  it.each<Tampering>([
    ['changed code', (file) => bump(file, CODE), /^unexpected change at offset 0x400$/],
    [
      'a changed entry point',
      (file) => file.writeUInt8(1, optionalHeader + 16),
      /^unexpected change at offset 0x/,
    ],
    [
      'a certificate entry',
      (file) => file.writeUInt32LE(8, optionalHeader + 112 + 36),
      /certificate directory is not empty/,
    ],
    ['a changed manifest', (file) => bump(file, '<assembly/>'), /resources were lost or changed/],
    [
      'changed version information',
      (file) => bump(file, Buffer.from('Cannectors data', 'utf16le')),
      /resources were lost or changed/,
    ],
    [
      'data where the resources were',
      (file) => file.writeUInt8(1, 0x810),
      /room of the old resources is not empty/,
    ],
    [
      'a writable section',
      (file) => bump(file, '.rdata\0\0', 39),
      /sections other than the resources changed/,
    ],
    [
      'a section that is not aligned',
      (file) => bump(file, '.reloc\0\0', 12),
      /section .reloc is misplaced in memory/,
    ],
    ['a wrong image size', (file) => file.writeUInt32LE(0x9000, optionalHeader + 56), /size of the image/],
    [
      'resources that are writable',
      (file) => file.writeUInt32LE(0xc0000040, sectionTable + (sectionCount - 1) * 40 + 36),
      /resources are not the last section/,
    ],
  ])('finds %s', (_what, change, finding) => {
    expect(findingsAfter(made, change)).toContainEqual(expect.stringMatching(finding));
  });

  it('finds a wrong checksum', () => {
    expect(verifyExecutable(made.injected, made)).toContainEqual(
      expect.stringMatching(/^the checksum is 0x/),
    );
  });

  it('finds bytes behind the last section', () => {
    const file = finishExecutable('windows', Buffer.concat([made.injected, Buffer.alloc(512)]), 'cannectors');
    expect(verifyExecutable(file, made)).toContainEqual(expect.stringMatching(/^the sections end at/));
  });
});
