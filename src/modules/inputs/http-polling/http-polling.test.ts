import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reply, TestHttpServer } from '../../../../test/helpers/http-server.ts';
import { compileModule, compileSound, schemaAccepts, testRun } from '../../../../test/helpers/module-run.ts';
import { Duration } from '../../../core/duration.ts';
import type { DataRecord } from '../../../core/record.ts';
import type { Input } from '../../contract/module.ts';
import { httpPollingInput } from './index.ts';

let server: TestHttpServer;
const opened: Input[] = [];

beforeEach(async () => {
  server = await TestHttpServer.start();
});

afterEach(async () => {
  for (const input of opened.splice(0)) await input.close?.();
  await server.close();
});

async function poll(config: Record<string, unknown>, run = testRun()): Promise<DataRecord[]> {
  const input = await compileSound(httpPollingInput, {
    endpoint: `${server.url}/x`,
    retry: { maxAttempts: 0 },
    ...config,
  });
  opened.push(input);
  await input.open?.(run);
  const records: DataRecord[] = [];
  for await (const page of input.read(run)) records.push(...page);
  return records;
}

async function failure(config: Record<string, unknown>, run = testRun()) {
  const outcome: unknown = await poll(config, run).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(Error);
  return outcome as Error;
}

describe('httpPolling', () => {
  it('sends one GET with the merged query, its headers and nothing of its own beside User-Agent', async () => {
    server.on('/x', reply.json([{ id: 1 }]));
    const records = await poll({
      endpoint: `${server.url}/x?status=closed&status=x&z=1`,
      queryParams: { status: 'open', q: 'a&b=c?d#e f/g+h' },
      headers: { Accept: 'application/json' },
    });
    expect(records).toEqual([{ id: 1 }]);
    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    expect(request).toMatchObject({
      method: 'GET',
      target: '/x?z=1&q=a%26b%3Dc%3Fd%23e%20f%2Fg%2Bh&status=open',
    });
    expect(request?.query.get('q')).toBe('a&b=c?d#e f/g+h');
    expect(request?.headers).toMatchObject({
      'user-agent': 'Cannectors-Runtime/1.0',
      accept: 'application/json',
    });
    expect(request?.headers).not.toHaveProperty('content-type');
  });

  it('sends the query as written when there is nothing to merge', async () => {
    server.on('/x', reply.json([]));
    await poll({ endpoint: `${server.url}/x?b=2&a=1` });
    expect(server.requests[0]?.target).toBe('/x?b=2&a=1');
  });

  it('sends parameters sorted, in the same order every time', async () => {
    server.on('/x', reply.json([]));
    await poll({ queryParams: { c: '3', a: '1', b: '2' } });
    expect(server.requests[0]?.target).toBe('/x?a=1&b=2&c=3');
  });

  it('sends a body with any method, in lower case too, and no Content-Type of its own', async () => {
    server.on('/x', reply.json([]));
    await poll({ method: 'get', body: '{"q":1}' });
    await poll({ method: 'Search', body: '{"q":1}', headers: { 'content-type': 'text/plain' } });
    expect(server.requests.map(({ method, body }) => [method, body.toString()])).toEqual([
      ['GET', '{"q":1}'],
      ['SEARCH', '{"q":1}'],
    ]);
    expect(server.requests[0]?.headers).not.toHaveProperty('content-type');
    expect(server.requests[1]?.headers['content-type']).toBe('text/plain');
  });

  it('takes an empty body and an empty dataField for none', async () => {
    server.on('/x', reply.json({ data: [{ a: 1 }] }));
    expect(await poll({ body: '', dataField: '' })).toEqual([{ a: 1 }]);
    expect(server.requests[0]?.headers).not.toHaveProperty('content-length');
  });

  it('yields the records of dataField in order, integers with all their digits', async () => {
    server.on('/x', reply.text('{"p":{"rows":[{"id":9007199254740993},{"id":2}]}}'));
    expect(await poll({ dataField: 'p.rows' })).toEqual([{ id: 9007199254740993n }, { id: 2 }]);
  });

  it('can be read again and keeps its connection', async () => {
    server.on('/x', reply.json([{ n: 1 }]), reply.json([{ n: 2 }]));
    const input = await compileSound(httpPollingInput, { endpoint: `${server.url}/x` });
    opened.push(input);
    const seen: DataRecord[] = [];
    for (let time = 0; time < 2; time += 1) {
      for await (const page of input.read(testRun())) seen.push(...page);
    }
    expect(seen).toEqual([{ n: 1 }, { n: 2 }]);
    expect(server.connections).toBe(1);
  });

  it.each([
    ['204', reply.status(204)],
    ['an empty 200', reply.status(200)],
    ['null', reply.text('null')],
    ['an empty list', reply.json([])],
  ])('yields no page for %s and completes', async (_, answer) => {
    server.on('/x', answer);
    const run = testRun();
    const input = await compileSound(httpPollingInput, { endpoint: `${server.url}/x` });
    opened.push(input);
    const pages: unknown[] = [];
    for await (const page of input.read(run)) pages.push(page);
    expect(pages).toEqual([]);
    expect(run.log.fieldsOf('input fetch completed')).toMatchObject({ record_count: 0 });
  });

  it('says at DEBUG that dataField is null', async () => {
    server.on('/x', reply.json({ items: null }));
    const run = testRun();
    expect(await poll({ dataField: 'items' }, run)).toEqual([]);
    expect(run.log.fieldsOf('response holds no records')).toMatchObject({ reason: 'dataField is null' });
    expect(run.log.messages('DEBUG')).toContain('response holds no records');
  });

  it('warns of elements it drops, with counts', async () => {
    server.on('/x', reply.json({ items: [{ a: 1 }, 2, 'x'] }));
    const run = testRun();
    expect(await poll({ dataField: 'items' }, run)).toEqual([{ a: 1 }]);
    expect(run.log.messages('WARN')).toEqual(['non-object elements dropped']);
    expect(run.log.fieldsOf('non-object elements dropped')).toMatchObject({ dropped: 2, elements: 3 });
  });

  it('warns when text in another charset was damaged by reading it as UTF-8', async () => {
    const latin1 = (body: string) => {
      const headers = { 'Content-Type': 'application/json; charset=iso-8859-1' };
      return reply.text(Buffer.from(body, 'latin1'), { headers });
    };
    server.on('/x', latin1('[{"a":"é"}]'), latin1('[{"a":"e"}]'));
    const run = testRun();
    expect(await poll({}, run)).toEqual([{ a: '\ufffd' }]);
    const message = 'response is read as UTF-8 although it declares another charset';
    expect(run.log.fieldsOf(message)).toMatchObject({ charset: 'iso-8859-1' });
    const clean = testRun();
    await poll({}, clean);
    expect(clean.log.messages('WARN')).toEqual([]);
  });

  it('follows a redirect', async () => {
    server.on('/x', reply.redirect(301, '/y'));
    server.on('/y', reply.json([{ a: 1 }]));
    expect(await poll({})).toEqual([{ a: 1 }]);
  });
});

