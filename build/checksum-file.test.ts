import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readChecksums, updateChecksums } from './checksum-file.ts';
import { sha256 } from './integrity.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checksum-file-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder without a list has no checksums', async () => {
  expect(await readChecksums(folder)).toEqual(new Map());
});

test('new files are entered, present ones kept, and absent ones dropped', async () => {
  for (const name of ['a', 'b', 'c']) {
    writeFileSync(join(folder, name), name);
  }
  await updateChecksums(folder, new Map(['a', 'b'].map((name) => [name, sha256(name)])));
  rmSync(join(folder, 'a'));
  await updateChecksums(folder, new Map([['c', sha256('c')]]));
  expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8')).toBe(`${sha256('b')}  b\n${sha256('c')}  c\n`);
});
