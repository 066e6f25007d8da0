import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildAllExecutables,
  executablePath,
  type ProcessOptions,
  runProcess,
} from '../helpers/executable.ts';
import { reply, TestHttpServer } from '../helpers/http-server.ts';
import { selfSignedCertificate } from '../helpers/self-signed-certificate.ts';
import { isLinuxAmd64 } from '../helpers/system-packages.ts';

const PIPELINE = (url: string): string => `
name: Trust
id: trust
input:
  type: httpPolling
  endpoint: ${url}/people
filters: []
output:
  type: httpRequest
  endpoint: ${url}/contacts
`;

describe.runIf(isLinuxAmd64())('the linux executable', () => {
  let folder: string;
  let server: TestHttpServer;

  beforeAll(async () => {
    await buildAllExecutables();
    folder = mkdtempSync(join(tmpdir(), 'system-trust-'));
    const tls = selfSignedCertificate();
    writeFileSync(join(folder, 'store.pem'), tls.cert);
    server = await TestHttpServer.start({ tls });
    server.on('/people', reply.text('[{"id":1}]', { headers: { 'Content-Type': 'application/json' } }));
    server.on('/contacts', reply.status(201));
    writeFileSync(join(folder, 'pipeline.yaml'), PIPELINE(server.url));
  });

  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (env: NonNullable<ProcessOptions['env']>) =>
    runProcess(executablePath('linux-amd64'), ['run', 'pipeline.yaml'], { cwd: folder, env });

  test('trusts a certificate in the store of the operating system', async () => {
    const { exitCode, stdout } = await run({ SSL_CERT_FILE: join(folder, 'store.pem') });
    expect({ exitCode, done: stdout.includes('Pipeline executed successfully') }).toEqual({
      exitCode: 0,
      done: true,
    });
  });

  test('does not trust one that is not in it', async () => {
    const { exitCode, stderr } = await run({ SSL_CERT_FILE: undefined });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('failed to verify certificate');
  });
});
