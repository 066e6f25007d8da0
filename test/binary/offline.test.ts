import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildAllExecutables, PROJECT_ROOT, runProcess } from '../helpers/executable.ts';

let folder: string;

beforeAll(async () => {
  await buildAllExecutables();
  folder = mkdtempSync(join(tmpdir(), 'offline-'));
  const npm = '#!/bin/sh\necho "npm error code ENOTFOUND" >&2\nexit 1\n';
  writeFileSync(join(folder, 'npm'), npm, { mode: 0o755 });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Builds with an npm client that reaches nothing, and a distribution that refuses connections. */
function buildOffline(...argv: string[]) {
  return runProcess(process.execPath, ['build/build.ts', ...argv], {
    cwd: PROJECT_ROOT,
    env: {
      PATH: `${folder}${delimiter}${process.env['PATH']}`,
      npm_execpath: undefined,
      NODE_MIRROR: 'http://127.0.0.1:9',
    },
  });
}

describe.skipIf(process.platform === 'win32')('without a network', () => {
  test('an executable is built from the cached Node.js', async () => {
    const path = join(folder, 'cannectors-arm64');
    const { exitCode, stderr, stdout } = await buildOffline('--target', 'linux-arm64', '--out', path);
    expect({ exitCode, fetched: /fetch/.test(stderr) }).toEqual({ exitCode: 0, fetched: false });
    expect(stdout).toContain('cannectors-arm64');
  });

  test('a Node.js that is not cached is reported with what npm says', async () => {
    const { exitCode, stderr } = await buildOffline('--target', 'linux-arm64', '--node-version', '22.0.0');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /npm view node-linux-(x64|arm64)@22\.0\.0 failed \(exit code 1\):\nnpm error code ENOTFOUND/,
    );
  });

  test('a distribution that cannot be reached is named', async () => {
    const { exitCode, stderr } = await buildOffline('--node-source', 'dist', '--node-version', '22.0.0');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/build: .*cannot download http:\/\/127\.0\.0\.1:9\/v22\.0\.0\/SHASUMS256\.txt/);
  });
});

test.each([
  [
    ['--target', 'plan9-amd64'],
    'build: unknown target "plan9-amd64"; known targets: linux-amd64, linux-arm64',
  ],
  [['--node-source', 'ftp'], 'build: --node-source takes npm or dist'],
])('%j is refused in one line', async (argv, line) => {
  const { exitCode, stderr, stdout } = await buildOffline(...argv);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr.startsWith(line)).toBe(true);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});
