import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reply, TestHttpServer } from '../helpers/http-server.ts';
import type { CliOutcome } from '../helpers/run-cli.ts';
import { Workspace } from './workspace.ts';

const workspace = new Workspace();
let server: TestHttpServer;

beforeEach(async () => {
  server = await TestHttpServer.start();
});
afterEach(() => server.close());
afterAll(() => workspace.remove());

/** A pipeline from /source to /target of the test's server. */
function pipeline(parts: { filters?: string; output?: string; top?: string; input?: string } = {}): string {
  return workspace.write(
    'pipeline.yaml',
    `
name: Orders
id: orders
version: "2.0"
description: From here to there
${parts.top ?? ''}
input:
  type: httpPolling
  endpoint: ${server.url}/source
  retry: { maxAttempts: 0 }
${parts.input ?? ''}
filters:
${parts.filters ?? '  []'}
output:
  type: httpRequest
  endpoint: ${server.url}/target
${parts.output ?? ''}
`,
  );
}

const THREE = [{ id: 1 }, { id: 2 }, { id: 3 }];
const MAPPING = `
  - type: mapping
    mappings:
      - { source: id, target: order.id }
`;

/** The records of one event. */
function events({ records }: CliOutcome, message: string) {
  return records.filter(({ msg }) => msg === message);
}

describe('a run that succeeds', () => {
  beforeEach(() => {
    server.on('/source', reply.json(THREE)).on('/target', reply.status(200));
  });

  it('logs its life as one sequence of events that share a trace id', async () => {
    const { exitCode, records, stderr } = await workspace.run(['run', pipeline({ filters: MAPPING })]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(records.map(({ level, msg, stage }) => [level, msg, stage].join(' ').trim())).toEqual([
      'INFO execution started',
      'INFO stage started input',
      'INFO input fetch started',
      'INFO input fetch completed',
      'INFO stage completed input',
      'INFO stage started filter',
      'INFO filter processing completed',
      'INFO stage completed filter',
      'INFO stage started output',
      'INFO output send started',
      'INFO output send completed',
      'INFO stage completed output',
      'INFO execution completed',
      'INFO execution metrics',
    ]);
    const [first] = records;
    expect(first?.['trace_id']).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(new Set(records.map((record) => record['trace_id'])).size).toBe(1);
    expect(new Set(records.map((record) => record['pipeline_id']))).toEqual(new Set(['orders']));
  });

  it('tells a person what it does and how it went, between whole lines of log', async () => {
    const { stdout } = await workspace.run(['run', pipeline()]);
    const text = stdout.split('\n').filter((line) => !line.startsWith('{'));
    expect(text).toEqual([
      'Loading pipeline configuration: pipeline.yaml',
      '✓ Configuration loaded successfully (format: yaml)',
      'Executing pipeline...',
      '✓ Pipeline executed successfully',
      '  Status: success',
      '  Records processed: 3',
      '',
    ]);
    expect(stdout).toContain('"records_sent":3');
  });

  it('adds name, description and duration in detail', async () => {
    const { exitCode, stdout, records } = await workspace.run(['run', '-v', pipeline()]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('  Pipeline: Orders (v2.0)\n  Description: From here to there\n');
    expect(stdout).toMatch(/^ {2}Duration: \d\S*s$/m);
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d ✓ execution completed .*status=success/m);
    expect(records).toEqual([]);
    expect(stdout).not.toContain('\u001b');
  });

  it('prints nothing when quiet', async () => {
    const outcome = await workspace.run(['run', '-q', pipeline()]);
    expect(outcome).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    expect(server.requests.map(({ path }) => path)).toEqual(['/source', '/target']);
  });

  it('reports the filter stage even without filters', async () => {
    const { records } = await workspace.run(['run', pipeline()]);
    const stages = records.filter(({ stage }) => stage === 'filter').map(({ msg }) => msg);
    expect(stages).toEqual(['stage started', 'stage completed']);
  });

  it('sends nothing for zero records and says so', async () => {
    server.on('/source', reply.json([]));
    const outcome = await workspace.run(['run', pipeline()]);
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stdout).toContain('  Records processed: 0\n');
    expect(events(outcome, 'stage completed').map((record) => record['record_count'])).toEqual([0, 0, 0]);
    expect(outcome.stdout).not.toContain('output send');
    expect(server.requests.map(({ path }) => path)).toEqual(['/source']);
  });

  it('measures in whole nanoseconds', async () => {
    const started = performance.now();
    server.on('/source', async (exchange) => {
      await new Promise((resolve) => {
        setTimeout(resolve, 250);
      });
      await reply.json(THREE)(exchange);
    });
    const outcome = await workspace.run(['run', pipeline()]);
    const elapsed = (performance.now() - started) * 1e6;
    const [completed] = events(outcome, 'stage completed');
    const duration = Number(completed?.['duration']);
    expect(Number.isInteger(duration)).toBe(true);
    expect(duration).toBeGreaterThan(240e6);
    expect(duration).toBeLessThan(elapsed);
  });

  it('keeps every record on one line, whatever its text holds', async () => {
    const name = 'Orders "and"\nmore\u2028';
    const file = workspace.write(
      'odd-name.json',
      JSON.stringify({
        name,
        input: { type: 'httpPolling', endpoint: `${server.url}/source` },
        output: { type: 'httpRequest', endpoint: `${server.url}/target` },
      }),
    );
    const { records, stdout } = await workspace.run(['run', file]);
    expect(records.length).toBeGreaterThan(10);
    expect(new Set(records.map((record) => record['pipeline_id']))).toEqual(new Set([name]));
    expect(stdout.split('\n').filter((line) => line.includes('"msg"'))).toHaveLength(records.length);
  });

  it('counts records the output refused when it goes on without them', async () => {
    server.on('/target', reply.status(200), reply.status(422), reply.status(422));
    const outcome = await workspace.run([
      'run',
      pipeline({ output: '  requestMode: single\n  onError: skip' }),
    ]);
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stdout).toContain('  Records processed: 1\n  Records failed: 2\n');
    expect(outcome.stdout).toContain('"records_sent":1');
  });

  it('counts the error markers of filters that go on', async () => {
    const filters = `
  - type: mapping
    onError: log
    mappings:
      - { source: missing, target: x, onMissing: fail }
`;
    const outcome = await workspace.run(['run', pipeline({ filters })]);
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stdout).toContain('  Error markers: 3\n    validation: 3\n');
    expect(events(outcome, 'records carry error markers from filters running in log mode')).toMatchObject([
      { level: 'WARN', error_counts: { validation: 3 } },
    ]);
  });
});

