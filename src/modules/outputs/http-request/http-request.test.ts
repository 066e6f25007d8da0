import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gate, refusingHost, reply, TestHttpServer } from '../../../../test/helpers/http-server.ts';
import {
  compileModule,
  compileSound,
  schemaAccepts,
  type TestRun,
  testRun,
} from '../../../../test/helpers/module-run.ts';
import { Duration } from '../../../core/duration.ts';
import type { DataRecord } from '../../../core/record.ts';
import type { Output, WriteReport } from '../../contract/module.ts';
import { httpRequestOutput } from './index.ts';

let server: TestHttpServer;
let run: TestRun;
const opened: Output[] = [];

beforeEach(async () => {
  server = await TestHttpServer.start();
  server.on('/x', reply.status(204));
  run = testRun();
});

afterEach(async () => {
  for (const output of opened.splice(0)) await output.close?.();
  await server.close();
});

async function output(config: Record<string, unknown> = {}): Promise<Output> {
  const built = await compileSound(httpRequestOutput, {
    endpoint: `${server.url}/x`,
    retry: { maxAttempts: 0 },
    ...config,
  });
  opened.push(built);
  await built.open?.(run);
  return built;
}

async function write(records: DataRecord[], config: Record<string, unknown> = {}): Promise<WriteReport> {
  return (await output(config)).write(records, run);
}

function numbered(count: number): DataRecord[] {
  return Array.from({ length: count }, (_, i) => ({ i }));
}

function bodies(): unknown[] {
  return server.requests.map(({ body }) => (body.length === 0 ? null : JSON.parse(body.toString())));
}

describe('httpRequest in batch mode', () => {
  it('sends all records in one POST of JSON', async () => {
    expect(await write(numbered(3))).toEqual({ sent: 3 });
    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', target: '/x' });
    expect(request?.body.toString()).toBe('[{"i":0},{"i":1},{"i":2}]');
    expect(request?.headers).toMatchObject({
      'user-agent': 'Cannectors-Runtime/1.0',
      'content-type': 'application/json',
      'content-length': '25',
    });
    expect(request?.headers).not.toHaveProperty('accept');
  });

  it('sends an array even for one record', async () => {
    await write(numbered(1));
    expect(bodies()).toEqual([[{ i: 0 }]]);
  });

  it('splits 120 records by 50 into 50, 50 and 20, in order, over one connection', async () => {
    expect(await write(numbered(120), { batchSize: 50 })).toEqual({ sent: 120 });
    const sent = bodies() as DataRecord[][];
    expect(sent.map((batch) => batch.length)).toEqual([50, 50, 20]);
    expect(sent.flat()).toEqual(numbered(120));
    expect(server.connections).toBe(1);
  });

  it('stops at the failing batch; the earlier ones count as sent', async () => {
    server.on('/x', reply.status(200), reply.status(500));
    const report = await write(numbered(120), { batchSize: 50 });
    expect(server.requests).toHaveLength(2);
    expect(report).toMatchObject({
      sent: 50,
      error: {
        message: `httpRequest batch 1: server error (status 500): internal server error (POST ${server.url}/x)`,
        category: 'server',
        statusCode: 500,
      },
    });
    expect(run.log.fieldsOf('httpRequest batch failed')).toEqual({
      module_type: 'httpRequest',
      batch_index: 1,
      batch_count: 3,
      batch_records: 50,
      first_record_index: 50,
      error: `server error (status 500): internal server error (POST ${server.url}/x)`,
      error_category: 'server',
      on_error: undefined,
    });
    expect(run.log.fieldsOf('output send failed')).toEqual({
      module_type: 'httpRequest',
      endpoint: `${server.url}/x`,
      method: 'POST',
      records_sent: 50,
      records_failed: 70,
      duration: expect.any(Duration),
      error: report.error?.message,
    });
    expect(run.log.messages('INFO')).toEqual(['output send started']);
  });

  it.each(['skip', 'log', 'SKIP'])('goes on after a failing batch with onError %s', async (onError) => {
    server.on('/x', reply.status(200), reply.status(500), reply.status(200));
    expect(await write(numbered(120), { batchSize: 50, onError })).toEqual({ sent: 70 });
    expect(server.requests).toHaveLength(3);
    expect(run.log.fieldsOf('httpRequest batch failed')).toMatchObject({
      batch_index: 1,
      batch_count: 3,
      batch_records: 50,
      on_error: onError.toLowerCase(),
    });
    expect(run.log.fieldsOf('output send completed')).toMatchObject({ records_sent: 70, records_failed: 50 });
  });

  it('reports success with nothing sent when every batch fails and failures are tolerated', async () => {
    const host = await refusingHost();
    expect(await write(numbered(2), { endpoint: `http://${host}/x`, batchSize: 1, onError: 'skip' })).toEqual(
      {
        sent: 0,
      },
    );
    expect(run.log.messages('ERROR')).toEqual(['httpRequest batch failed', 'httpRequest batch failed']);
    expect(run.log.fieldsOf('output send completed')).toMatchObject({ records_sent: 0, records_failed: 2 });
  });

  it.each(['fail', 'skip', 'log'])(
    'stops when cancelled, with onError %s too, and keeps the count',
    async (onError) => {
      const held = gate();
      server.on('/x', reply.status(200), async () => {
        run.cancel();
        await held.opened;
      });
      const report = await write(numbered(3), { batchSize: 1, onError });
      held.open();
      expect(report).toMatchObject({ sent: 1, error: { name: 'CancelledError' } });
      expect(server.requests).toHaveLength(2);
      expect(run.log.fieldsOf('output send failed')).toMatchObject({
        records_sent: 1,
        records_failed: 2,
        error: 'network error: context canceled',
      });
    },
  );

  it('checks cancellation before the first batch', async () => {
    run.cancel();
    expect(await write(numbered(3), { onError: 'skip' })).toMatchObject({
      sent: 0,
      error: { name: 'CancelledError' },
    });
    expect(server.requests).toEqual([]);
  });
});

