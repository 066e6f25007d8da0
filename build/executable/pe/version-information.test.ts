import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { describe, expect, it } from 'vitest';
import { peFixture } from '../fixtures/pe.ts';
import { readPe } from './headers.ts';
import { productVersionResource, setVersionInformation } from './version-information.ts';

const PRODUCT = { version: '1.2.3', commit: 'abc1234', year: 2026 };
const NODE = { version: '22.0.0', copyright: 'Copyright Node.js contributors.' };

describe('setVersionInformation', () => {
  const original = peFixture({ machine: 'x64', signed: false });
  const changed = setVersionInformation(original, PRODUCT);
  const resources = NtExecutableResource.from(NtExecutable.from(changed)).entries;

  it('names the product in place of Node.js', () => {
    const [information, ...others] = Resource.VersionInfo.fromEntries(resources);
    expect(others).toEqual([]);
    expect(information?.getStringValues({ lang: 1033, codepage: 1200 })).toEqual({
      CompanyName: 'Cannectors',
      ProductName: 'Cannectors',
      FileDescription: 'Cannectors data integration pipelines',
      FileVersion: '1.2.3.0',
      ProductVersion: '1.2.3',
      OriginalFilename: 'cannectors.exe',
      InternalName: 'cannectors',
      LegalCopyright: 'Copyright 2026 Cannectors contributors. Apache-2.0. Copyright Node.js contributors.',
      Comments: 'Commit abc1234, Node.js 22.0.0',
    });
    expect(information?.fixedInfo).toMatchObject({
      fileVersionMS: 0x10002,
      fileVersionLS: 0x30000,
      fileFlags: 0,
    });
  });

  it('keeps the other resources', () => {
    const manifest = resources.find(({ type }) => type === 24);
    expect(Buffer.from(manifest?.bin ?? new ArrayBuffer(0)).toString()).toBe('<assembly/>');
    expect(resources.map(({ type }) => type).sort()).toEqual([16, 24]);
  });

  it('keeps code and data and moves only what follows the resources', () => {
    const [before, after] = [readPe(original), readPe(changed)];
    const resourcesAt = before.sections.find(({ name }) => name === '.rsrc')?.fileOffset ?? 0;
    expect(resourcesAt).toBeGreaterThan(0x400);
    expect(changed.subarray(0x400, resourcesAt).equals(original.subarray(0x400, resourcesAt))).toBe(true);
    expect(after.sections.map(({ name }) => name)).toEqual(before.sections.map(({ name }) => name));
  });

  it('gives the same result again and leaves its input alone', () => {
    expect(setVersionInformation(original, PRODUCT).equals(changed)).toBe(true);
    expect(original.equals(peFixture({ machine: 'x64', signed: false }))).toBe(true);
  });

  it('refuses a file whose resources cannot grow', () => {
    const file = Buffer.from(original);
    const { fields } = readPe(file).sections.at(-1) ?? {};
    fields?.bytes.write('.other\0', 'latin1');
    expect(() => setVersionInformation(file, PRODUCT)).toThrow('expected .rsrc, .reloc');
  });
});

describe('productVersionResource', () => {
  it.each([
    ['0.1.0', [0, 0x1, 0x0, '0.1.0.0'], 0],
    ['1.2.3-3-gabc1234', [1, 2, 0x30003, '1.2.3.3'], 2],
    ['1.2.3-3-gabc1234-dirty', [1, 2, 0x30003, '1.2.3.3'], 2],
    ['1.2.3-rc.1', [1, 2, 0x30000, '1.2.3.0'], 2],
    ['1.2.3+build', [1, 2, 0x30000, '1.2.3.0'], 2],
  ])('turns %s into four numbers', (version, [major, minor, low, text], flags) => {
    const { fixed, strings } = productVersionResource({ ...PRODUCT, version }, NODE);
    expect(fixed.fileVersionMS).toBe(Number(major) * 0x10000 + Number(minor));
    expect(fixed.fileVersionLS).toBe(low);
    expect(fixed.productVersionMS).toBe(fixed.fileVersionMS);
    expect(fixed.productVersionLS).toBe(fixed.fileVersionLS);
    expect(fixed.fileFlags).toBe(flags);
    expect(strings['FileVersion']).toBe(text);
    expect(strings['ProductVersion']).toBe(version);
  });

  it.each(['', 'abc1234', '1.2', 'v1.2.3', '1.2.70000', '1.2.3.4'])('refuses the version "%s"', (version) => {
    expect(() => productVersionResource({ ...PRODUCT, version }, NODE)).toThrow(
      `Version "${version}" does not start with three numbers`,
    );
  });
});
