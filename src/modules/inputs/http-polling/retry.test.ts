import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Reply, refusingHost, reply, TestHttpServer } from '../../../../test/helpers/http-server.ts';
import { InstantClock } from '../../../../test/helpers/instant-clock.ts';
import { compileModule, compileSound, type TestRun, testRun } from '../../../../test/helpers/module-run.ts';
import { selfSignedCertificate } from '../../../../test/helpers/self-signed-certificate.ts';
import type { DataRecord } from '../../../core/record.ts';
import type { Input } from '../../contract/module.ts';
import { httpPollingInput } from './index.ts';

let server: TestHttpServer;
let clock: InstantClock;
let run: TestRun;
const opened: Input[] = [];

beforeEach(async () => {
  server = await TestHttpServer.start();
  clock = new InstantClock();
  run = testRun({ clock });
});

afterEach(async () => {
  for (const input of opened.splice(0)) await input.close?.();
  await server.close();
});

async function poll(config: Record<string, unknown> = {}): Promise<DataRecord[]> {
  const input = await compileSound(httpPollingInput, { endpoint: `${server.url}/x`, ...config });
  opened.push(input);
  const records: DataRecord[] = [];
  for await (const page of input.read(run)) records.push(...page);
  return records;
}

async function failure(config: Record<string, unknown> = {}) {
  const outcome: unknown = await poll(config).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(Error);
  return outcome as Error;
}

function answer(...replies: [Reply, ...Reply[]]): void {
  server.on('/x', ...replies);
}

const RECORDS = [{ id: 1 }];
const good = reply.json(RECORDS);
const json = (body: unknown, status = 200) => reply.json(body, { status });

describe('how often httpPolling asks', () => {
  it.each([
    [undefined, 4, [1000, 2000, 4000]],
    [{}, 4, [1000, 2000, 4000]],
    [{ delayMs: 10 }, 4, [10, 20, 40]],
    [{ maxAttempts: 0 }, 1, []],
    [{ maxAttempts: 2, delayMs: 0 }, 3, [0, 0]],
  ])('a source that always answers 500, with retry %j: %i times', async (retry, times, waits) => {
    answer(reply.status(500));
    const error = await failure(retry === undefined ? {} : { retry });
    expect(error).toMatchObject({ category: 'server', retryable: true, statusCode: 500 });
    expect(server.requests).toHaveLength(times);
    expect(clock.sleeps).toEqual(waits);
  });

  it.each([
    [{ retryableStatusCodes: [503] }, reply.status(500), 1],
    [{ retryableStatusCodes: [408] }, reply.status(408), 2],
    [{ retryableStatusCodes: [] }, reply.status(501), 2],
    [{}, reply.status(501), 1],
    [{}, reply.status(404), 1],
    [{}, reply.text('[{"a":1'), 1],
    [{}, reply.close(), 2],
    [{}, reply.shortBody('[{"a":1}]', 100), 2],
    [{ retryHintFromBody: 'body.retryable == true' }, json({ retryable: true }, 503), 2],
    [{ retryHintFromBody: 'body.retryable == true' }, json({}, 503), 1],
    [{ retryHintFromBody: 'body.retryable == true' }, reply.text('busy', { status: 503 }), 2],
  ])('with retry %j after one bad answer (%#): %i times', async (retry, first, times) => {
    answer(first, good);
    if (times === 2) expect(await poll({ retry })).toEqual(RECORDS);
    else await failure({ retry });
    expect(server.requests).toHaveLength(times);
  });

  it('again as long as the body says that there is nothing yet', async () => {
    answer(json({ status: 'pending' }), json({ status: 'pending' }), json({ status: 'done', data: RECORDS }));
    expect(await poll({ retry: { retryHintFromBody: 'body.status == "pending"' } })).toEqual(RECORDS);
    expect(server.requests).toHaveLength(3);
    expect(run.log.entries.find(({ message }) => message === 'retrying http request')?.fields).toMatchObject({
      error: `server error (status 200): retry forced by retryHintFromBody (GET ${server.url}/x)`,
      error_category: 'server',
    });
  });

  it('when Retry-After says, the clock of the machine decides how far away that is', async () => {
    answer(reply.status(503, { 'Retry-After': 'Sunday, 15-Mar-26 08:30:07 GMT' }), good);
    expect(await poll({ retry: { useRetryAfterHeader: true } })).toEqual(RECORDS);
    expect(clock.sleeps).toEqual([7000]);
  });

  it.each([
    ['a refused connection', async () => `http://${await refusingHost()}/x`],
    ['a timeout', async () => `${server.url}/hang`],
  ])('after %s again', async (_, endpoint) => {
    server.on('/hang', reply.hang());
    const error = await failure({ endpoint: await endpoint(), timeoutMs: 100, retry: { maxAttempts: 2 } });
    expect(error).toMatchObject({ category: 'network', retryable: true });
    expect(clock.sleeps).toEqual([1000, 2000]);
  });

  it('a source whose certificate is refused once', async () => {
    const tls = await TestHttpServer.start({ tls: selfSignedCertificate() });
    const error = await failure({ endpoint: `${tls.url}/x` });
    await tls.close();
    expect(error.message).toContain('failed to verify certificate');
    expect(error).toMatchObject({ retryable: false });
    expect(clock.sleeps).toEqual([]);
  });

  it('no more when cancelled in a wait', async () => {
    answer(reply.status(503), good);
    clock.onSleep = () => run.cancel();
    expect(await failure({ retry: { delayMs: 60_000, maxDelayMs: 60_000 } })).toMatchObject({
      name: 'CancelledError',
      message: 'network error: context canceled',
    });
    expect(server.requests).toHaveLength(1);
    expect(run.log.messages('ERROR')).toEqual(['input fetch failed']);
  });
});

