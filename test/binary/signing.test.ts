import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildAllExecutables, PROJECT_ROOT, runBuildScript, runProcess } from '../helpers/executable.ts';
import { OSSLSIGNCODE, packagesAreInstalled } from '../helpers/system-packages.ts';

let folder: string;

beforeAll(async () => {
  await buildAllExecutables();
  folder = mkdtempSync(join(tmpdir(), 'signing-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.platform === 'win32')('a signing command that fails fails the build', async () => {
  const out = join(folder, 'unsigned');
  const { exitCode, stderr } = await runProcess(
    process.execPath,
    ['build/build.ts', '--target', 'darwin-arm64', '--out', out],
    { cwd: PROJECT_ROOT, env: { CANNECTORS_CODESIGN_COMMAND: 'echo no identity >&2; false' } },
  );
  expect(exitCode).toBe(1);
  expect(stderr).toContain('build: darwin-arm64: the signing command failed (exit code 1):\nno identity');
});

describe.runIf(packagesAreInstalled(OSSLSIGNCODE))('the Windows executable signed with a certificate', () => {
  test('still holds the program, and its Authenticode signature is valid', async () => {
    const [key, certificate, out] = ['key.pem', 'certificate.pem', 'cannectors.exe'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    const made = await runProcess('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=throw-away'],
      ...['-addext', 'extendedKeyUsage=codeSigning', '-keyout', key, '-out', certificate],
    ]);
    expect(made).toMatchObject({ exitCode: 0 });
    const command =
      `osslsigncode sign -h sha256 -certs '${certificate}' -key '${key}' -in {file} -out {file}.signed && ` +
      'mv {file}.signed {file}';
    const table = await runBuildScript(
      PROJECT_ROOT,
      ['build/build.ts', '--target', 'windows-amd64', '--out', out],
      {
        CANNECTORS_SIGNTOOL_COMMAND: command,
      },
    );
    expect(table).toContain('signed by command');
    const verified = await runProcess('osslsigncode', ['verify', '-CAfile', certificate, '-in', out]);
    expect(verified.stdout).toContain('Signature verification: ok');
  }, 120_000);
});
