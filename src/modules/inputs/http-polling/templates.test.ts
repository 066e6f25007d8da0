import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reply, TestHttpServer } from '../../../../test/helpers/http-server.ts';
import { compileModule, compileSound, testRun } from '../../../../test/helpers/module-run.ts';
import { TemporaryFolder } from '../../../../test/helpers/temporary-folder.ts';
import type { RunState } from '../../contract/state.ts';
import { httpPollingInput } from './index.ts';

let server: TestHttpServer;
const folder = new TemporaryFolder();

beforeEach(async () => {
  server = await TestHttpServer.start();
  server.on('/x', reply.json([{ id: 1 }]));
});
afterEach(async () => {
  await server.close();
  folder.clear();
});

const FIRST_RUN: RunState = { lastTimestamp: undefined, lastId: undefined };
const LATER: RunState = { lastTimestamp: '2026-03-15T09:30:00+01:00', lastId: 'EVT-SEED' };

async function poll(config: Record<string, unknown>, state: RunState) {
  const run = { ...testRun(), state };
  const input = await compileSound(httpPollingInput, { endpoint: `${server.url}/x`, ...config });
  await input.open?.(run);
  for await (const _ of input.read(run));
  await input.close?.();
  const [request] = server.requests;
  return { request, log: run.log };
}

const BOTH = {
  timestamp: { enabled: true, queryParam: 'since' },
  id: { enabled: true, field: 'id', queryParam: 'after_id' },
};

describe('the templates of httpPolling', () => {
  it('see the state in endpoint, headers, query parameters and body', async () => {
    const { request } = await poll(
      {
        endpoint: `${server.url}/x?since={{ state.lastTimestamp }}`,
        method: 'POST',
        headers: { 'X-Last': '{{ state.lastId }}', 'X-Plain': 'as it is' },
        queryParams: { 'after id': '{{ state.lastId | lower }}' },
        body: '{"last": "{{ state.lastId }}"}',
        statePersistence: BOTH,
      },
      { ...LATER, lastId: 'EVT "1"' },
    );
    expect(request?.target).toBe(
      '/x?after%20id=evt%20%221%22&after_id=EVT%20%221%22&since=2026-03-15T09%3A30%3A00%2B01%3A00',
    );
    expect(request?.headers).toMatchObject({ 'x-last': 'EVT "1"', 'x-plain': 'as it is' });
    expect(request?.body.toString()).toBe('{"last": "EVT \\"1\\""}');
  });

  it('render the epoch and no id on a first run', async () => {
    const { request } = await poll(
      {
        endpoint: `${server.url}/x?since={{ state.lastTimestamp }}`,
        queryParams: { from: '{{ state.lastId | default("0") }}' },
        statePersistence: BOTH,
      },
      FIRST_RUN,
    );
    expect(request?.target).toBe('/x?since=1970-01-01T00%3A00%3A00Z&from=0');
  });

  it('send a header that renders empty', async () => {
    const config = { headers: { 'X-Last': '{{ state.lastId }}' }, statePersistence: BOTH };
    const { request } = await poll(config, FIRST_RUN);
    expect(request?.headers).toHaveProperty('x-last', '');
  });

  it('escape the body by the Content-Type', async () => {
    const bodies: unknown[] = [];
    for (const type of ['application/x-www-form-urlencoded', 'text/xml', 'text/plain; charset=utf-8']) {
      const { request } = await poll(
        {
          method: 'POST',
          headers: { 'content-type': type },
          body: '{{ state.lastId }}',
          statePersistence: BOTH,
        },
        { ...LATER, lastId: '<a&"' },
      );
      bodies.push(request?.body.toString());
      server.requests.length = 0;
    }
    expect(bodies).toEqual(['%3Ca%26%22', '&lt;a&amp;&#34;', '<a&"']);
  });

  it('may stand in a file', async () => {
    writeFileSync(join(folder.path, 'body.json'), '{"since": "{{ state.lastTimestamp }}"}\n');
    const { request } = await poll(
      { method: 'POST', bodyTemplateFile: join(folder.path, 'body.json'), statePersistence: BOTH },
      LATER,
    );
    expect(request?.body.toString()).toBe('{"since": "2026-03-15T09:30:00+01:00"}');
  });

  it('warn of a state variable that is read and not kept', async () => {
    const config = { queryParams: { since: '{{ state.lastTimestamp }}', after: '{{ state.lastId }}' } };
    const { log } = await poll({ ...config, statePersistence: { id: BOTH.id } }, FIRST_RUN);
    const warnings = log.entries.filter(({ level }) => level === 'WARN');
    expect(warnings).toEqual([
      {
        level: 'WARN',
        message: 'pipeline reads a state variable it does not persist; every run will start from the epoch',
        fields: { module_type: 'httpPolling', variable: 'lastTimestamp', endpoint: `${server.url}/x` },
      },
    ]);
  });

  it.each([
    ['endpoint', { endpoint: 'https://h/{{ state.lastTimestmp }}' }, ['endpoint']],
    ['header', { headers: { 'X-A': '{{ state.nope }}' } }, ['headers', 'X-A']],
    ['query parameter', { queryParams: { q: '{{ state.last_id }}' } }, ['queryParams', 'q']],
    ['body', { method: 'POST', body: 'a\n\n{{\n  state.lastTime }}' }, ['body']],
  ])('are refused when the %s reads a state variable that does not exist', async (_, config, at) => {
    const { built, problems } = await compileModule(httpPollingInput, { endpoint: 'https://h/', ...config });
    expect(built).toBeUndefined();
    expect(problems).toMatchObject([{ at, type: 'template' }]);
    expect(problems[0]?.message).toMatch(
      /^httpPolling .*unknown state variable "state\.\w+", known variables are lastTimestamp, lastId/,
    );
  });

  it('leave texts and members of other names alone', async () => {
    const { problems } = await compileModule(httpPollingInput, {
      endpoint: 'https://h/{{ record.state.x | default("state.none") }}',
    });
    expect(problems).toEqual([]);
  });

  it('are refused when the body file cannot be read', async () => {
    const { problems } = await compileModule(httpPollingInput, {
      endpoint: 'https://h/',
      method: 'POST',
      bodyTemplateFile: 'no/such/file.json',
    });
    expect(problems).toMatchObject([{ at: ['bodyTemplateFile'], type: 'template' }]);
    expect(problems[0]?.message).toContain('no/such/file.json');
  });
});

