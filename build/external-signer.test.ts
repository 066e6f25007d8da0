import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commandLine, signingCommand, writeSigned } from './external-signer.ts';

test.each([
  ['darwin', 'codesign -s id'],
  ['windows', 'signtool sign'],
  ['linux', undefined],
] as const)('the command for %s is %s', (platform, command) => {
  const environment = {
    CANNECTORS_CODESIGN_COMMAND: 'codesign -s id',
    CANNECTORS_SIGNTOOL_COMMAND: 'signtool sign',
  };
  expect(signingCommand(platform, environment)).toBe(command);
});

test('an empty variable is no command', () => {
  expect(signingCommand('darwin', { CANNECTORS_CODESIGN_COMMAND: '' })).toBeUndefined();
});

test.each([
  ['sign', '/a b/c', false, "sign '/a b/c'"],
  ['sign -in {file} -out {file}', '/a/c', false, "sign -in '/a/c' -out '/a/c'"],
  ['sign', "/it's/$HOME", false, "sign '/it'\\''s/$HOME'"],
  ['sign {file}', '/$&/c', false, "sign '/$&/c'"],
  ['sign /a', 'C:\\a b\\c.exe', true, 'sign /a "C:\\a b\\c.exe"'],
])('the command %s for %s is quoted', (command, path, windows, line) => {
  expect(commandLine(command, path, windows)).toBe(line);
});

describe.skipIf(process.platform === 'win32')('signing', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'external signer-'));
    writeFileSync(join(folder, 'built'), 'built ');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('changes a copy under its final name, which then takes its place', async () => {
    await writeSigned(
      join(folder, 'built'),
      join(folder, 'x.exe'),
      'printf "%s" signed:$(basename {file}) >> {file}',
    );
    expect(readFileSync(join(folder, 'x.exe'), 'utf8')).toBe('built signed:x.exe');
    expect(readFileSync(join(folder, 'built'), 'utf8')).toBe('built ');
    expect(readdirSync(folder).sort()).toEqual(['built', 'x.exe']);
  });

  test('that fails is reported with what the command said, and writes nothing', async () => {
    const failing = writeSigned(
      join(folder, 'built'),
      join(folder, 'x.exe'),
      'echo no certificate >&2; false',
    );
    await expect(failing).rejects.toThrow(/signing command failed \(exit code 1\):\nno certificate/);
    expect(readdirSync(folder)).toEqual(['built']);
  });
});