describe('a run that fails', () => {
  it('at the input names the reason and logs no metrics', async () => {
    server.on('/source', reply.status(401));
    const outcome = await workspace.run(['run', pipeline()]);
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stderr).toMatch(
      /^✗ Pipeline execution failed\n {2}Module: input\n {2}Error: .*authentication error \(status 401\).*\n$/,
    );
    expect(events(outcome, 'execution completed')).toMatchObject([
      { level: 'INFO', status: 'error', records_processed: 0, error_code: 'INPUT_FAILED' },
    ]);
    expect(events(outcome, 'execution metrics')).toEqual([]);
    expect(outcome.stdout).not.toContain('✓ Pipeline executed');
  });

  it('at a filter names it, counts what was fetched and sends nothing', async () => {
    server.on('/source', reply.json(THREE)).on('/target', reply.status(200));
    const filters = `
  - type: mapping
    mappings:
      - { source: missing, target: x, onMissing: fail }
`;
    const outcome = await workspace.run(['run', pipeline({ filters })]);
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stderr).toContain(
      '  Module: mapping\n  Error: filter module 0 failed: missing required field',
    );
    expect(events(outcome, 'stage failed')).toMatchObject([
      { level: 'ERROR', stage: 'filter', error_code: 'FILTER_FAILED', record_count: 3 },
    ]);
    expect(events(outcome, 'execution completed')).toMatchObject([{ status: 'error', records_processed: 3 }]);
    expect(server.requests.map(({ path }) => path)).toEqual(['/source']);
  });

  it('at the connection of the output reads nothing from the source, and says why', async () => {
    const file = workspace.write(
      'no-database.yaml',
      `
name: Orders
input: { type: httpPolling, endpoint: "${server.url}/source" }
output:
  type: database
  connectionString: file:./no-such-folder/out.db
  query: INSERT INTO orders (id) VALUES ($1)
  parameters: [record.id]
`,
    );
    const outcome = await workspace.run(['run', file]);
    expect(outcome.exitCode).toBe(3);
    expect(events(outcome, 'output module failed to connect')).toMatchObject([
      { level: 'ERROR', output_type: 'database' },
    ]);
    expect(outcome.stderr).toMatch(/^✗ Pipeline execution failed\n {2}Module: \w+\n {2}Error: .+\n$/);
    expect(server.requests).toEqual([]);
    expect(events(outcome, 'stage started')).toEqual([]);
    expect(events(outcome, 'execution completed')).toHaveLength(1);
  });

  it('still logs its errors and prints its summary when quiet', async () => {
    server.on('/source', reply.status(500));
    const { exitCode, stdout, stderr, records } = await workspace.run(['run', '-q', pipeline()]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('✗ Pipeline execution failed');
    expect(new Set(records.map(({ level }) => level))).toEqual(new Set(['ERROR']));
    expect(stdout.split('\n').filter((line) => line !== '' && !line.startsWith('{'))).toEqual([]);
  });

  it('because a module cannot be built or connected says which, before anything is executed', async () => {
    const file = workspace.write(
      'no-input.yaml',
      `
name: Orders
input: { type: database, connectionString: "file:./no-such-folder/in.db", query: SELECT 1 AS id }
output: { type: httpRequest, endpoint: "${server.url}/target" }
`,
    );
    const { exitCode, stdout, stderr } = await workspace.run(['run', file]);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^✗ Failed to create input module: .+\n$/);
    expect(stdout).not.toContain('execution started');
    expect(stdout).not.toContain('Executing pipeline');
  });
});