describe('the log of httpPolling', () => {
  it('tells start and end with exactly the published fields', async () => {
    server.on('/x', reply.json([{ a: 1 }, { a: 2 }]));
    const run = testRun();
    const endpoint = `http://user:hunter2@${server.host}/x?token=hunter2#hunter2`;
    await poll({ endpoint, queryParams: { key: 'hunter2' }, timeoutMs: 1500 }, run);
    expect(run.log.messages('INFO')).toEqual(['input fetch started', 'input fetch completed']);
    expect(run.log.fieldsOf('input fetch started')).toEqual({
      module_type: 'httpPolling',
      endpoint: `${server.url}/x`,
      original_endpoint: `${server.url}/x`,
      timeout: '1.5s',
      has_pagination: false,
      has_auth: false,
      has_state_persistence: false,
    });
    expect(run.log.fieldsOf('input fetch completed')).toEqual({
      module_type: 'httpPolling',
      endpoint: `${server.url}/x`,
      record_count: 2,
      duration: expect.any(Duration),
      has_pagination: false,
    });
    expect(run.log.fieldsOf('http request completed')).toEqual({
      module_type: 'httpPolling',
      endpoint: `${server.url}/x`,
      method: 'GET',
      status_code: 200,
      response_size: 17,
    });
    expect(JSON.stringify(run.log.entries)).not.toContain('hunter2');
  });

  it('has a timeout of 30 s when none is set', async () => {
    server.on('/x', reply.json([]));
    const run = testRun();
    await poll({}, run);
    expect(run.log.fieldsOf('input fetch started')).toMatchObject({ timeout: '30s' });
  });

  it('shows the body of a refused answer at DEBUG only', async () => {
    server.on('/x', reply.text('{"detail":"no such tenant"}', { status: 403 }));
    const run = testRun();
    await failure({}, run);
    const levels = run.log.entries
      .filter((entry) => JSON.stringify(entry).includes('no such tenant'))
      .map(({ level }) => level);
    expect(levels).toEqual(['DEBUG']);
  });

  it('warns at the start of what has no effect', async () => {
    server.on('/x', reply.json([]));
    const run = testRun();
    await poll({ onError: 'Skip', headers: { host: 'evil.example', 'X-A': '1' } }, run);
    expect(run.log.messages('WARN')).toEqual([
      'onError has no effect on httpPolling: any failure fails the input',
      'header is set by the runtime and ignored',
    ]);
    expect(run.log.fieldsOf('header is set by the runtime and ignored')).toMatchObject({ header: 'host' });
    expect(server.requests[0]?.headers.host).toBe(server.host);
  });
});

