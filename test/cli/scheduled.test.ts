import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gate, reply, TestHttpServer } from '../helpers/http-server.ts';
import { Workspace } from './workspace.ts';

const workspace = new Workspace();
let server: TestHttpServer;

beforeEach(async () => {
  server = await TestHttpServer.start();
  server.on('/target', reply.status(200));
  server.on('/source', reply.json([{ id: 1 }, { id: 2 }]));
});
afterEach(() => server.close());
afterAll(() => workspace.remove());

function pipeline(schedule: string, more = ''): string {
  return workspace.write(
    'pipeline.yaml',
    `
name: Orders
id: orders
${more}
input:
  type: httpPolling
  endpoint: ${server.url}/source
  schedule: ${JSON.stringify(schedule)}
  retry: { maxAttempts: 0 }
output: { type: httpRequest, endpoint: "${server.url}/target" }
`,
  );
}

const paths = () => server.requests.map(({ path }) => path);

describe('a schedule that is none', () => {
  it.each([
    ['not a cron', 'found 3'],
    ['61 * * * *', 'minute: 61 is out of range 0-59'],
    ['0 0 30 2 *', 'would never fire'],
    ['CRON_TZ=UTC', 'fields are missing after the time zone'],
  ])('%s is refused by validate and by run, at its place', async (schedule, reason) => {
    const file = pipeline(schedule);
    for (const command of ['validate', 'run']) {
      const { exitCode, stderr } = await workspace.run([command, '-v', file]);
      expect(exitCode).toBe(1);
      expect(stderr).toContain('input.schedule');
      expect(stderr).toContain('invalid CRON expression');
      expect(stderr).toContain(reason);
    }
    expect(server.requests).toEqual([]);
  });

  it('that comes from the environment is refused when it is known', async () => {
    const file = pipeline('${POLL_CRON}');
    expect((await workspace.run(['validate', file])).exitCode).toBe(0);
    const { exitCode, stderr } = await workspace.run(['run', file], { env: { POLL_CRON: '0 0 * * 7' } });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      '✗ Invalid CRON expression: invalid CRON expression: day of week: 7 is out of range 0-6; Sunday is 0',
    );
  });
});

