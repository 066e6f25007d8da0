import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyFileAtomically, replaceFile, writeFileAtomically } from './atomic-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-file-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file is written with its mode whatever the umask, and folders are made', async () => {
  const path = join(folder, 'a', 'b');
  const umask = process.umask(0o077);
  try {
    await writeFileAtomically(path, 'text', 0o755);
  } finally {
    process.umask(umask);
  }
  expect(readFileSync(path, 'utf8')).toBe('text');
  expect(statSync(path).mode & 0o777).toBe(0o755);
});

test('an existing file is replaced by a new one and not written into', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'old');
  const before = statSync(path).ino;
  await writeFileAtomically(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).ino).not.toBe(before);
});

test('a write that fails leaves the old file and nothing else', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'old');
  const failing = replaceFile(path, 0o644, async (part) => {
    writeFileSync(part, 'half');
    throw new Error('disk full');
  });
  await expect(failing).rejects.toThrow('disk full');
  expect(readdirSync(folder)).toEqual(['file']);
  expect(readFileSync(path, 'utf8')).toBe('old');
});

test('a copy has the mode that is asked for, not that of the source', async () => {
  writeFileSync(join(folder, 'source'), 'text', { mode: 0o600 });
  await copyFileAtomically(join(folder, 'source'), join(folder, 'copy'), 0o755);
  expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe('text');
  expect(statSync(join(folder, 'copy')).mode & 0o777).toBe(0o755);
});
