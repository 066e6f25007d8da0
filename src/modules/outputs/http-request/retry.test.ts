import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Reply, refusingHost, reply, TestHttpServer } from '../../../../test/helpers/http-server.ts';
import { InstantClock } from '../../../../test/helpers/instant-clock.ts';
import { compileModule, compileSound, type TestRun, testRun } from '../../../../test/helpers/module-run.ts';
import { selfSignedCertificate } from '../../../../test/helpers/self-signed-certificate.ts';
import { Duration } from '../../../core/duration.ts';
import type { Output, WriteReport } from '../../contract/module.ts';
import { httpRequestOutput } from './index.ts';

let server: TestHttpServer;
let clock: InstantClock;
let run: TestRun;
const opened: Output[] = [];

beforeEach(async () => {
  server = await TestHttpServer.start();
  clock = new InstantClock();
  run = testRun({ clock });
});

afterEach(async () => {
  for (const output of opened.splice(0)) await output.close?.();
  await server.close();
});

async function write(config: Record<string, unknown> = {}, count = 1): Promise<WriteReport> {
  const built = await compileSound(httpRequestOutput, { endpoint: `${server.url}/x`, ...config });
  opened.push(built);
  await built.open?.(run);
  return built.write(
    Array.from({ length: count }, (_, i) => ({ i })),
    run,
  );
}

function answer(...replies: [Reply, ...Reply[]]): void {
  server.on('/x', ...replies);
}

const ok = reply.status(200);
const text = (body: string, status = 200) => reply.text(body, { status });
const json = (body: unknown, status = 200) => reply.json(body, { status });

describe('how often httpRequest sends', () => {
  it.each([
    [undefined, 4, [1000, 2000, 4000]],
    [{}, 4, [1000, 2000, 4000]],
    [{ delayMs: 10 }, 4, [10, 20, 40]],
    [{ maxAttempts: 0 }, 1, []],
    [{ maxAttempts: 1 }, 2, [1000]],
    [{ maxAttempts: 2 }, 3, [1000, 2000]],
    [{ maxAttempts: 3, delayMs: 0 }, 4, [0, 0, 0]],
    [{ maxAttempts: 2, delayMs: 40, backoffMultiplier: 10, maxDelayMs: 45 }, 3, [40, 45]],
  ])('a request that always meets 500, with retry %j: %i times', async (retry, times, waits) => {
    answer(reply.status(500));
    const report = await write(retry === undefined ? {} : { retry });
    expect(server.requests).toHaveLength(times);
    expect(clock.sleeps).toEqual(waits);
    expect(report).toMatchObject({
      sent: 0,
      error: { category: 'server', retryable: true, statusCode: 500 },
    });
  });

  it.each([
    [{ retryableStatusCodes: [503] }, 500, 1],
    [{ retryableStatusCodes: [503] }, 429, 1],
    [{ retryableStatusCodes: [408] }, 408, 2],
    [{ retryableStatusCodes: [] }, 501, 2],
    [{}, 501, 1],
    [{}, 400, 1],
    [{}, 401, 1],
    [{}, 205, 1],
    [{}, 302, 1],
  ])('with retry %j after one %i: %i times', async (retry, status, times) => {
    answer(reply.status(status), ok);
    const report = await write({ retry });
    expect(server.requests).toHaveLength(times);
    expect(report.sent).toBe(times - 1);
  });

  it('the same method, target, headers and body every time, and each batch for itself', async () => {
    answer(ok, reply.status(503), reply.reset(), ok);
    expect(await write({ batchSize: 2, headers: { 'X-A': '{{ record.i }}' } }, 4)).toEqual({ sent: 4 });
    const [, second, third, fourth] = server.requests;
    expect(server.requests).toHaveLength(4);
    for (const repeated of [third, fourth]) {
      expect(repeated?.body).toEqual(second?.body);
      expect(repeated?.rawHeaders).toEqual(second?.rawHeaders);
    }
    expect(second?.headers['x-a']).toBe('2');
    expect(clock.sleeps).toEqual([1000, 2000]);
  });

  it.each([
    ['a refused connection', async () => `http://${await refusingHost()}/x`, 'connection refused'],
    ['a timeout', async () => `${server.url}/hang`, 'network error: request timeout'],
  ])('after %s again', async (_, endpoint, message) => {
    server.on('/hang', reply.hang());
    const report = await write({ endpoint: await endpoint(), timeoutMs: 100, retry: { maxAttempts: 2 } });
    expect(report.error).toMatchObject({ category: 'network', retryable: true });
    expect(report.error?.message).toContain(message);
    expect(clock.sleeps).toEqual([1000, 2000]);
  });

  it('a request whose certificate is refused once', async () => {
    const tls = await TestHttpServer.start({ tls: selfSignedCertificate() });
    const report = await write({ endpoint: `${tls.url}/x` });
    await tls.close();
    expect(report.error).toMatchObject({ category: 'network', retryable: false });
    expect(report.error?.message).toContain('failed to verify certificate');
    expect(clock.sleeps).toEqual([]);
    expect(run.log.messages('ERROR')).toEqual(['httpRequest batch failed', 'output send failed']);
  });

  it('goes on with the next record when attempts are used up and failures are tolerated', async () => {
    answer(reply.status(503), reply.status(503), ok);
    const config = { requestMode: 'single', onError: 'skip', retry: { maxAttempts: 1 } };
    expect(await write(config, 2)).toEqual({ sent: 1 });
    expect(run.log.fieldsOf('request failed for record')).toMatchObject({ record_index: 0, is_fatal: false });
  });

  it('ends at once, as cancelled, when cancelled in a wait', async () => {
    answer(reply.status(503), ok);
    clock.onSleep = () => run.cancel();
    const report = await write({ retry: { delayMs: 60_000, maxDelayMs: 60_000 }, onError: 'skip' });
    expect(report).toMatchObject({
      sent: 0,
      error: { name: 'CancelledError', message: 'network error: context canceled' },
    });
    expect(server.requests).toHaveLength(1);
    expect(run.log.messages('ERROR')).toEqual(['output send failed']);
  });
});

