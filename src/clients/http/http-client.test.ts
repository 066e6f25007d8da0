import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  gate,
  RawTcpServer,
  type Reply,
  refusingHost,
  reply,
  TestHttpServer,
} from '../../../test/helpers/http-server.ts';
import { requestHeaders } from './header-fields.ts';
import { HttpClient } from './http-client.ts';
import {
  bodyExcerpt,
  foreignCharset,
  type HttpRequest,
  type HttpResponse,
  responseText,
} from './http-message.ts';
import { requestUrl } from './request-url.ts';
import { BODY_START } from './response-body.ts';

const NEVER = new AbortController().signal;

let client: HttpClient;
let server: TestHttpServer;

beforeEach(async () => {
  client = new HttpClient();
  server = await TestHttpServer.start();
});

afterEach(async () => {
  await client.close();
  await server.close();
});

interface RequestParts {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly timeoutMs?: number;
  readonly keep?: HttpRequest['keep'];
}

function request(target: string, parts: RequestParts = {}): HttpRequest {
  const url = requestUrl(target.startsWith('/') ? server.url + target : target);
  return {
    method: parts.method ?? 'GET',
    url,
    headers: requestHeaders([['User-Agent', 'agent']], parts.headers ?? {}, url.authorization),
    timeoutMs: parts.timeoutMs ?? 10_000,
    keep: parts.keep ?? 'all',
    ...(parts.body === undefined ? {} : { body: parts.body }),
  };
}

function send(target: string, parts?: RequestParts, signal: AbortSignal = NEVER): Promise<HttpResponse> {
  return client.send(request(target, parts), signal);
}