describe('httpPolling fails', () => {
  it.each([
    [400, 'validation', false, 'validation error (status 400): bad request'],
    [401, 'authentication', false, 'authentication error (status 401): unauthorized'],
    [403, 'authentication', false, 'authentication error (status 403): forbidden'],
    [404, 'not_found', false, 'not_found error (status 404): not found'],
    [429, 'rate_limit', true, 'rate_limit error (status 429): rate limited'],
    [500, 'server', true, 'server error (status 500): internal server error'],
    [503, 'server', true, 'server error (status 503): service unavailable'],
  ])('on status %i as %s', async (status, category, retryable, text) => {
    server.on('/x', reply.json([{ a: 1 }], { status }));
    const run = testRun();
    const error = await failure({ endpoint: `${server.url}/x?key=hunter2` }, run);
    expect(error).toMatchObject({
      message: `${text} (GET ${server.url}/x)`,
      category,
      retryable,
      statusCode: status,
    });
    expect(run.log.messages('ERROR')).toEqual(['input fetch failed']);
    expect(run.log.fieldsOf('input fetch failed')).toEqual({
      module_type: 'httpPolling',
      endpoint: `${server.url}/x`,
      duration: expect.any(Duration),
      error: error.message,
    });
    expect(run.log.messages('INFO')).toEqual(['input fetch started']);
  });

  it.each([
    [
      'a document cut short',
      reply.text('[{"a":1},{"a"'),
      'failed to parse JSON response: unexpected end of JSON input',
    ],
    ['HTML', reply.text('<html>hunter2</html>'), 'failed to parse JSON response: not valid JSON'],
    ['an empty 304', reply.status(304), 'failed to parse JSON response: unexpected end of JSON input'],
    [
      '302 without Location',
      reply.status(302),
      'failed to parse JSON response: unexpected end of JSON input',
    ],
    [
      'a scalar',
      reply.text('42'),
      'failed to parse JSON response: expected an object or an array, got number',
    ],
  ])('on %s, for good', async (_, answer, text) => {
    server.on('/x', answer);
    const error = await failure({});
    expect(error.message).toContain(text);
    expect(error.message).not.toContain('hunter2');
    expect(error).toMatchObject({ category: 'validation', retryable: false });
  });

  it.each([
    ['a body that breaks off', reply.shortBody('[{"a":1}]', 100), 'network error: reading response body'],
    ['a truncated chunk', reply.truncatedChunk('[{"a":1}]'), 'network error: reading response body'],
    ['a closed connection', reply.close(), 'network error: connection closed'],
  ])('on %s instead of taking what came', async (_, answer, text) => {
    server.on('/x', answer);
    const error = await failure({});
    expect(error.message).toContain(text);
    expect(error).toMatchObject({ category: 'network', retryable: true });
  });

  it('on a missing dataField, naming it', async () => {
    server.on('/x', reply.json({ payload: {} }));
    const error = await failure({ dataField: 'payload.rows' });
    expect(error.message).toContain("dataField does not contain an array: field 'rows' not found");
    expect(error.message).toContain('payload.rows');
  });

  it('after its time', async () => {
    server.on('/x', reply.hang());
    expect((await failure({ timeoutMs: 100 })).message).toContain('network error: request timeout');
    expect(server.requests).toHaveLength(1);
  });

  it('on a redirect of another method than GET and HEAD, naming Location', async () => {
    server.on('/x', reply.redirect(302, '/y?key=hunter2'));
    server.on('/y', reply.json([{ a: 1 }]));
    const error = await failure({ method: 'POST', body: '{}' });
    expect(error.message).toContain(`Location ${server.url}/y (POST ${server.url}/x)`);
    expect(error).toMatchObject({ statusCode: 302 });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['ftp://127.0.0.1/x', 'scheme must be http or https'],
    ['https:///x', 'host is empty'],
    [' ', 'URL is empty'],
  ])('on the endpoint %j without sending anything', async (endpoint, text) => {
    const run = testRun();
    expect((await failure({ endpoint }, run)).message).toContain(text);
    expect(run.log.messages('ERROR')).toEqual(['invalid request URL', 'input fetch failed']);
    expect(run.log.fieldsOf('invalid request URL')).toMatchObject({ module_type: 'httpPolling' });
  });

  it.each([{ 'X-A': 'a\r\nX-Evil: 1' }, { 'X-A': 'a\u0000' }])(
    'on the header %j without sending anything',
    async (bad) => {
      const run = testRun();
      expect((await failure({ headers: { 'X-Good': '1', ...bad } }, run)).message).toContain(
        'invalid header',
      );
      expect(run.log.messages('ERROR')).toEqual(['http request creation failed', 'input fetch failed']);
      expect(server.connections).toBe(0);
    },
  );

  it('as cancelled when the run is cancelled', async () => {
    const run = testRun();
    server.on('/x', () => run.cancel());
    expect(await failure({}, run)).toMatchObject({ name: 'CancelledError' });
    expect(run.log.fieldsOf('input fetch failed')).toMatchObject({
      error: 'network error: context canceled',
    });
  });
});