describe('Retry-After of the receiver', () => {
  it.each([
    ['0', 0],
    ['1', 1000],
    ['100', 5000],
    ['soon', 500],
    ['Sun, 15 Mar 2026 08:00:00 GMT', 0],
    ['Sun, 15 Mar 2026 08:30:02 GMT', 2000],
  ])('%s waits %i ms', async (header, expected) => {
    answer(reply.status(429, { 'Retry-After': header }), ok);
    const retry = { delayMs: 500, maxDelayMs: 5000, useRetryAfterHeader: true };
    expect(await write({ retry })).toEqual({ sent: 1 });
    expect(clock.sleeps).toEqual([expected]);
  });

  it('is ignored unless asked for', async () => {
    answer(reply.status(429, { 'Retry-After': '0' }), ok);
    await write({ retry: { delayMs: 500 } });
    expect(clock.sleeps).toEqual([500]);
  });
});

describe('retryHintFromBody of httpRequest', () => {
  const hint = { retryHintFromBody: 'body.retryable == true' };

  it.each([
    ['true on a refusal', json({ retryable: true }, 503), 2],
    ['false on a refusal', json({ retryable: false }, 503), 1],
    ['absent on a refusal', json({}, 503), 1],
    ['in no JSON', text('busy', 503), 2],
    ['in no object', json([1], 503), 2],
    ['in an empty body', reply.status(503), 2],
    ['true on a status that is not listed', json({ retryable: true }, 400), 1],
    ['true on success', json({ retryable: true }, 200), 2],
    ['true on a status below 400 that is refused', json({ retryable: true }, 205), 2],
    ['false on success', json({ retryable: false }, 200), 1],
  ])('%s', async (_, first, times) => {
    answer(first, ok);
    await write({ retry: hint });
    expect(server.requests).toHaveLength(times);
  });

  it('forces repetitions until they are used up, which is an error of its own', async () => {
    answer(json({ retryable: true }));
    const report = await write({ retry: { ...hint, maxAttempts: 1 } });
    expect(report.error).toMatchObject({ category: 'server', retryable: true, statusCode: 200 });
    expect(report.error?.message).toContain(
      `server error (status 200): retry forced by retryHintFromBody (POST ${server.url}/x)`,
    );
  });

  it('of false makes a refusal final', async () => {
    answer(json({}, 503));
    const report = await write({ retry: hint, onError: 'skip', requestMode: 'single' });
    expect(report).toEqual({ sent: 0 });
    expect(run.log.fieldsOf('request failed for record')).toMatchObject({ is_fatal: true });
  });
});