describe('the log of repetitions', () => {
  const place = () => ({ module_type: 'httpPolling', endpoint: `${server.url}/x` });
  const error503 = () => `server error (status 503): service unavailable (GET ${server.url}/x)`;

  it('tells a success that took some, and nothing at ERROR', async () => {
    answer(reply.status(503), reply.status(503), good);
    await poll({ endpoint: `${server.url}/x?key=hunter2`, retry: { delayMs: 750 } });
    expect(run.log.messages('INFO')).toEqual([
      'input fetch started',
      'retrying http request',
      'retrying http request',
      'http request succeeded after retries',
      'input fetch completed',
    ]);
    const retries = run.log.entries.filter(({ message }) => message === 'retrying http request');
    expect(retries.map(({ fields }) => fields)).toEqual([
      {
        ...place(),
        attempt: 1,
        max_attempts: 4,
        next_delay: '750ms',
        error: error503(),
        error_category: 'server',
        retries_configured: 3,
      },
      expect.objectContaining({ attempt: 2, next_delay: '1.5s' }),
    ]);
    expect(run.log.fieldsOf('http request succeeded after retries')).toEqual({
      ...place(),
      total_attempts: 3,
      retry_count: 2,
      total_duration: '2.25s',
    });
    expect(run.log.messages('ERROR')).toEqual([]);
    expect(JSON.stringify(run.log.entries)).not.toContain('hunter2');
  });

  it('tells a failure that took some, with real counts', async () => {
    answer(reply.status(503), reply.status(404));
    await failure();
    expect(run.log.messages('ERROR')).toEqual(['http request failed after retries', 'input fetch failed']);
    expect(run.log.fieldsOf('http request failed after retries')).toEqual({
      ...place(),
      total_attempts: 2,
      retry_count: 1,
      total_duration: '1s',
      error: `not_found error (status 404): not found (GET ${server.url}/x)`,
      retries_configured: 3,
    });
  });
});

describe('what httpPolling reports of its repetitions', () => {
  it('is what a success took', async () => {
    answer(reply.status(503), good);
    await poll();
    expect(run.retries.infos).toEqual({
      input: { totalAttempts: 2, retryCount: 1, retryDelaysMs: [1000], totalDurationMs: 1000 },
    });
  });

  it('is nothing when there was none, failures included', async () => {
    answer(good, reply.status(400));
    await poll();
    await failure();
    expect(run.retries.infos).toBeUndefined();
  });
});

it('refuses a hint that is no boolean expression, at its place', async () => {
  const { built, problems } = await compileModule(httpPollingInput, {
    endpoint: 'https://h/x',
    retry: { retryHintFromBody: 'body.status ==' },
  });
  expect(built).toBeUndefined();
  expect(problems).toMatchObject([
    {
      at: ['retry', 'retryHintFromBody'],
      type: 'expression',
      message: expect.stringMatching(/^compiling retryHintFromBody expression: .+ \(1:\d+\)$/),
      offset: expect.any(Number),
    },
  ]);
});