describe('the settings of httpPolling', () => {
  const endpoint = 'https://h/x';

  it.each([
    {},
    { method: 'purge' },
    { headers: {}, queryParams: {} },
    { timeoutMs: 1 },
    { retry: {} },
    { retry: { retryableStatusCodes: [503, 503], delayMs: 0, maxDelayMs: 0 } },
    { body: '', dataField: '' },
  ])('may be %j', (config) => {
    expect(schemaAccepts(httpPollingInput, { endpoint, ...config })).toBe(true);
  });

  it.each([
    { endpoint: '' },
    { method: 'BAD METHOD' },
    { method: '' },
    { method: '${M}' },
    { timeoutMs: 0 },
    { timeoutMs: 1.5 },
    { timeoutMs: '100' },
    { queryParams: { a: 200 } },
    { headers: ['X'] },
    { retry: { maxAttempts: -1 } },
    { retry: { delayMs: 1.5 } },
    { retry: { maxDelayMs: '1' } },
    { retry: { useRetryAfterHeader: 'yes' } },
    { retry: null },
    { authentication: { type: 'bearer' } },
    { pagination: { type: 'page' } },
    { schedule: '' },
    { bodyTemplateFile: '' },
    { statePersistence: { field: 'id' } },
    { overlap: 'parallel' },
  ])('may not be %j', (config) => {
    expect(schemaAccepts(httpPollingInput, { endpoint, ...config })).toBe(false);
  });

  it('are wrong where a template is; the text is not shown', async () => {
    const { built, problems } = await compileModule(httpPollingInput, {
      endpoint: 'https://h/{{ state.lastIdd }}',
      headers: { 'X-A': 'ok', Authorization: 'Bearer hunter2 {{ x | nosuch }}' },
      queryParams: { since: '{% if x %}' },
      body: 'a\n{{ x',
    });
    expect(built).toBeUndefined();
    expect(problems.map(({ at, type }) => [at, type])).toEqual([
      [['endpoint'], 'template'],
      [['headers', 'Authorization'], 'template'],
      [['queryParams', 'since'], 'template'],
      [['body'], 'template'],
    ]);
    expect(problems[3]?.message).toContain('(2:1)');
    expect(problems.every(({ offset, quotable }) => offset !== undefined && !quotable)).toBe(true);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('are wrong when a header is given twice', async () => {
    const { problems } = await compileModule(httpPollingInput, {
      endpoint,
      headers: { 'X-A': '1', 'x-a': '2' },
    });
    expect(problems).toMatchObject([{ at: ['headers', 'x-a'], type: 'validation' }]);
  });

  it('are wrong when HEAD has a body', async () => {
    const { problems } = await compileModule(httpPollingInput, { endpoint, method: 'head', body: 'x' });
    expect(problems).toMatchObject([{ at: ['body'], type: 'validation' }]);
  });
});
