import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { reply, TestHttpServer } from './http-server.ts';
import { type CliOptions, runCli } from './run-cli.ts';

const PIPELINE = (url: string): string => `
name: People
id: people
input:
  type: httpPolling
  endpoint: ${url}/people?active=true
  headers:
    X-Tenant: acme
  dataField: payload.rows
filters:
  - type: mapping
    mappings:
      - source: mail
        target: contact.email
        transforms:
          - op: lowercase
      - target: mail
  - type: condition
    expression: id >= 2
    else:
      - type: drop
output:
  type: httpRequest
  endpoint: ${url}/contacts
  batchSize: 2
`;

const SOURCE = {
  payload: {
    rows: [
      { id: 1, mail: 'A@X.EXAMPLE' },
      { id: 2, mail: 'B@X.EXAMPLE' },
      { id: 3, mail: 'C@X.EXAMPLE' },
      { id: 4, mail: 'D@X.EXAMPLE', ref: '__BIG__' },
    ],
  },
};

/**
 * Runs a pipeline from one local HTTP server to the same and asserts on the wire, on the log lines and on the
 * summary. The program is the source, or a built executable when one is given.
 */
export async function expectHttpToHttpRun(options: Pick<CliOptions, 'executable'>): Promise<void> {
  const server = await TestHttpServer.start();
  const directory = mkdtempSync(join(tmpdir(), 'cannectors-http-'));
  try {
    // 2^53 + 1: only exact integers survive the way from one body to the other.
    const body = JSON.stringify(SOURCE).replace('"__BIG__"', '9007199254740993');
    server.on('/people', reply.text(body, { headers: { 'Content-Type': 'application/json' } }));
    server.on('/contacts', reply.status(201));
    const file = join(directory, 'people.yaml');
    writeFileSync(file, PIPELINE(server.url));

    const { exitCode, stdout, stderr, records } = await runCli(['run', file], options);

    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const [fetch, first, second] = server.requests;
    expect(server.requests).toHaveLength(3);
    expect(fetch).toMatchObject({ method: 'GET', target: '/people?active=true' });
    expect(fetch?.headers).toMatchObject({ 'x-tenant': 'acme', 'user-agent': 'Cannectors-Runtime/1.0' });
    expect(first).toMatchObject({ method: 'POST', target: '/contacts' });
    expect(first?.headers['content-type']).toBe('application/json');
    expect(first?.body.toString()).toBe(
      '[{"id":2,"contact":{"email":"b@x.example"}},{"id":3,"contact":{"email":"c@x.example"}}]',
    );
    expect(second?.body.toString()).toBe(
      '[{"id":4,"ref":9007199254740993,"contact":{"email":"d@x.example"}}]',
    );

    expect(records.map(({ msg, stage }) => (stage === undefined ? msg : `${msg} ${stage}`))).toEqual([
      'execution started',
      'stage started input',
      'input fetch started',
      'input fetch completed',
      'stage completed input',
      'stage started filter',
      'filter processing completed',
      'filter processing completed',
      'stage completed filter',
      'stage started output',
      'output send started',
      'output send completed',
      'stage completed output',
      'execution completed',
      'execution metrics',
    ]);
    expect(new Set(records.map(({ trace_id }) => trace_id)).size).toBe(1);
    expect(records[0]?.['trace_id']).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(new Set(records.map(({ pipeline_id }) => pipeline_id))).toEqual(new Set(['people']));
    expect(records.every(({ level }) => level === 'INFO')).toBe(true);
    expect(stdout).toContain('"msg":"input fetch completed"');
    expect(records.find(({ msg }) => msg === 'input fetch completed')).toMatchObject({
      endpoint: `${server.url}/people`,
      record_count: 4,
    });
    expect(stdout).toContain('"records_sent":3');
    expect(records.find(({ msg }) => msg === 'output send completed')).toMatchObject({
      endpoint: `${server.url}/contacts`,
      method: 'POST',
      records_sent: 3,
      records_failed: 0,
    });
    const banners = stdout.split('\n').filter((line) => !line.startsWith('{'));
    expect(banners).toEqual([
      `Loading pipeline configuration: ${file}`,
      '✓ Configuration loaded successfully (format: yaml)',
      'Executing pipeline...',
      '✓ Pipeline executed successfully',
      '  Status: success',
      '  Records processed: 3',
      '',
    ]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
    await server.close();
  }
}