describe('a request on the wire', () => {
  it('has the target, the headers and no other header of its own than those of HTTP', async () => {
    server.on('/a b/x', reply.json([]));
    server.on('/a%20b/x', reply.json([]));
    await send('/a b/x?b=2&a=1', { headers: { 'X-A': ' v ', Accept: 'text/csv' } });
    const [received] = server.requests;
    expect(received).toMatchObject({ method: 'GET', target: '/a%20b/x?b=2&a=1', body: Buffer.alloc(0) });
    expect(received?.headers).toEqual({
      host: server.host,
      'user-agent': 'agent',
      'x-a': 'v',
      accept: 'text/csv',
      'accept-encoding': expect.stringContaining('gzip'),
      connection: 'keep-alive',
    });
  });

  it.each(['GET', 'POST', 'DELETE', 'PURGE'])('carries a body with %s', async (method) => {
    server.on('/x', reply.status(204));
    await send('/x', { method, body: '{"é":1}', headers: { 'X-N': 'né€' } });
    const [received] = server.requests;
    expect(received).toMatchObject({ method, body: Buffer.from('{"é":1}') });
    expect(received?.headers).toMatchObject({ 'content-length': '8' });
    expect(Buffer.from(String(received?.headers['x-n']), 'latin1').toString('utf8')).toBe('né€');
    expect(received?.headers).not.toHaveProperty('content-type');
  });

  it.each(['GET', 'HEAD', 'DELETE', 'POST', 'PURGE'])(
    'has no body with %s when there is none',
    async (method) => {
      server.on('/x', reply.status(200));
      await send('/x', { method });
      expect(server.requests[0]).toMatchObject({ method, body: Buffer.alloc(0) });
      expect(server.requests[0]?.headers['content-length'] ?? '0').toBe('0');
    },
  );

  it('carries a body larger than the socket buffers', async () => {
    server.on('/x', reply.status(204));
    const body = 'x'.repeat(5_000_000);
    await send('/x', { method: 'POST', body });
    expect(server.requests[0]?.body.length).toBe(body.length);
  });

  it('authenticates with the user information of the URL, which is not in the target', async () => {
    server.on('/x', reply.json([]));
    await send(`http://us%40er:p%3Ass@${server.host}/x`);
    expect(server.requests[0]?.target).toBe('/x');
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('us@er:p:ss').toString('base64')}`,
    );
  });

  it('reuses its connection', async () => {
    server.on('/x', reply.json([1]));
    server.on('/error', reply.json({ error: 'x' }, { status: 500 }));
    await send('/x');
    await send('/error');
    await send('/x', { method: 'POST', body: 'x', keep: 'start' });
    await send('/x', { headers: { 'Accept-Encoding': 'identity' } });
    expect(server.requests).toHaveLength(4);
    expect(server.connections).toBe(1);
  });
});

describe('an answer', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('compressed with %s is decompressed', async (encoding, compress) => {
    server.on('/x', reply.text(compress('{"a":"é"}'), { headers: { 'Content-Encoding': encoding } }));
    expect(responseText(await send('/x'))).toBe('{"a":"é"}');
  });

  it('of any status is returned', async () => {
    server.on('/x', reply.json({ e: 1 }, { status: 503 }));
    const response = await send('/x');
    expect(response).toMatchObject({ status: 503, statusText: 'Service Unavailable' });
    expect(responseText(response)).toBe('{"e":1}');
  });

  it.each([204, 304])('of status %i has an empty body', async (status) => {
    server.on('/x', reply.status(status));
    expect(await send('/x')).toMatchObject({ status, body: Buffer.alloc(0) });
  });

  it('is read as UTF-8, a byte order mark skipped and invalid bytes replaced', async () => {
    const bytes = Buffer.concat([Buffer.from('\ufeff"é'), Buffer.from([0xe9, 0x22])]);
    server.on('/x', reply.text(bytes, { headers: { 'Content-Type': 'text/json; Charset="ISO-8859-1"' } }));
    const response = await send('/x');
    expect(responseText(response)).toBe('"é\ufffd"');
    expect(foreignCharset(response)).toBe('iso-8859-1');
  });

  it('keeps its headers as they came, compressed or not', async () => {
    server.on('/x', reply.gzip('ok', { headers: { 'X-A': ['1', '2'], 'x-b': '3' } }));
    const { rawHeaders } = await send('/x');
    expect(rawHeaders.slice(0, 8)).toEqual([
      'Content-Length',
      expect.any(String),
      'Content-Encoding',
      'gzip',
      'X-A',
      '1',
      'X-A',
      '2',
    ]);
  });

  it('is kept up to 1 MiB when its start is all that matters', async () => {
    const body = 'x'.repeat(BODY_START + 10);
    server.on('/x', reply.text(body));
    server.on('/error', reply.text(body, { status: 500 }));
    const sizeOf = ({ body: { length }, cut }: HttpResponse) => ({ length, cut });
    expect(sizeOf(await send('/x', { keep: 'start' }))).toEqual({ length: BODY_START, cut: true });
    expect(sizeOf(await send('/error'))).toEqual({ length: BODY_START, cut: true });
    expect(sizeOf(await send('/x'))).toEqual({ length: body.length, cut: false });
    server.on('/x', reply.text('x'.repeat(BODY_START)));
    expect(sizeOf(await send('/x', { keep: 'start' }))).toEqual({ length: BODY_START, cut: false });
  });

  it('that grows beyond the limit while it is decompressed is refused and no longer read', async () => {
    const limit = 4 * 2 ** 20;
    const small = new HttpClient(limit);
    const gone = gate();
    server.on('/bomb', (exchange) => {
      void exchange.gone.then(() => gone.open());
      return reply.gzipBomb(100_000)(exchange);
    });
    try {
      await expect(small.send(request('/bomb'), NEVER)).rejects.toMatchObject({
        message: `reading response body: it is larger than the limit of ${limit} bytes after decompression (GET ${server.url}/bomb)`,
        category: 'validation',
        retryable: false,
      });
      await gone.opened;
    } finally {
      await small.close();
    }
  });

  it('cut to an excerpt does not end inside a character', async () => {
    expect(bodyExcerpt({ body: Buffer.from('ééé') }, 3)).toBe('ééé');
    expect(bodyExcerpt({ body: Buffer.from('é😀é') }, 2)).toBe('é😀...');
    expect(bodyExcerpt({ body: Buffer.from('😀'.repeat(1000)) }, 500)).toBe(`${'😀'.repeat(500)}...`);
  });
});

describe('a redirect', () => {
  it('is followed and the last answer returned', async () => {
    server.on('/a', reply.redirect(302, '/b?x=1'));
    server.on('/b', reply.json([1]));
    const response = await send('/a', { headers: { Authorization: 'Bearer t' } });
    expect(responseText(response)).toBe('[1]');
    expect(response.request.url.shown).toBe(`${server.url}/b`);
    expect(server.requests.map(({ target }) => target)).toEqual(['/a', '/b?x=1']);
    expect(server.requests[1]?.headers.authorization).toBe('Bearer t');
  });

  it('to another port leaves every credential behind', async () => {
    const other = await TestHttpServer.start();
    try {
      other.on('/b', reply.json([]));
      server.on('/a', reply.redirect(307, `http://evil:pw@${other.host}/b`));
      await send(`http://user:pass@${server.host}/a`, {
        headers: { Cookie: 'c', 'X-Api-Key': 'k', 'X-Other': 'o' },
      });
      expect(server.requests[0]?.headers).toMatchObject({
        cookie: 'c',
        'x-api-key': 'k',
        authorization: /Basic/,
      });
      const [received] = other.requests;
      expect(received?.headers['x-other']).toBe('o');
      for (const name of ['cookie', 'x-api-key', 'authorization'])
        expect(received?.headers).not.toHaveProperty(name);
    } finally {
      await other.close();
    }
  });

  it('is not followed for POST: the answer is returned and the target is not called', async () => {
    server.on('/a', reply.redirect(301, '/b'));
    expect(await send('/a', { method: 'POST', body: 'x' })).toMatchObject({ status: 301 });
    expect(server.requests).toHaveLength(1);
  });

  it('without Location is an ordinary answer', async () => {
    server.on('/a', reply.status(302));
    expect(await send('/a')).toMatchObject({ status: 302 });
  });

  it('that does not end fails after 10 hops', async () => {
    server.on('/a', reply.redirect(302, '/a'));
    await expect(send('/a')).rejects.toThrow(
      `network error: stopped after 10 redirects (GET ${server.url}/a)`,
    );
    expect(server.requests).toHaveLength(11);
  });
});

