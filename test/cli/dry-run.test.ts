import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reply, TestHttpServer } from '../helpers/http-server.ts';
import { Workspace } from './workspace.ts';

const workspace = new Workspace();
let server: TestHttpServer;

beforeEach(async () => {
  server = await TestHttpServer.start();
  server.on('/source', reply.json([{ id: 1, name: 'Ada' }]));
});
afterEach(() => server.close());
afterAll(() => workspace.remove());

/** What a person reads of standard output. */
function text(stdout: string): string {
  return stdout
    .split('\n')
    .filter((line) => !line.startsWith('{'))
    .join('\n');
}

/** A pipeline that reads `count` rows numbered from 1. */
function rows(count: number, output: string): string {
  return workspace.write(
    'rows.yaml',
    `
name: Rows
input:
  type: database
  driver: sqlite
  connectionString: ":memory:"
  query: |
    WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ${count})
    SELECT id, 'EVT-' || id AS code FROM n
output:
${output}
`,
  );
}

function http(output: string): string {
  return workspace.write(
    'http.yaml',
    `
name: Http
input: { type: httpPolling, endpoint: "${server.url}/source", retry: { maxAttempts: 0 } }
filters:
  - { type: set, target: tag, value: new }
output:
  type: httpRequest
  endpoint: ${server.url}/target
${output}
`,
  );
}

describe('a dry-run', () => {
  it('reads and filters for real, and shows the request it does not send', async () => {
    const { exitCode, stdout, stderr } = await workspace.run(['run', '--dry-run', http('')]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(text(stdout)).toBe(`Loading pipeline configuration: http.yaml
✓ Configuration loaded successfully (format: yaml)
Executing pipeline (dry-run mode - output will not be sent)...
✓ Pipeline executed successfully
  Status: success
  Records processed: 1

📋 Dry-Run Preview (what would have been done):

  Endpoint: POST ${server.url}/target
  Records: 1
  Headers:
    Content-Type: application/json
    User-Agent: Cannectors-Runtime/1.0
  Body:
    [
      {
        "id": 1,
        "name": "Ada",
        "tag": "new"
      }
    ]

ℹ️  Nothing was sent or written to the target system (dry-run mode)
   These ran for real: input httpPolling, filter set
`);
    expect(server.requests.map(({ path }) => path)).toEqual(['/source']);
  });

  it('marks its records in the log', async () => {
    const { records } = await workspace.run(['run', '--dry-run', http('')]);
    const started = records.filter(({ msg }) => msg === 'execution started');
    expect(started).toMatchObject([{ dry_run: true }]);
  });

  it('accepts its flag before the command', async () => {
    const { exitCode, stdout } = await workspace.run(['--dry-run', 'run', http('')]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('📋 Dry-Run Preview');
  });

  it('prints no preview when quiet', async () => {
    expect(await workspace.run(['run', '--dry-run', '-q', http('')])).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('says that no record reached the output', async () => {
    server.on('/source', reply.json([]));
    const { exitCode, stdout } = await workspace.run(['run', '--dry-run', http('')]);
    expect(exitCode).toBe(0);
    expect(text(stdout)).toContain(
      '\n\n📋 Dry-Run Preview: records that reached the output: 0. Nothing would be sent or written.\n',
    );
  });

  it('fails like a run when the input fails', async () => {
    server.on('/source', reply.status(503));
    const { exitCode, stdout, stderr } = await workspace.run(['run', '--dry-run', http('')]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('✗ Pipeline execution failed\n  Module: input\n');
    expect(stdout).not.toContain('Dry-Run Preview');
  });
});

describe('HTTP requests', () => {
  it('are one per batch', async () => {
    const output = `
  type: httpRequest
  endpoint: https://nowhere.invalid/target
  batchSize: 50
`;
    const { exitCode, stdout } = await workspace.run(['run', '--dry-run', rows(120, output)]);
    expect(exitCode).toBe(0);
    expect(text(stdout).match(/^─── .*$|^ {2}Records: .*$/gm)).toEqual([
      '─── Operation 1 of 3 ───',
      '  Records: 50',
      '─── Operation 2 of 3 ───',
      '  Records: 50',
      '─── Operation 3 of 3 ───',
      '  Records: 20',
    ]);
  });

  it('are one per record in single mode: ten are shown, all of them in detail', async () => {
    const output = `
  type: httpRequest
  endpoint: https://nowhere.invalid/target
  requestMode: single
`;
    const file = rows(25, output);
    const brief = text((await workspace.run(['run', '--dry-run', file])).stdout);
    expect(brief.match(/^─── /gm)).toHaveLength(10);
    expect(brief).toContain('─── Operation 10 of 25 ───');
    expect(brief).toContain('\n\n... (15 more operations, use --verbose for all)\n\n');
    const detailed = text((await workspace.run(['run', '--dry-run', '-v', file])).stdout);
    expect(detailed.match(/^─── /gm)).toHaveLength(25);
  });
});

describe('database statements', () => {
  const OUTPUT = `
  type: database
  connectionString: file:./dry.db
  query: INSERT INTO events (id, code) VALUES ($1, $2)
  parameters: [record.id, record.code]
`;

  it('are shown once with five of their executions, more of them in detail', async () => {
    const file = rows(250, OUTPUT);
    const brief = await workspace.run(['run', '--dry-run', file]);
    expect(brief.exitCode).toBe(0);
    expect(text(brief.stdout)).toContain(`
  Operation: INSERT INTO events (sqlite)
  Target: file:./dry.db
  Records: 250
  Statement:
    INSERT INTO events (id, code) VALUES (`);
    expect(text(brief.stdout)).toContain(`
  Parameters: record.id, record.code
  Values (truncated, use --verbose for all):
    1: 1, "EVT-1"
    2: 2, "EVT-2"
    3: 3, "EVT-3"
    4: 4, "EVT-4"
    5: 5, "EVT-5"
    ... (245 more executions)
`);
    const detailed = text((await workspace.run(['run', '--dry-run', '-v', file])).stdout);
    expect(detailed).toContain('  Values:\n    1: 1, "EVT-1"\n');
    expect(detailed).toContain('\n    100: 100, "EVT-100"\n    ... (150 more executions)\n');
  });

  it('touch no database', async () => {
    await workspace.run(['run', '--dry-run', rows(1, OUTPUT)]);
    expect(workspace.has('dry.db')).toBe(false);
  });

  it('that cannot be described do not fail the run', async () => {
    const output = OUTPUT.replace('record.code]', 'record.code.length.deeper]');
    const { exitCode, stdout } = await workspace.run(['run', '--dry-run', rows(1, output)]);
    expect(exitCode).toBe(0);
    expect(text(stdout)).toMatch(
      /\n\n📋 Dry-Run Preview: the output module failed to describe what it would do\.\n {3}Reason: .+\n {3}Nothing was sent or written to the target system \(dry-run mode\)\.\n/,
    );
    expect(text(stdout)).toContain('  Status: success\n');
    expect(text(stdout)).not.toContain('  Target:');
  });
});