describe('success.expression', () => {
  it.each([
    ['statusCode == 418', reply.status(418), true],
    ['statusCode == 418', reply.status(200), false],
    ['body.ok == true', json({ ok: true }), true],
    ['body.ok == true', json({ ok: true }, 400), true],
    ['body.ok == true', json({ ok: false }), false],
    ['body.ok', json({}), false],
    ['len(body) == 2', json([1, 2]), true],
    ['body == nil', reply.status(204), true],
    ['statusCode == 201', text('not JSON', 201), true],
    ['statusCode == 201 && "body" != ""', text('not JSON', 201), true],
    ['headers["X-A"][0] == "q"', reply.status(500, { 'x-a': 'q' }), true],
    ['headers["x-a"] == ["q", "r"]', reply.status(200, { 'X-A': ['q', 'r'] }), true],
    ['headers["X-A"] == nil', ok, true],
  ])('%s', async (expression, first, accepted) => {
    answer(first);
    const report = await write({ success: { expression }, retry: { maxAttempts: 0 } });
    expect(report.sent).toBe(accepted ? 1 : 0);
    expect(server.requests).toHaveLength(1);
    expect(run.log.messages('WARN')).toEqual([]);
  });

  it.each([
    [[200], 200, true],
    [[200], 201, false],
    [[500], 500, true],
    [[201], 500, false],
  ])('must hold together with the statuses %j: %i is %s', async (statusCodes, status, accepted) => {
    answer(reply.status(status));
    const report = await write({
      success: { statusCodes, expression: 'statusCode != 0' },
      retry: { maxAttempts: 0 },
    });
    expect(report.sent).toBe(accepted ? 1 : 0);
  });

  it.each([
    [200, 'unknown', true],
    [404, 'not_found', false],
    [503, 'server', true],
  ])('that is false on %i gives an error by the status', async (status, category, retryable) => {
    answer(reply.status(status));
    const report = await write({ success: { expression: 'false' }, retry: { maxAttempts: 0 } });
    expect(report.error).toMatchObject({ category, retryable, statusCode: status });
    expect(report.error?.message).toContain(
      `${category} error (status ${status}): status not in successCodes: success.expression is false (POST`,
    );
  });

  it('that is false on a retryable status is repeated, and on no other', async () => {
    answer(json({ ok: false }, 503), json({ ok: true }, 503));
    expect(await write({ success: { expression: 'body.ok' } })).toEqual({ sent: 1 });
    expect(server.requests).toHaveLength(2);
    answer(json({ ok: false }, 400));
    await write({ success: { expression: 'body.ok' } });
    expect(server.requests).toHaveLength(3);
  });

  it('that is true on a retryable status is believed', async () => {
    answer(json({ ok: true }, 503));
    expect(await write({ success: { expression: 'body.ok' } })).toEqual({ sent: 1 });
    expect(server.requests).toHaveLength(1);
  });

  it('that is false waits for a body that asks for a repetition', async () => {
    answer(json({ status: 'pending' }), json({ status: 'pending' }), json({ status: 'done' }));
    const report = await write({
      success: { expression: 'body.status == "done"' },
      retry: { retryHintFromBody: 'body.status == "pending"' },
    });
    expect(report).toEqual({ sent: 1 });
    expect(server.requests).toHaveLength(3);
  });

  it('fails on a body that is no JSON, once', async () => {
    answer(text('plain hunter2'));
    const report = await write({ success: { expression: 'body.ok == true' } });
    const message = 'httpRequest success.expression references body but response is not valid JSON';
    expect(report.error).toMatchObject({ category: 'unknown', statusCode: 200 });
    expect(report.error?.message).toContain(message);
    expect(server.requests).toHaveLength(1);
    expect(
      run.log.fieldsOf('success.expression references body but response is not valid JSON'),
    ).toMatchObject({ expression: 'body.ok == true', error: message });
    const shown = run.log.entries.filter((entry) => JSON.stringify(entry).includes('hunter2'));
    expect(shown.map(({ level }) => level)).toEqual(['DEBUG']);
  });

  it('is asked again when a busy receiver answers without JSON', async () => {
    answer(text('<html>busy</html>', 503), json({ ok: true }));
    expect(await write({ success: { expression: 'body.ok == true' } })).toEqual({ sent: 1 });
  });

  it('says that it saw the start of a long body only', async () => {
    answer(json({ padding: 'x'.repeat(1024 * 1024), ok: true }));
    const report = await write({ success: { expression: 'body.ok == true' } });
    expect(report.error?.message).toContain(
      'response is not valid JSON: it is longer than 1048576 bytes, and no more of it was read',
    );
    answer(json({ padding: 'x'.repeat(1024 * 1024 - 40), ok: true }));
    expect(await write({ success: { expression: 'body.ok == true' } })).toEqual({ sent: 1 });
  });

  it.each([
    ['body.a.b == 1', json({})],
    ['body.ok', json({ ok: 'yes' })],
    ['headers["X-None"][0] == "q"', ok],
  ])('%s that fails is an error, once', async (expression, first) => {
    answer(first);
    const report = await write({ success: { expression } });
    expect(report.error?.message).toContain('httpRequest success.expression evaluation failed: ');
    expect(server.requests).toHaveLength(1);
    expect(run.log.fieldsOf('success.expression evaluation error')).toMatchObject({ expression });
  });

  it('names the type of a result that is no boolean', async () => {
    answer(json({ ok: 'yes' }));
    const report = await write({ success: { expression: 'body.ok' } });
    expect(report.error?.message).toContain('invalid operation: bool(string)');
  });

  it('that fails wins over a status below 400 that is not listed', async () => {
    answer(text('plain', 202));
    const report = await write({ success: { statusCodes: [200], expression: 'body.ok' } });
    expect(report.error?.message).toContain('not valid JSON');
  });

  it('is not asked about a status from 400 on that is not listed', async () => {
    answer(text('plain', 503), json({ ok: true }));
    expect(await write({ success: { statusCodes: [200], expression: 'body.ok' } })).toEqual({ sent: 1 });
    expect(run.log.messages('WARN')).toEqual([]);
  });

  it('that is false on a redirect leaves its Location in the error', async () => {
    answer(reply.redirect(302, '/y'));
    const report = await write({ success: { expression: 'statusCode == 200' } });
    expect(report.error?.message).toContain(`Location ${server.url}/y`);
  });
});

