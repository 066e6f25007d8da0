import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { injectBlob, notableMessages } from './inject.ts';

test('messages about the names of note sections are left out and others are kept once', () => {
  const lines = [
    "warning: Can't find string offset for section name '.note.100'",
    "warning: Can't find string offset for section name '.note'",
    "warning: Can't find string offset for section name '.text'",
    'The signature seems corrupted!',
    'The signature seems corrupted!',
    '',
  ];
  expect(notableMessages(lines)).toEqual([
    "warning: Can't find string offset for section name '.text'",
    'The signature seems corrupted!',
  ]);
});

test('a file that is no executable is refused, and the console is given back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'inject-'));
  const { log, warn } = console;
  try {
    const path = join(folder, 'text');
    writeFileSync(path, 'not an executable');
    await expect(injectBlob(path, Buffer.from('blob'))).rejects.toThrow(/ELF, PE, or Mach-O/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  expect(console.log).toBe(log);
  expect(console.warn).toBe(warn);
});
