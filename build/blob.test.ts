import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type BlobSettings,
  checkBlobSettings,
  completeBlobSettings,
  readBlobSettings,
  writeBlob,
} from './blob.ts';
import { ContentCache } from './content-cache.ts';

const settings: BlobSettings = {
  main: 'cannectors.cjs',
  output: 'cannectors.blob',
  disableExperimentalSEAWarning: true,
  useSnapshot: false,
  useCodeCache: false,
  execArgvExtension: 'none',
  execArgv: ['--disable-sigusr1'],
};

test('the settings of the project keep the executable closed', async () => {
  const own = await readBlobSettings(join(import.meta.dirname, '..', 'sea-config.json'));
  expect(own.execArgvExtension).toBe('none');
  expect(own.execArgv).toEqual([
    '--disable-sigusr1',
    '--disable-warning=ExperimentalWarning',
    '--use-system-ca',
  ]);
  expect(own.disableExperimentalSEAWarning).toBe(true);
});

test.each([
  ['linux', '--openssl-config=/dev/null'],
  ['darwin', '--openssl-config=/dev/null'],
  ['windows', '--openssl-config=NUL'],
] as const)('on %s OpenSSL reads no file of the environment', (platform, argument) => {
  expect(completeBlobSettings(settings, platform, []).execArgv).toEqual([argument, '--disable-sigusr1']);
});

test('assets are listed by name, in one order', () => {
  const { assets } = completeBlobSettings(settings, 'linux', ['lib/b.js', 'a.json']);
  expect(Object.entries(assets ?? {})).toEqual([
    ['a.json', 'assets/a.json'],
    ['lib/b.js', 'assets/lib/b.js'],
  ]);
});

test.each<[Partial<BlobSettings>, RegExp]>([
  [{ execArgvExtension: 'env' }, /"execArgvExtension" must be "none"/],
  [{ execArgv: [] }, /--disable-sigusr1/],
  [{ useSnapshot: true }, /"useSnapshot"/],
  [{ useCodeCache: true }, /"useCodeCache"/],
  [{ main: '/home/jo/cannectors.cjs' }, /"main" must be a plain file name/],
  [{ output: '../blob' }, /"output"/],
  [{ assets: { a: 'b' } }, /"assets" must be absent/],
])('settings with %j are refused', (change, message) => {
  expect(() => checkBlobSettings({ ...settings, ...change })).toThrow(message);
});

describe('a written blob', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'blob-'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const node = { path: process.execPath, version: process.versions.node };
  const content = {
    settings,
    platform: 'linux' as const,
    main: 'console.log(1)',
    assets: new Map([['a.txt', Buffer.from('text of the asset')]]),
    node,
  };

  test('holds the main file, the assets and the arguments, and no path of this machine', async () => {
    const blob = readFileSync((await writeBlob(new ContentCache(root), content)).path);
    for (const text of [
      'cannectors.cjs',
      'console.log(1)',
      'a.txt',
      'text of the asset',
      '--openssl-config=/dev/null',
    ]) {
      expect(blob.includes(text)).toBe(true);
    }
    expect(blob.includes(root)).toBe(false);
  });

  test('is the same in another folder, and another one when anything differs', async () => {
    const one = await writeBlob(new ContentCache(join(root, 'one')), content);
    const two = await writeBlob(new ContentCache(join(root, 'two')), content);
    expect(two.sha256).toBe(one.sha256);
    const windows = await writeBlob(new ContentCache(join(root, 'one')), { ...content, platform: 'windows' });
    expect(windows.sha256).not.toBe(one.sha256);
  });

  test('is taken from the cache without starting Node.js', async () => {
    const cache = new ContentCache(root);
    const first = await writeBlob(cache, content);
    const second = await writeBlob(cache, { ...content, node: { ...node, path: join(root, 'absent') } });
    expect(second).toEqual(first);
  });

  test('that Node.js refuses to write is reported', async () => {
    const other = { ...content, node: { ...node, path: '/bin/false' } };
    await expect(writeBlob(new ContentCache(root), other)).rejects.toThrow(/wrote no blob \(exit code 1\)/);
  });
});