describe('the state of httpPolling', () => {
  it('is sent as query parameters once it is known, over a literal in the endpoint', async () => {
    const config = { endpoint: `${server.url}/x?since=never&z=1`, statePersistence: BOTH };
    const { request } = await poll(config, LATER);
    expect(request?.target).toBe('/x?z=1&after_id=EVT-SEED&since=2026-03-15T09%3A30%3A00%2B01%3A00');
  });

  it('sends no parameter on a first run', async () => {
    const { request } = await poll({ statePersistence: BOTH }, FIRST_RUN);
    expect(request?.target).toBe('/x');
  });

  it('is kept in the default directory, or in the one that is named', async () => {
    const persistenceOf = async (statePersistence?: unknown) => {
      const config = statePersistence === undefined ? {} : { statePersistence };
      return (await compileSound(httpPollingInput, { endpoint: 'https://h/', ...config })).persistence;
    };
    expect(await persistenceOf()).toBeUndefined();
    expect(await persistenceOf({})).toBeUndefined();
    expect(await persistenceOf({ id: { field: 'id' } })).toBeUndefined();
    expect(await persistenceOf({ timestamp: { enabled: true }, storagePath: '' })).toEqual({
      storagePath: './cannectors-data/state',
      timestamp: 'start',
      id: undefined,
    });
    expect(await persistenceOf({ id: { enabled: true, field: 'a.b' }, storagePath: 's' })).toMatchObject({
      storagePath: 's',
      timestamp: undefined,
      id: { text: 'a.b' },
    });
  });

  it.each([
    [{ enabled: true }, ['statePersistence', 'id']],
    [{ enabled: true, field: 'a[x]' }, ['statePersistence', 'id', 'field']],
  ])('is refused with the id %j', async (id, at) => {
    const { built, problems } = await compileModule(httpPollingInput, {
      endpoint: 'https://h/',
      statePersistence: { id },
    });
    expect(built).toBeUndefined();
    expect(problems).toMatchObject([{ at, type: 'validation' }]);
  });
});
