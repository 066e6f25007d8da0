import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBuildRecord, writeBuildRecord } from './build-record.ts';
import { ContentCache } from './content-cache.ts';

let root: string;
let cache: ContentCache;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-record-'));
  cache = new ContentCache(join(root, 'cache'));
  for (const name of ['blob', 'prepared']) writeFileSync(join(root, name), name);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const record = (signedExternally: boolean) => ({
  target: 'linux-amd64',
  blobPath: join(root, 'blob'),
  preparedPath: join(root, 'prepared'),
  signedExternally,
});

test('a build is remembered by the checksum of its file, the last one wins', async () => {
  expect(await readBuildRecord(cache, 'abc')).toBeUndefined();
  await writeBuildRecord(cache, 'abc', record(false));
  await writeBuildRecord(cache, 'abc', record(true));
  expect(await readBuildRecord(cache, 'abc')).toEqual(record(true));
});

test('a build whose parts have left the cache is not known', async () => {
  await writeBuildRecord(cache, 'abc', record(false));
  rmSync(join(root, 'prepared'));
  expect(await readBuildRecord(cache, 'abc')).toBeUndefined();
});