describe('httpRequest in single mode', () => {
  it('reports a cancellation rather than a record that cannot be built', async () => {
    run.cancel();
    const report = await write([{ i: Number.NaN }], { requestMode: 'single', onError: 'skip' });
    expect(report).toMatchObject({ sent: 0, error: { name: 'CancelledError' } });
    expect(run.log.messages('ERROR')).toEqual(['output send failed']);
  });

  it('sends one object per record, in order', async () => {
    expect(await write(numbered(3), { requestMode: 'single' })).toEqual({ sent: 3 });
    expect(bodies()).toEqual(numbered(3));
  });

  it('stops at the failing record and names it', async () => {
    server.on('/x', reply.status(200), reply.status(401));
    const report = await write(numbered(3), { requestMode: 'single' });
    expect(server.requests).toHaveLength(2);
    expect(report).toMatchObject({
      sent: 1,
      error: {
        message: `at record 1: authentication error (status 401): unauthorized (POST ${server.url}/x)`,
        category: 'authentication',
        recordIndex: 1,
      },
    });
  });

  it.each(['skip', 'log'])('goes on after a failing record with onError %s and logs it', async (onError) => {
    server.on('/x', reply.status(200), reply.status(422), reply.status(200));
    expect(await write(numbered(3), { requestMode: 'single', onError })).toEqual({ sent: 2 });
    expect(run.log.fieldsOf('request failed for record')).toEqual({
      module_type: 'httpRequest',
      endpoint: `${server.url}/x`,
      method: 'POST',
      record_index: 1,
      duration: expect.any(Duration),
      error: `validation error (status 422): unprocessable entity (POST ${server.url}/x)`,
      error_category: 'validation',
      is_fatal: true,
      on_error: onError,
    });
    expect(run.log.fieldsOf('output send completed')).toMatchObject({ records_sent: 2, records_failed: 1 });
  });

  it('logs a record that cannot be built and does not send it', async () => {
    const records = [{ i: 0 }, { i: Number.NaN }, { i: 2 }];
    expect(await write(records, { requestMode: 'single', onError: 'skip' })).toEqual({ sent: 2 });
    expect(bodies()).toEqual([{ i: 0 }, { i: 2 }]);
    expect(run.log.fieldsOf('failed to marshal record')).toMatchObject({ record_index: 1 });
    expect(run.log.fieldsOf('request failed for record')).toMatchObject({ record_index: 1, is_fatal: true });
  });

  it('is not mistaken for a success when cancelled between two records', async () => {
    server.on('/x', (exchange) => {
      exchange.response.once('finish', () => run.cancel());
      return reply.status(200)(exchange);
    });
    const report = await write(numbered(3), { requestMode: 'single', onError: 'log' });
    expect(report.error).toMatchObject({ name: 'CancelledError' });
    expect(report.sent).toBeLessThan(3);
  });
});