describe('a broken transport', () => {
  async function failure(target: string, parts?: RequestParts) {
    const response = await send(target, parts).catch((error: unknown) => error);
    expect(response).toBeInstanceOf(Error);
    expect(response).toMatchObject({ category: 'network', retryable: true });
    const { message } = response as Error;
    expect(message).not.toContain('hunter2');
    return message;
  }

  it.each<[string, Reply, RegExp]>([
    ['a reset', reply.reset(), /^network error: connection reset by 127\.0\.0\.1:\d+ \(GET /],
    [
      'an empty answer',
      reply.close(),
      /^network error: connection closed by 127\.0\.0\.1:\d+ without an answer \(GET /,
    ],
    [
      'garbage',
      reply.raw('\u0000\u0001garbage\r\n\r\n'),
      /^network error: 127\.0\.0\.1:\d+ did not answer with valid HTTP/,
    ],
    ['a half status line', reply.raw('HTTP/1.1 2'), /^network error: /],
    [
      'a broken header',
      reply.raw('HTTP/1.1 200 OK\r\nBad Header: 1\r\n\r\n'),
      /^network error: .*valid HTTP/,
    ],
    [
      'a body shorter than announced',
      reply.shortBody('[1,2', 100),
      /^network error: reading response body: connection broke/,
    ],
    [
      'a truncated chunk',
      reply.truncatedChunk('[1,2'),
      /^network error: reading response body: connection broke/,
    ],
    [
      'a malformed chunk',
      reply.raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
      /^network error: /,
    ],
    ['a reset inside the body', reply.resetInBody('[1,2'), /^network error: /],
    [
      'a cut gzip body',
      reply.text(gzipSync('x'.repeat(1000)).subarray(0, 20), { headers: { 'Content-Encoding': 'gzip' } }),
      /^network error: reading response body: compressed data is damaged/,
    ],
    [
      'a body that is no gzip',
      reply.text('plain text here', { headers: { 'Content-Encoding': 'gzip' } }),
      /^network error: reading response body: compressed data is damaged/,
    ],
  ])('%s is a network error', async (_, bad, message) => {
    server.on('/x', bad);
    expect(await failure('/x?key=hunter2')).toMatch(message);
    expect(server.requests).toHaveLength(1);
  });

  it('names the host that refuses the connection', async () => {
    const host = await refusingHost();
    expect(await failure(`http://user:hunter2@${host}/x?k=hunter2`)).toBe(
      `network error: connection refused by ${host} (GET http://${host}/x)`,
    );
  });

  it('names the host that cannot be found', async () => {
    const message = await failure('http://no-such-host.invalid/x');
    expect(message).toMatch(
      /^network error: host (not found|name lookup failed): no-such-host\.invalid \(GET /,
    );
  });

  it('names the peer that does not speak TLS', async () => {
    expect(await failure(`https://${server.host}/x`)).toMatch(
      /^network error: TLS handshake with 127\.0\.0\.1:\d+ failed/,
    );
  });
});

describe('the time limit', () => {
  it('ends an attempt whose headers do not come', async () => {
    server.on('/x', reply.hang());
    await expect(send('/x', { timeoutMs: 100 })).rejects.toMatchObject({
      message: `network error: request timeout after 100ms (GET ${server.url}/x)`,
      category: 'network',
    });
  });

  it('ends an attempt whose headers come piecemeal', async () => {
    const end = gate();
    server.on('/x', reply.slowHeaders(end.opened));
    await expect(send('/x', { timeoutMs: 100 })).rejects.toThrow(
      'network error: request timeout after 100ms',
    );
    end.open();
  });

  it('ends an attempt whose body does not come to its end', async () => {
    const end = gate();
    server.on('/x', reply.slowBody('[1', end.opened, ']'));
    await expect(send('/x', { timeoutMs: 200 })).rejects.toThrow(
      'network error: reading response body: request timeout after 200ms',
    );
    end.open();
  });

  it('covers redirects as a whole', async () => {
    server.on('/a', reply.redirect(302, '/b'));
    server.on('/b', reply.hang());
    await expect(send('/a', { timeoutMs: 200 })).rejects.toThrow(
      'network error: request timeout after 200ms',
    );
  });

  it('covers a connection on which nothing is ever said', async () => {
    const silent = await RawTcpServer.start(() => {});
    try {
      await expect(send(`https://${silent.host}/x`, { timeoutMs: 100 })).rejects.toThrow(
        'request timeout after 100ms',
      );
    } finally {
      await silent.close();
    }
  });

  it('beyond what a timer can hold does not fire at once', async () => {
    server.on('/x', reply.json([]));
    expect(await send('/x', { timeoutMs: 2 ** 40 })).toMatchObject({ status: 200 });
  });
});

describe('cancellation', () => {
  it('interrupts a request and closes its connection', async () => {
    const controller = new AbortController();
    const gone = gate();
    server.on('/x', async (exchange) => {
      controller.abort('stop');
      await exchange.gone;
      gone.open();
    });
    await expect(send('/x', {}, controller.signal)).rejects.toMatchObject({
      name: 'CancelledError',
      message: 'network error: context canceled',
      retryable: false,
    });
    await gone.opened;
  });

  it('interrupts the reading of a body', async () => {
    const controller = new AbortController();
    const sent = gate();
    server.on('/x', reply.slowBody('[1', sent.opened, ']'));
    const answer = send('/x', {}, controller.signal);
    await server.received(1);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'CancelledError' });
    sent.open();
  });

  it('before the request sends nothing', async () => {
    await expect(send('/x', {}, AbortSignal.abort())).rejects.toMatchObject({ name: 'CancelledError' });
    expect(server.connections).toBe(0);
  });
});

describe('closing', () => {
  it('releases the connection, may be repeated, and does not keep the client from sending again', async () => {
    const gone = gate();
    server.on('/x', ({ response, gone: closed }) => {
      void closed.then(() => gone.open());
      response.end('[]');
    });
    await send('/x');
    await client.close();
    await client.close();
    await gone.opened;
    expect(await send('/x')).toMatchObject({ status: 200 });
    expect(server.connections).toBe(2);
  });
});
