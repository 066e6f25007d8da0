import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildAllExecutables,
  executablePath,
  type ProcessResult,
  runProcess,
} from '../helpers/executable.ts';
import { reply, TestHttpServer } from '../helpers/http-server.ts';
import { isLinuxAmd64, isRunByRoot } from '../helpers/system-packages.ts';

const PIPELINE = (url: string): string => `
name: Bare
id: bare
input:
  type: httpPolling
  endpoint: ${url}/people
filters:
  - type: set
    target: seen
    value: true
output:
  type: httpRequest
  endpoint: ${url}/contacts
`;

/**
 * A root directory with nothing in it but the executable, the shared libraries it names and a pipeline: no devices,
 * no temporary directory, no user database, no certificates, and nothing a user without rights may write.
 */
describe.runIf(isLinuxAmd64() && isRunByRoot())('the linux executable alone in a root directory', () => {
  let root: string;
  let server: TestHttpServer;

  beforeAll(async () => {
    await buildAllExecutables();
    server = await TestHttpServer.start();
    root = mkdtempSync(join(tmpdir(), 'bare-root-'));
    const executable = executablePath('linux-amd64');
    copyFileSync(executable, join(root, 'cannectors'));
    chmodSync(join(root, 'cannectors'), 0o755);
    const { stdout } = await runProcess('ldd', [executable]);
    for (const [library] of stdout.matchAll(/\/\S+/g)) {
      mkdirSync(join(root, dirname(library)), { recursive: true });
      copyFileSync(realpathSync(library), join(root, library));
      chmodSync(join(root, library), 0o755);
    }
    writeFileSync(join(root, 'pipeline.yaml'), PIPELINE(server.url));
    chmodSync(root, 0o555);
  });

  afterAll(async () => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  /**
   * Runs a command line in the root directory as a user without rights, name or home, in an empty environment.
   * @param before shell text in front of the whole command
   */
  function run(shell: string, before = ''): Promise<ProcessResult> {
    const inside = `${before} env -i "$(command -v chroot)" --userspec=65532:65532 "${root}" /cannectors ${shell}`;
    return runProcess('/bin/sh', ['-c', inside]);
  }

  test('prints its version and validates', async () => {
    expect(await run('version')).toMatchObject({ exitCode: 0, stderr: '' });
    const { exitCode, stdout, stderr } = await run('validate /pipeline.yaml');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Configuration is valid');
  });

  test('moves records from one HTTP server to another', async () => {
    server.on('/people', reply.text('[{"id":1}]', { headers: { 'Content-Type': 'application/json' } }));
    server.on('/contacts', reply.status(201));
    const { exitCode, stderr } = await run('run /pipeline.yaml');
    // Node.js itself says so when TLS is loaded and there is no certificate store.
    const complaint = 'Cannot open directory /etc/ssl/certs to load OpenSSL certificates.\n';
    expect({ exitCode, stderr: stderr.replace(complaint, '') }).toEqual({ exitCode: 0, stderr: '' });
    const sent = server.requests
      .filter(({ path }) => path === '/contacts')
      .map(({ body }) => JSON.parse(body.toString()));
    expect(sent).toEqual([[{ id: 1, seen: true }]]);
  });

  test('needs nothing on its standard input, which may be a closed pipe', async () => {
    const { exitCode, stdout, stderr } = await run('validate /pipeline.yaml', ': |');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Configuration is valid');
  });

  // Without the null device and with descriptor 0 closed Node.js aborts before any JavaScript runs.
  test('needs no standard input at all once the null device exists', async () => {
    mkdirSync(join(root, 'dev'));
    expect(await runProcess('mknod', ['-m', '666', join(root, 'dev', 'null'), 'c', '1', '3'])).toMatchObject({
      exitCode: 0,
    });
    expect(await run('version <&-')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
