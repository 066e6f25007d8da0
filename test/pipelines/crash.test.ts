import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Workspace } from '../cli/workspace.ts';
import { EventsDatabase } from '../helpers/events-database.ts';
import { reply, TestHttpServer } from '../helpers/http-server.ts';
import { Random } from '../helpers/random.ts';

/** `CANNECTORS_TEST_KILLS=200` is what a release is tried with. */
const KILLS = Number(process.env['CANNECTORS_TEST_KILLS'] ?? 40);
const EVENTS_PER_ROUND = 25;
/** The state of the test pipeline, below its folder. */
const STATE_FOLDER = 'cannectors-data/state';

/** The ids in a request of the pipeline. */
function idsOf(body: Buffer): number[] {
  return (JSON.parse(body.toString()) as { id: number }[]).map(({ id }) => id);
}

it.skipIf(process.platform === 'win32')(
  `a scheduled pipeline killed at ${KILLS} random moments loses nothing and never leaves half a state`,
  { timeout: 900_000 },
  async () => {
    const random = new Random(2026);
    const workspace = new Workspace();
    const server = await TestHttpServer.start();
    try {
      server.on('/target', reply.status(200));
      const events = new EventsDatabase(workspace.path('events.db'));
      const file = workspace.write(
        'pipeline.yaml',
        `
name: Events
id: events
input:
  type: database
  schedule: "* * * * * *"
  connectionString: ./events.db
  query: SELECT id, name FROM events WHERE id > $1 ORDER BY id
  parameters: ['int(state.lastId ?? "0")']
  incremental: { enabled: true, idField: id }
output: { type: httpRequest, endpoint: "${server.url}/target", batchSize: 10, retry: { maxAttempts: 0 } }
`,
      );
      let added = 0;
      for (let round = 0; round < KILLS; round += 1) {
        events.unlock();
        events.add(EVENTS_PER_ROUND);
        added += EVENTS_PER_ROUND;
        const program = workspace.start(['run', '--quiet', file]);
        const before = server.requests.length;
        // Half of the kills hit a run at work: after its first requests, at a moment nobody chose.
        if (round % 2 === 0) await server.received(before + 1 + random.below(3));
        await new Promise((resolve) => setTimeout(resolve, random.below(round % 2 === 0 ? 20 : 1_200)));
        program.send('SIGKILL');
        await program.outcome();
        for (const name of stateFiles(workspace)) {
          if (name !== 'events.json') continue;
          const state = JSON.parse(readFileSync(workspace.path(`${STATE_FOLDER}/${name}`), 'utf8')) as object;
          expect(state).toMatchObject({ pipelineId: 'events', lastId: expect.stringMatching(/^\d+$/) });
        }
      }
      const program = workspace.start(['run', file]);
      await program.printed('scheduled pipeline execution completed');
      program.send('SIGTERM');
      expect((await program.outcome()).exitCode).toBe(0);
      const arrived = server.requests.flatMap(({ body }) => idsOf(body));
      const distinct = new Set(arrived);
      expect([...distinct].sort((a, b) => a - b)).toEqual(
        Array.from({ length: added }, (_, index) => index + 1),
      );
      expect(stateFiles(workspace).filter((name) => name.includes('corrupt'))).toEqual([]);
      console.log(`${KILLS} kills, ${added} records, ${arrived.length - distinct.size} duplicates`);
    } finally {
      await server.close();
      workspace.remove();
    }
  },
);

function stateFiles(workspace: Workspace): string[] {
  return workspace.has(STATE_FOLDER) ? readdirSync(workspace.path(STATE_FOLDER)) : [];
}