describe('a scheduled pipeline', () => {
  it('runs once under --dry-run', async () => {
    const { exitCode, stdout } = await workspace.run(['run', '--dry-run', pipeline('@hourly')]);
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('Scheduler started');
    expect(paths()).toEqual(['/source']);
  });

  it('that is disabled is refused', async () => {
    const { exitCode, stderr } = await workspace.run(['run', pipeline('@hourly', 'enabled: false')]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('✗ Pipeline is disabled');
  });

  it('whose modules cannot be connected is refused before the first tick', async () => {
    const file = workspace.write(
      'database.yaml',
      `
name: Orders
input: { type: database, schedule: "@hourly", connectionString: ./missing.db, query: SELECT 1 }
output: { type: httpRequest, endpoint: "${server.url}/target" }
`,
    );
    const { exitCode, stderr, stdout } = await workspace.run(['run', file]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('✗ Failed to create input module: ');
    expect(stdout).not.toContain('Scheduler started');
  });
});

describe.skipIf(process.platform === 'win32')('a scheduler that runs', () => {
  it('announces the next run, runs at every tick, and stops within two seconds when idle', async () => {
    const program = workspace.start(['run', pipeline('* * * * * *')]);
    await server.received(4);
    program.send('SIGTERM');
    const signalled = performance.now();
    const { exitCode, stdout, stderr, records } = await program.outcome();
    expect(performance.now() - signalled).toBeLessThan(2_000);
    expect([exitCode, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n').filter((line) => !line.startsWith('{'));
    expect(lines.slice(2)).toEqual([
      '🕐 Scheduler started',
      '  Pipeline: orders',
      '  Schedule: * * * * * *',
      expect.stringMatching(/^ {2}Next run: \d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})$/),
      '  Press Ctrl+C to stop...',
      '',
      '⏹ Received terminated signal, stopping scheduler...',
      '✓ Scheduler stopped gracefully',
      '',
    ]);
    const announced = Date.parse(lines[5]?.slice('  Next run: '.length) ?? '');
    const starting = records.filter(({ msg }) => msg === 'scheduled pipeline execution starting');
    expect(Date.parse(String(starting[0]?.['scheduled_time'])) - announced).toBeLessThan(1_000);
    for (const record of starting) {
      expect(record).toMatchObject({
        pipeline_id: 'orders',
        pipeline_name: 'Orders',
        schedule: '* * * * * *',
      });
      expect(Math.abs(Date.parse(record.time) - Date.parse(String(record['scheduled_time'])))).toBeLessThan(
        500,
      );
    }
    expect(new Set(starting.map(({ trace_id }) => trace_id)).size).toBe(starting.length);
    expect(records.at(-1)).toMatchObject({ level: 'INFO', msg: 'scheduler stopped' });
  });

  it('prints nothing but errors under --quiet', async () => {
    const program = workspace.start(['run', '--quiet', pipeline('* * * * * *')]);
    await server.received(1);
    program.send('SIGINT');
    const { exitCode, stdout, stderr } = await program.outcome();
    expect([exitCode, stdout, stderr]).toEqual([0, '', '']);
  });

  it('goes on after a run that failed and leaves the exit code alone', async () => {
    let failures = 2;
    server.on('/source', (exchange) => {
      failures -= 1;
      return (failures >= 0 ? reply.status(500) : reply.json([{ id: 1 }]))(exchange);
    });
    const program = workspace.start(['run', pipeline('* * * * * *')]);
    await program.printed('scheduled pipeline execution completed');
    program.send('SIGTERM');
    const { exitCode, records } = await program.outcome();
    expect(exitCode).toBe(0);
    const failed = records.filter(({ msg }) => msg === 'scheduled pipeline execution failed');
    expect(failed).toMatchObject([
      {
        level: 'ERROR',
        error: expect.stringMatching(/^executing input module: server error \(status 500\)/),
        error_code: 'INPUT_FAILED',
      },
      { level: 'ERROR' },
    ]);
  });

  it('lets the run in hand finish after the first signal and starts no other', async () => {
    const target = gate();
    server.on('/target', reply.after(target.opened, reply.status(200)));
    const program = workspace.start(['run', pipeline('* * * * * *')]);
    await server.received(2);
    await program.printed('execution queued');
    program.send('SIGTERM');
    await program.printed('⏹ Received');
    target.open();
    const { exitCode, records } = await program.outcome();
    expect(exitCode).toBe(0);
    expect(records.filter(({ msg }) => msg === 'scheduled pipeline execution completed')).toHaveLength(1);
    expect(records).toContainEqual(expect.objectContaining({ msg: 'queued executions canceled' }));
    expect(paths()).toEqual(['/source', '/target']);
  });

  it('stops at once on a second signal', async () => {
    server.on('/source', reply.hang());
    const program = workspace.start(['run', pipeline('* * * * * *')]);
    await server.received(1);
    program.send('SIGTERM');
    await program.printed('⏹ Received');
    program.send('SIGINT');
    const { exitCode, stderr } = await program.outcome();
    expect([exitCode, stderr]).toEqual([130, '✗ Stopped at once: the run did not finish\n']);
  });

  it('reads the files a pipeline names once, also when it builds its modules again', async () => {
    workspace.write('query.sql', 'SELECT nothing FROM nowhere');
    const file = workspace.write(
      'pipeline.yaml',
      `
name: Orders
input: { type: database, schedule: "* * * * * *", driver: sqlite, connectionString: ":memory:", queryFile: query.sql }
output: { type: httpRequest, endpoint: "${server.url}/target" }
`,
    );
    const program = workspace.start(['run', file]);
    await program.printed('scheduled pipeline execution failed');
    workspace.write('query.sql', 'SELECT 1 AS id');
    await program.printed('scheduled pipeline execution failed', 3);
    program.send('SIGTERM');
    expect((await program.outcome()).exitCode).toBe(0);
    expect(server.requests).toEqual([]);
  });
});