describe('the requests of httpRequest', () => {
  it('touch nothing and log no send when there is no record', async () => {
    expect(await write([])).toEqual({ sent: 0 });
    expect(server.connections).toBe(0);
    const fields = { module_type: 'httpRequest', endpoint: `${server.url}/x`, method: 'POST' };
    expect(run.log.entries).toEqual([
      { level: 'DEBUG', message: 'http request output module created', fields },
      { level: 'DEBUG', message: 'no records to send, returning success', fields },
    ]);
  });

  it.each(['PUT', 'patch'])('carry the records with %s', async (method) => {
    await write(numbered(1), { method });
    expect(server.requests[0]?.method).toBe(method.toUpperCase());
    expect(bodies()).toEqual([[{ i: 0 }]]);
  });

  it.each(['GET', 'DELETE', 'PURGE'])(
    'carry no body with %s, which counts as sent after a warning',
    async (method) => {
      expect(await write(numbered(2), { method })).toEqual({ sent: 2 });
      expect(server.requests[0]).toMatchObject({ method, body: Buffer.alloc(0) });
      expect(server.requests[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
      expect(run.log.messages('WARN')).toEqual([
        'records are counted as sent although requests of this method carry no record',
      ]);
    },
  );

  it('warn once of what has no effect, and not about methods that carry records', async () => {
    const built = await output({ headers: { 'Content-Length': '3' } });
    await built.open?.(run);
    expect(run.log.messages('WARN')).toEqual(['header is set by the runtime and ignored']);
  });

  it('have exactly one Content-Type, the configured one, whatever its case', async () => {
    await write(numbered(1), { headers: { 'content-type': 'text/csv' } });
    const raw = server.requests[0]?.rawHeaders ?? [];
    const values = raw.filter((_, at) => at % 2 === 1 && /^content-type$/i.test(raw[at - 1] ?? ''));
    expect(values).toEqual(['text/csv']);
  });

  it('leave out _metadata and keep _internal and _errors', async () => {
    await write([{ _metadata: { a: 1 }, _internal: 1, _errors: [{ code: 'X' }], v: 1 }]);
    expect(bodies()).toEqual([[{ _internal: 1, _errors: [{ code: 'X' }], v: 1 }]]);
  });

  it('merge queryParams and send a plain query as written', async () => {
    await write(numbered(1), { endpoint: `${server.url}/x?b=2&a=1` });
    await write(numbered(1), { endpoint: `${server.url}/x?b=2&a=1`, queryParams: { b: 'x y' } });
    expect(server.requests.map(({ target }) => target)).toEqual(['/x?b=2&a=1', '/x?a=1&b=x%20y']);
  });

  it('authenticate with the user information of the endpoint and never log it', async () => {
    server.on('/x', reply.status(500));
    await write(numbered(1), { endpoint: `http://user:hunter2@${server.host}/x?token=hunter2` });
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('user:hunter2').toString('base64')}`,
    );
    expect(JSON.stringify(run.log.entries)).not.toContain('hunter2');
  });
});

describe('the log of httpRequest', () => {
  it('tells start and end with exactly the published fields', async () => {
    await write(numbered(3), { batchSize: 2 });
    expect(run.log.messages('INFO')).toEqual(['output send started', 'output send completed']);
    expect(run.log.fieldsOf('output send started')).toEqual({
      module_type: 'httpRequest',
      endpoint: `${server.url}/x`,
      method: 'POST',
      record_count: 3,
      request_mode: 'batch',
      batch_size: 2,
      has_auth: false,
    });
    expect(run.log.fieldsOf('output send completed')).toEqual({
      module_type: 'httpRequest',
      endpoint: `${server.url}/x`,
      method: 'POST',
      records_sent: 3,
      records_failed: 0,
      duration: expect.any(Duration),
    });
  });

  it('tells a refusal with its size, and its text at DEBUG only', async () => {
    server.on('/x', reply.text(`${'é'.repeat(500)}!`, { status: 418 }));
    await write(numbered(1));
    expect(run.log.fieldsOf('http error response')).toEqual({
      module_type: 'httpRequest',
      endpoint: `${server.url}/x`,
      method: 'POST',
      batch_index: 0,
      status_code: 418,
      status: "418 I'm a Teapot",
      response_size: 1001,
    });
    const body = run.log.fieldsOf('http error response body')['response_body'];
    expect(body).toBe(`${'é'.repeat(500)}...`);
    const levels = run.log.entries.filter((e) => JSON.stringify(e).includes('éé')).map(({ level }) => level);
    expect(levels).toEqual(['DEBUG']);
  });
});

describe('success', () => {
  it.each([
    [200, true],
    [201, true],
    [202, true],
    [203, true],
    [204, true],
    [205, false],
    [302, false],
    [304, false],
    [418, false],
    [500, false],
  ])('by default: %i is %s', async (status, accepted) => {
    server.on('/x', reply.status(status));
    const report = await write(numbered(1));
    expect(report.sent).toBe(accepted ? 1 : 0);
    expect(report.error === undefined).toBe(accepted);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [[500], 500, true],
    [[302], 302, true],
    [[201], 200, false],
  ])('with statusCodes %j: %i is %s', async (statusCodes, status, accepted) => {
    server.on('/x', reply.redirect(status, '/y'));
    const report = await write(numbered(1), { success: { statusCodes } });
    expect(report.sent).toBe(accepted ? 1 : 0);
    expect(server.requests).toHaveLength(1);
  });

  it('is never a redirect that was not followed, and the error names its Location', async () => {
    server.on('/x', reply.redirect(301, '/y?key=hunter2'));
    server.on('/y', reply.status(200));
    const report = await write(numbered(1));
    expect(report).toMatchObject({ sent: 0, error: { category: 'unknown', statusCode: 301 } });
    expect(report.error?.message).toContain(`unknown error (status 301): `);
    expect(report.error?.message).toContain(`Location ${server.url}/y (POST`);
    expect(server.requests).toHaveLength(1);
  });
});

describe('httpRequest fails', () => {
  it.each([
    ['a closed connection', reply.close(), 'network error: connection closed'],
    ['a reset', reply.reset(), 'network error: connection reset'],
    ['garbage', reply.raw('garbage\r\n\r\n'), 'network error: '],
    ['a body that breaks off', reply.shortBody('{}', 100), 'network error: reading response body'],
    ['silence', reply.hang(), 'network error: request timeout'],
  ])('on %s, which is no success', async (_, answer, text) => {
    server.on('/x', answer);
    const report = await write(numbered(1), { timeoutMs: 200 });
    expect(report).toMatchObject({ sent: 0, error: { category: 'network', retryable: true } });
    expect(report.error?.message).toContain(text);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['ftp://h/x', 'scheme must be http or https'],
    ['h/x', 'endpoint is invalid after template evaluation: URL missing scheme'],
    ['https:///x', 'endpoint is invalid after template evaluation: URL missing host'],
    [' ', 'URL is empty'],
  ])('on the endpoint %j without sending anything', async (endpoint, text) => {
    const report = await write(numbered(1), { endpoint });
    expect(report).toMatchObject({ sent: 0, error: { category: 'validation', retryable: false } });
    expect(report.error?.message).toContain(text);
    expect(run.log.messages('ERROR')).toEqual([
      'failed to create http request',
      'httpRequest batch failed',
      'output send failed',
    ]);
  });

  it.each([{ 'X-A': 'a\r\nX-Evil: 1' }, { 'X-A': 'a\u0000' }])(
    'on the header %j without sending anything',
    async (bad) => {
      const report = await write(numbered(1), { headers: { 'X-Good': '1', ...bad }, requestMode: 'single' });
      expect(report.error?.message).toMatch(/^at record 0: invalid header /);
      expect(server.connections).toBe(0);
    },
  );

  it('on a number that JSON cannot carry, naming the record in the whole list', async () => {
    const report = await write([{ i: 0 }, { i: 1 }, { i: Number.NaN }], { batchSize: 2 });
    expect(report).toMatchObject({ sent: 2, error: { category: 'validation', recordIndex: 2 } });
    expect(report.error?.message).toContain(
      'httpRequest batch 1: failed to marshal records to JSON: record 2: ',
    );
    expect(run.log.fieldsOf('failed to marshal records to JSON')).toMatchObject({ batch_index: 1 });
    expect(bodies()).toEqual([[{ i: 0 }, { i: 1 }]]);
  });
});

describe('the preview of httpRequest', () => {
  const hidden = { showCredentials: false };

  it.each([
    [{}, [3]],
    [{ batchSize: 2 }, [2, 1]],
    [{ requestMode: 'single' }, [1, 1, 1]],
  ])('with %j shows the requests that a run sends, without a connection', async (config, counts) => {
    const built = await output(config);
    const operations = built.preview(numbered(3), hidden);
    expect(operations.map(({ recordCount }) => recordCount)).toEqual(counts);
    expect(server.connections).toBe(0);
    await built.write(numbered(3), run);
    expect(server.requests).toHaveLength(counts.length);
    const shown = operations.map((operation) =>
      operation.kind === 'http' ? JSON.parse(operation.body) : operation,
    );
    expect(shown).toEqual(bodies());
  });

  it('is empty without records, whatever the endpoint', async () => {
    expect((await output({ endpoint: 'ftp://h/' })).preview([], hidden)).toEqual([]);
  });

  it('shows method, endpoint as sent, headers and the indented body without _metadata', async () => {
    const built = await output({
      endpoint: 'https://h/a b?x=1',
      method: 'put',
      headers: { 'content-type': 'application/vnd.api+json' },
      queryParams: { q: 'a b' },
      requestMode: 'single',
    });
    expect(built.preview([{ _metadata: 1, a: { b: [1] } }], hidden)).toEqual([
      {
        kind: 'http',
        recordCount: 1,
        method: 'PUT',
        endpoint: 'https://h/a%20b?x=1&q=a%20b',
        headers: [
          ['User-Agent', 'Cannectors-Runtime/1.0'],
          ['content-type', 'application/vnd.api+json'],
        ],
        body: '{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}',
      },
    ]);
  });

  it('shows no body for methods that send none', async () => {
    expect((await output({ method: 'DELETE' })).preview(numbered(1), hidden)).toMatchObject([{ body: '' }]);
  });

  it('hides credentials unless asked for them', async () => {
    const built = await output({
      endpoint: 'https://user:hunter2@h/x?access_token=hunter2&page=1',
      headers: { 'X-Api-Key': 'hunter2', Cookie: 'hunter2', 'X-Source': 'shop' },
    });
    const [masked] = built.preview(numbered(1), hidden);
    expect(JSON.stringify(masked)).not.toContain('hunter2');
    expect(masked).toMatchObject({
      endpoint: 'https://h/x?access_token=[MASKED]&page=1',
      headers: expect.arrayContaining([
        ['X-Api-Key', '[MASKED]'],
        ['X-Source', 'shop'],
        ['Authorization', 'Basic [MASKED-CREDENTIALS]'],
      ]),
    });
    const [shown] = built.preview(numbered(1), { showCredentials: true });
    expect(shown).toMatchObject({
      endpoint: 'https://h/x?access_token=hunter2&page=1',
      headers: expect.arrayContaining([
        ['X-Api-Key', 'hunter2'],
        ['Authorization', `Basic ${Buffer.from('user:hunter2').toString('base64')}`],
      ]),
    });
  });

  it('cuts a huge body', async () => {
    const [operation] = (await output()).preview([{ text: 'x'.repeat(1_100_000) }], hidden);
    expect(operation).toMatchObject({
      body: expect.stringMatching(/\n\.\.\. \(truncated, \d+ bytes total, \d+ bytes shown\)$/),
    });
  });

  it('fails when a request cannot be built', async () => {
    const bad = await output({ endpoint: 'ftp://h/x' });
    expect(() => bad.preview(numbered(1), hidden)).toThrow('scheme must be http or https');
    const good = await output();
    expect(() => good.preview([{ a: Number.NaN }], hidden)).toThrow('failed to marshal records to JSON');
  });
});

describe('the settings of httpRequest', () => {
  const endpoint = 'https://h/x';

  it.each([
    {},
    { requestMode: 'single' },
    { batchSize: 1 },
    { success: { statusCodes: [302, 418] } },
    { retry: {} },
  ])('may be %j', (config) => {
    expect(schemaAccepts(httpRequestOutput, { endpoint, ...config })).toBe(true);
  });

  it.each([
    { batchSize: 0 },
    { batchSize: -1 },
    { batchSize: 1.5 },
    { batchSize: '50' },
    { requestMode: 'Single' },
    { success: { statusCodes: [] } },
    { success: { statusCodes: [99] } },
    { success: { statusCodes: [600] } },
    { success: { statusCodes: [200, 200] } },
    { success: { statusCodes: [200], lang: 'x' } },
    { body: 5 },
    { bodyTemplateFile: '' },
    { keys: [{ field: 'id', paramType: 'cookie', paramName: 'id' }] },
    { retry: { maxAttempts: 11 } },
    { retry: { backoffMultiplier: 0.5 } },
    { retry: { retryableStatusCodes: [99] } },
    { retry: { attempts: 1 } },
    { success: { expression: '' } },
    { authentication: {} },
  ])('may not be %j', (config) => {
    expect(schemaAccepts(httpRequestOutput, { endpoint, ...config })).toBe(false);
  });

  it('are wrong with batchSize in single mode', async () => {
    const { built, problems } = await compileModule(httpRequestOutput, {
      endpoint,
      requestMode: 'single',
      batchSize: 5,
    });
    expect(built).toBeUndefined();
    expect(problems).toEqual([
      {
        at: ['batchSize'],
        type: 'validation',
        message: "batchSize is only valid with requestMode 'batch', got 'single'",
      },
    ]);
  });

  it.each([
    [{ method: 'delete' }, ['method']],
    [{ method: 'delete', body: '{% if meta.x %}x{% endif %}' }, []],
    [{ method: 'delete', batchSize: 1 }, []],
    [{ method: 'delete', requestMode: 'single' }, []],
    [{ method: 'put' }, []],
  ])('are doubtful when %j sends no record', async (config, places) => {
    const { built, problems } = await compileModule(httpRequestOutput, { endpoint, ...config });
    expect(built).toBeDefined();
    expect(problems.map(({ at, severity }) => [...at, severity])).toEqual(
      places.map((place) => [place, 'warning']),
    );
  });

  it.each([
    [{ authentication: { type: 'bearer', credentials: { token: 't' } } }, 'setting "authentication" of'],
    [{ keys: [{ field: 'id', paramType: 'query', paramName: 'id' }] }, 'setting "keys" of'],
  ])('that this version cannot obey fail when it is opened: %j', async (config, message) => {
    const built = await compileSound(httpRequestOutput, { endpoint, ...config });
    await expect(built.open?.(testRun())).rejects.toThrow(message);
  });

  it('are wrong where a template is', async () => {
    const { built, problems } = await compileModule(httpRequestOutput, {
      endpoint: 'https://h/{{ record.id',
      headers: { 'X-A': '{{ record.a | nosuch }}' },
    });
    expect(built).toBeUndefined();
    expect(problems.map(({ at, type }) => [at, type])).toEqual([
      [['endpoint'], 'template'],
      [['headers', 'X-A'], 'template'],
    ]);
  });
});