describe('the log of repetitions', () => {
  const place = () => ({
    module_type: 'httpRequest',
    endpoint: `${server.url}/x`,
    method: 'POST',
    batch_index: 0,
  });
  const error503 = () => `server error (status 503): service unavailable (POST ${server.url}/x)`;

  it('tells a success that took some, and nothing at ERROR', async () => {
    answer(reply.status(503), ok);
    await write({ endpoint: `${server.url}/x?key=hunter2` });
    expect(run.log.messages('INFO')).toEqual([
      'output send started',
      'retrying request',
      'retry succeeded',
      'output send completed',
    ]);
    expect(run.log.fieldsOf('retrying request')).toEqual({
      ...place(),
      attempt: 1,
      max_attempts: 3,
      backoff: Duration.ofMilliseconds(1000),
      error: error503(),
      error_category: 'server',
      retries_configured: 3,
    });
    expect(run.log.fieldsOf('retry succeeded')).toEqual({
      ...place(),
      attempts: 2,
      total_duration: Duration.ofMilliseconds(1000),
    });
    expect(run.log.messages('ERROR')).toEqual([]);
    expect(JSON.stringify(run.log.entries)).not.toContain('hunter2');
  });

  it('tells a failure that took some, with the refusal once', async () => {
    answer(reply.status(503));
    await write({ retry: { maxAttempts: 2, delayMs: 0 } });
    expect(run.log.messages('ERROR')).toEqual([
      'http error response',
      'all retry attempts exhausted',
      'httpRequest batch failed',
      'output send failed',
    ]);
    expect(run.log.fieldsOf('all retry attempts exhausted')).toEqual({
      ...place(),
      attempts: 3,
      total_duration: Duration.ofMilliseconds(0),
      error: error503(),
      retries_configured: 2,
    });
  });

  it('says nothing of repetitions when there were none', async () => {
    answer(reply.status(400));
    await write();
    expect(run.log.messages('INFO')).toEqual(['output send started']);
    expect(run.log.messages('ERROR')).not.toContain('all retry attempts exhausted');
  });
});

