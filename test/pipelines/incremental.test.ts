import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from '../cli/workspace.ts';
import { EventsDatabase } from '../helpers/events-database.ts';
import { reply, TestHttpServer } from '../helpers/http-server.ts';

let workspace: Workspace;
let server: TestHttpServer;
let events: EventsDatabase;

beforeEach(async () => {
  workspace = new Workspace();
  server = await TestHttpServer.start();
  server.on('/target', reply.status(200));
  events = new EventsDatabase(workspace.path('events.db'));
});
afterEach(async () => {
  await server.close();
  workspace.remove();
});

function pipeline(query: string, parameter: string, incremental: string): string {
  return workspace.write(
    'pipeline.yaml',
    `
name: Events
id: events
input:
  type: database
  connectionString: ./events.db
  query: ${query}
  parameters: [${JSON.stringify(parameter)}]
  incremental: ${incremental}
output: { type: httpRequest, endpoint: "${server.url}/target", retry: { maxAttempts: 0 } }
`,
  );
}

/** The ids that have arrived since the last call. */
function arrived(): number[] {
  const requests = server.requests.splice(0);
  return requests.flatMap(({ body }) =>
    (JSON.parse(body.toString()) as { id: number }[]).map(({ id }) => id),
  );
}

const BY_ID = ['SELECT * FROM events WHERE id > $1 ORDER BY id', 'int(state.lastId ?? "0")'] as const;
const STATE = 'cannectors-data/state/events.json';

describe('incremental reading', () => {
  it('reads by id what came since the last run', async () => {
    const file = pipeline(...BY_ID, '{ enabled: true, idField: id }');
    events.add(3);
    expect((await workspace.run(['run', file])).exitCode).toBe(0);
    expect(arrived()).toEqual([1, 2, 3]);
    expect(JSON.parse(workspace.read(STATE))).toMatchObject({ pipelineId: 'events', lastId: '3' });
    events.add(2);
    await workspace.run(['run', file]);
    expect(arrived()).toEqual([4, 5]);
    await workspace.run(['run', file]);
    expect(arrived()).toEqual([]);
    expect(JSON.parse(workspace.read(STATE))).toMatchObject({ lastId: '5' });
  });

  it('reads by time what changed since the last run', async () => {
    const file = pipeline(
      'SELECT * FROM events WHERE changed_at > $1 ORDER BY id',
      'state.lastTimestamp',
      '{ enabled: true, timestampField: changed_at, storagePath: kept }',
    );
    events.add(1, '2026-03-01T00:00:00Z');
    events.add(1, '2026-02-01T00:00:00Z');
    await workspace.run(['run', file]);
    expect(arrived()).toEqual([1, 2]);
    expect(JSON.parse(workspace.read('kept/events.json'))).toMatchObject({
      lastTimestamp: '2026-03-01T00:00:00Z',
    });
    events.add(1, '2026-03-02T00:00:00Z');
    await workspace.run(['run', file]);
    expect(arrived()).toEqual([3]);
  });

  it('moves on only when the records have arrived, and not in a dry-run', async () => {
    const file = pipeline(...BY_ID, '{ enabled: true, idField: id }');
    events.add(2);
    server.on('/target', reply.status(500));
    expect((await workspace.run(['run', file])).exitCode).toBe(3);
    expect(workspace.has(STATE)).toBe(false);
    expect((await workspace.run(['run', '--dry-run', file])).exitCode).toBe(0);
    expect(workspace.has('cannectors-data')).toBe(false);
    server.on('/target', reply.status(200));
    server.requests.length = 0;
    await workspace.run(['run', file]);
    expect(arrived()).toEqual([1, 2]);
  });

  it('reads everything again, with warnings, when the stored state cannot be used', async () => {
    const file = pipeline(...BY_ID, '{ enabled: true, idField: id }');
    events.add(2);
    await workspace.run(['run', file]);
    arrived();
    workspace.write(STATE, 'not-json-at-all');
    const { exitCode, records } = await workspace.run(['run', file]);
    expect(exitCode).toBe(0);
    expect(arrived()).toEqual([1, 2]);
    expect(records.filter(({ level }) => level === 'WARN').map(({ msg }) => msg)).toEqual([
      'failed to unmarshal state',
      'failed to load state for pipeline, continuing without persistence',
    ]);
    expect(JSON.parse(workspace.read(STATE))).toMatchObject({ lastId: '2' });
  });
});
