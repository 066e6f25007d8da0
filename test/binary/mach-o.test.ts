import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildAllExecutables, executablePath, runProcess } from '../helpers/executable.ts';
import { brokenPages, type MachO, readMachO, type Segment } from '../helpers/mach-o-reader.ts';
import { LLVM, packagesAreInstalled } from '../helpers/system-packages.ts';

const CPU_TYPE_X86_64 = 0x01000007;
const CPU_TYPE_ARM64 = 0x0100000c;
const EXECUTE = 2;
/** CS_ADHOC and CS_LINKER_SIGNED. */
const AD_HOC_BY_LINKER = 0x20002;
const MAIN_BINARY = 1;
const SHA256 = 2;

beforeAll(async () => {
  await buildAllExecutables();
});

describe.each([
  ['darwin-amd64', CPU_TYPE_X86_64, 0x1000],
  ['darwin-arm64', CPU_TYPE_ARM64, 0x4000],
])('the %s executable', (target, cpuType, memoryPage) => {
  let file: Buffer;
  let image: MachO;

  beforeAll(() => {
    file = readFileSync(executablePath(target));
    image = readMachO(file);
  });

  const segment = (name: string): Segment | undefined =>
    image.segments.find((candidate) => candidate.name === name);

  test('is a program for its processor', () => {
    expect(image).toMatchObject({ cpuType, fileType: EXECUTE });
  });

  test('has an ad hoc signature of one CodeDirectory that covers everything before it', () => {
    expect(image.signature).toMatchObject({
      blobCount: 1,
      version: 0x20400,
      flags: AD_HOC_BY_LINKER,
      identifier: 'cannectors',
      specialSlots: 0,
      hashType: SHA256,
      pageSize: 4096,
      codeLimit: image.signature.fileOffset,
    });
    expect(image.signature.fileOffset % 16).toBe(0);
    expect(image.signature.executableSegment).toEqual({
      base: segment('__TEXT')?.fileOffset,
      limit: segment('__TEXT')?.fileSize,
      flags: MAIN_BINARY,
    });
  });

  test('has the pages its signature says', () => {
    expect(image.signature.pageHashes).toHaveLength(Math.ceil(image.signature.codeLimit / 4096));
    expect(brokenPages(file, image.signature)).toEqual([]);
  });

  test('would be noticed when one byte were another', () => {
    const changed = Buffer.from(file);
    const at = 5_000_000;
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(brokenPages(changed, image.signature)).toEqual([Math.floor(at / 4096)]);
  });

  test('ends with the link information, and that with the signature', () => {
    const last = image.segments.at(-1);
    expect(last?.name).toBe('__LINKEDIT');
    expect((last?.fileOffset ?? 0) + (last?.fileSize ?? 0)).toBe(file.length);
    expect(last?.memorySize).toBe(Math.ceil((last?.fileSize ?? 0) / memoryPage) * memoryPage);
    expect(image.signature.fileOffset).toBeGreaterThan(last?.fileOffset ?? 0);
    expect(image.signature.fileOffset + image.signature.fileSize).toBe(file.length);
  });

  test('has its segments in order, on pages of their own', () => {
    const loaded = image.segments.filter(({ name }) => name !== '__PAGEZERO');
    let [fileEnd, memoryEnd] = [0, 0];
    for (const { fileOffset, fileSize, address, memorySize } of loaded) {
      expect(fileOffset % memoryPage).toBe(0);
      expect(address % memoryPage).toBe(0);
      expect(fileOffset).toBeGreaterThanOrEqual(fileEnd);
      expect(address).toBeGreaterThanOrEqual(memoryEnd);
      [fileEnd, memoryEnd] = [fileOffset + fileSize, address + memorySize];
    }
  });

  test('holds the program in a segment of its own', () => {
    const [section] = segment('NODE_SEA')?.sections ?? [];
    expect(section?.name).toBe('__NODE_SEA_BLOB');
    const blob = file.subarray(section?.fileOffset, (section?.fileOffset ?? 0) + (section?.size ?? 0));
    expect(blob.includes('cannectors.cjs')).toBe(true);
    expect(blob.includes('--openssl-config=/dev/null')).toBe(true);
  });

  test('leaves room between its load commands and the first section', () => {
    const [first] = (segment('__TEXT')?.sections ?? []).filter(({ fileOffset }) => fileOffset > 0);
    expect(image.commandsEnd).toBeLessThanOrEqual(first?.fileOffset ?? 0);
  });

  test.runIf(packagesAreInstalled(LLVM))('is read by llvm-objdump without complaint', async () => {
    const dump = await runProcess('llvm-objdump', ['--macho', '--private-headers', executablePath(target)]);
    expect({ exitCode: dump.exitCode, stderr: dump.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(dump.stdout).toMatch(/cmd LC_CODE_SIGNATURE\s+cmdsize 16/);
    expect(dump.stdout).toContain('segname NODE_SEA');
  });
});