describe('what httpRequest reports of its repetitions', () => {
  it.each([
    ['nothing after a plain success', [ok], {}, undefined],
    [
      'those of a success',
      [reply.status(503), ok],
      {},
      { totalAttempts: 2, retryCount: 1, retryDelaysMs: [1000], totalDurationMs: 1000 },
    ],
    [
      'those of a failure',
      [reply.status(503)],
      { retry: { maxAttempts: 1, delayMs: 0 } },
      { totalAttempts: 2, retryCount: 1, retryDelaysMs: [0], totalDurationMs: 0 },
    ],
    [
      'a failure without any',
      [reply.status(400)],
      {},
      { totalAttempts: 1, retryCount: 0, retryDelaysMs: [], totalDurationMs: 0 },
    ],
    ['nothing when its last request took none', [reply.status(503), ok], { batchSize: 1 }, undefined],
  ] satisfies [string, Reply[], object, unknown][])('is %s', async (_, replies, config, expected) => {
    const [first = ok, ...others] = replies;
    answer(first, ...others);
    await write(config, 2);
    expect(run.retries.infos).toEqual(expected === undefined ? undefined : { output: expected });
  });
});

describe('the programs of httpRequest', () => {
  const endpoint = 'https://h/x';
  const long = `${'true && '.repeat(2000)}true`;

  it.each([
    [
      { retry: { retryHintFromBody: 'body.' } },
      ['retry', 'retryHintFromBody'],
      'compiling retryHintFromBody expression: ',
    ],
    [
      { retry: { retryHintFromBody: '1 + 1' } },
      ['retry', 'retryHintFromBody'],
      'compiling retryHintFromBody expression: ',
    ],
    [
      { retry: { retryHintFromBody: long } },
      ['retry', 'retryHintFromBody'],
      `retryHintFromBody expression length ${long.length} exceeds maximum 10000`,
    ],
    [
      { success: { expression: 'statusCode ==' } },
      ['success', 'expression'],
      'httpRequest success.expression invalid: ',
    ],
    [
      { success: { expression: '"yes"' } },
      ['success', 'expression'],
      'httpRequest success.expression invalid: ',
    ],
    [
      { success: { expression: long } },
      ['success', 'expression'],
      `httpRequest success.expression length ${long.length} exceeds maximum 10000`,
    ],
  ])('are refused at their place: %#', async (config, at, message) => {
    const { built, problems } = await compileModule(httpRequestOutput, { endpoint, ...config });
    expect(built).toBeUndefined();
    expect(problems).toMatchObject([{ at, type: 'expression', message: expect.stringContaining(message) }]);
  });

  it('may be empty, which means none', async () => {
    await compileSound(httpRequestOutput, { endpoint, retry: { retryHintFromBody: '' } });
  });
});