describe('environment variables', () => {
  const HEADERS = '  headers:\n    X-A: ${Z_TEST_VAR}\n    X-B: ${A_TEST_VAR}\n    X-C: ${Z_TEST_VAR}';

  it.each([
    ['unset', undefined],
    ['empty', ''],
  ])('that are %s are named once each, sorted, before anything is sent', async (_how, value) => {
    const file = pipeline({ input: HEADERS });
    const env = { A_TEST_VAR: value, Z_TEST_VAR: value };
    for (const words of [['run'], ['run', '-q'], ['run', '--dry-run']]) {
      const { exitCode, stderr } = await workspace.run([...words, file], { env });
      expect(exitCode).toBe(1);
      expect(stderr).toBe(
        '✗ unresolved environment variable(s): A_TEST_VAR, Z_TEST_VAR — set them before running, or remove the ${...} reference\n',
      );
    }
    expect(server.requests).toEqual([]);
    expect(await workspace.run(['validate', file], { env })).toMatchObject({ exitCode: 0 });
  });

  it('that are set reach the wire', async () => {
    server.on('/source', reply.json([]));
    const env = { A_TEST_VAR: 'a', Z_TEST_VAR: 'z' };
    expect(await workspace.run(['run', pipeline({ input: HEADERS })], { env })).toMatchObject({
      exitCode: 0,
    });
    expect(server.requests[0]?.headers).toMatchObject({ 'x-a': 'z', 'x-b': 'a', 'x-c': 'z' });
  });
});

describe('a disabled pipeline', () => {
  it('is refused', async () => {
    const { exitCode, stdout, stderr } = await workspace.run([
      'run',
      '-q',
      pipeline({ top: 'enabled: false' }),
    ]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      "✗ Pipeline is disabled\n  Set 'enabled: true' in the configuration to run the pipeline\n",
    );
    expect(server.requests).toEqual([]);
  });

  it('may be tried in a dry-run', async () => {
    server.on('/source', reply.json(THREE));
    const { exitCode, stderr } = await workspace.run([
      'run',
      '--dry-run',
      pipeline({ top: 'enabled: false' }),
    ]);
    expect([exitCode, stderr]).toEqual([
      0,
      '⚠ Pipeline is disabled: without --dry-run it would be refused\n',
    ]);
  });
});
