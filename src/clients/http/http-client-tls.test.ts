import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { reply, TestHttpServer } from '../../../test/helpers/http-server.ts';
import {
  type SelfSignedCertificate,
  selfSignedCertificate,
} from '../../../test/helpers/self-signed-certificate.ts';
import { HttpClient } from './http-client.ts';
import type { HttpRequest } from './http-message.ts';
import { requestUrl } from './request-url.ts';

const NEVER = new AbortController().signal;
const trusted = selfSignedCertificate();
const expired = selfSignedCertificate({ notBefore: new Date(0), notAfter: new Date(1000) });
const misnamed = selfSignedCertificate({ hosts: ['other.example'] });
const folder = mkdtempSync(join(tmpdir(), 'cannectors-tls-'));
const open: { close(): Promise<void> }[] = [];

beforeAll(() => {
  // The store of the operating system, as far as this process is concerned; read once, at its first use.
  const file = join(folder, 'trusted.pem');
  writeFileSync(file, trusted.cert + expired.cert + misnamed.cert);
  process.env['SSL_CERT_FILE'] = file;
});

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

afterAll(() => rmSync(folder, { recursive: true }));

async function start(tls?: SelfSignedCertificate): Promise<TestHttpServer> {
  const server = await TestHttpServer.start(tls === undefined ? {} : { tls });
  open.push(server);
  return server;
}

function get(url: string): HttpRequest {
  return { method: 'GET', url: requestUrl(url), headers: [], timeoutMs: 20_000, keep: 'all' };
}

function newClient(): HttpClient {
  const client = new HttpClient();
  open.push(client);
  return client;
}

describe('a certificate', () => {
  it.each([
    ['that vouches for itself', selfSignedCertificate(), 'self-signed certificate'],
    ['of the past', expired, 'certificate has expired'],
    ['of another host', misnamed, "does not match certificate's altnames"],
  ])('%s is refused and the server sees no request', async (_, certificate, reason) => {
    const server = await start(certificate);
    server.on('/x', reply.json([]));
    const error: unknown = await newClient()
      .send(get(`${server.url}/x?k=hunter2`), NEVER)
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ category: 'network', message: expect.stringContaining(reason) });
    expect((error as Error).message).toContain(
      `network error: failed to verify certificate of ${server.host}: `,
    );
    expect((error as Error).message).not.toContain('hunter2');
    expect(server.requests).toEqual([]);
  });

  it('is verified even when the environment says otherwise', async () => {
    const server = await start(selfSignedCertificate());
    server.on('/x', reply.json([]));
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      await expect(newClient().send(get(`${server.url}/x`), NEVER)).rejects.toThrow(
        'failed to verify certificate',
      );
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
    expect(server.requests).toEqual([]);
  });

  it('known to the operating system is accepted by requests at the same time', async () => {
    const server = await start(trusted);
    server.on('/x', reply.json([]));
    const client = newClient();
    const answers = [1, 2, 3].map(() => client.send(get(`${server.url}/x`), NEVER));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(server.requests).toHaveLength(3);
  });

  it('known to the operating system is accepted, with one request', async () => {
    const server = await start(trusted);
    server.on('/x', reply.json([]));
    const client = newClient();
    expect(await client.send(get(`${server.url}/x`), NEVER)).toMatchObject({ status: 200 });
    expect(await client.send(get(`${server.url}/x`), NEVER)).toMatchObject({ status: 200 });
    expect(server.requests).toHaveLength(2);
  });
});

describe('a redirect from https', () => {
  it('to http is refused and the target is not called', async () => {
    const plain = await start();
    const server = await start(trusted);
    plain.on('/b', reply.json([]));
    server.on('/a', reply.redirect(302, `${plain.url}/b?token=hunter2`));
    await expect(newClient().send(get(`${server.url}/a`), NEVER)).rejects.toThrow(
      `network error: redirect from https to http is refused, Location ${plain.url}/b (GET ${server.url}/a)`,
    );
    expect(plain.requests).toEqual([]);
  });
});
