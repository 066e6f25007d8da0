import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toolchainDigest } from './toolchain-digest.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolchain-'));
  for (const name of ['assemble.ts', 'inject.ts', 'executable']) {
    cpSync(join(import.meta.dirname, name), join(folder, name), { recursive: true });
  }
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lock = (integrity: string) => ({ packages: { 'node_modules/postject': { integrity } } });

test('the same code elsewhere has the same digest', async () => {
  expect(await toolchainDigest(folder, lock('a'))).toBe(
    await toolchainDigest(import.meta.dirname, lock('a')),
  );
});

test.each(['assemble.ts', 'executable/finish.ts', 'executable/new/file.ts'])(
  'another %s is another digest',
  async (name) => {
    const before = await toolchainDigest(folder, lock('a'));
    cpSync(join(folder, 'inject.ts'), join(folder, name));
    expect(await toolchainDigest(folder, lock('a'))).not.toBe(before);
  },
);

test('another injector is another digest, and a test file is none', async () => {
  const before = await toolchainDigest(folder, lock('a'));
  expect(await toolchainDigest(folder, lock('b'))).not.toBe(before);
  writeFileSync(join(folder, 'executable', 'x.test.ts'), '');
  expect(await toolchainDigest(folder, lock('a'))).toBe(before);
});
