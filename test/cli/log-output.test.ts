import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gate, reply, TestHttpServer } from '../helpers/http-server.ts';
import { parseRecords } from '../helpers/run-cli.ts';
import { Workspace } from './workspace.ts';

const workspace = new Workspace();
let server: TestHttpServer;
let file: string;

beforeEach(async () => {
  server = await TestHttpServer.start();
  server.on('/source', reply.json([{ id: 1 }])).on('/target', reply.status(200));
  file = workspace.write(
    'pipeline.yaml',
    `
name: Orders
input: { type: httpPolling, endpoint: "${server.url}/source", retry: { maxAttempts: 0 } }
output: { type: httpRequest, endpoint: "${server.url}/target" }
`,
  );
});
afterEach(() => server.close());
afterAll(() => workspace.remove());

describe('the log file', () => {
  it('holds what the console shows, after its own announcement', async () => {
    const { records } = await workspace.run(['run', file, '--log-file', 'default.log']);
    expect(records[0]).toMatchObject({ msg: 'log file opened', path: 'default.log', console_format: 'json' });
    expect(parseRecords(workspace.read('default.log'))).toEqual(records);
  });

  it('is JSON with everything when the console is for people', async () => {
    const { stdout, records } = await workspace.run(['run', '-v', file, '--log-file', 'verbose.log']);
    expect(records).toEqual([]);
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d ℹ execution started /m);
    const written = workspace.read('verbose.log');
    expect(parseRecords(written)).toHaveLength(written.trimEnd().split('\n').length);
    expect(new Set(parseRecords(written).map(({ level }) => level))).toEqual(new Set(['DEBUG', 'INFO']));
  });

  it('holds only errors when quiet', async () => {
    server.on('/source', reply.status(500));
    await workspace.run(['run', '-q', file, '--log-file', 'quiet.log']);
    const levels = parseRecords(workspace.read('quiet.log')).map(({ level }) => level);
    expect(levels.length).toBeGreaterThan(0);
    expect(new Set(levels)).toEqual(new Set(['ERROR']));
  });

  it('that cannot be opened is reported, and the run goes on without', async () => {
    const path = 'no-such-folder/x.log';
    const { exitCode, stdout, stderr } = await workspace.run(['run', file, '--log-file', path]);
    expect(exitCode).toBe(0);
    expect(stderr).toBe(
      `⚠ Failed to open log file: opening log file: open ${path}: no such file or directory\n`,
    );
    expect(stdout).toContain('"msg":"execution completed"');
  });
});

describe('verbose and quiet together', () => {
  it('log everything for people and leave out banners and summary', async () => {
    const { exitCode, stdout } = await workspace.run(['run', '-vq', file]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d · /m);
    expect(stdout).toContain('  Pipeline: Orders (v)\n');
    expect(stdout).not.toContain('Executing pipeline');
    expect(stdout).not.toContain('✓ Pipeline executed successfully');
  });
});

describe('records', () => {
  it('are written before the next step begins, so that a killed process leaves them behind', async () => {
    const target = gate();
    server.on('/target', reply.after(target.opened, reply.status(200)));
    const program = workspace.start(['run', file, '--log-file', 'killed.log']);
    await server.received(2);
    program.send('SIGKILL');
    const { signal, records, stdout } = await program.outcome();
    target.open();
    expect(signal).toBe('SIGKILL');
    expect(records.at(-1)).toMatchObject({ msg: 'output send started' });
    expect(stdout.endsWith('\n')).toBe(true);
    expect(parseRecords(workspace.read('killed.log'))).toEqual(records);
  });

  it('that have been seen are followed by nothing that is torn', async () => {
    const program = workspace.start(['run', file]);
    await program.printed('"msg":"output send completed"');
    program.send('SIGKILL');
    const { records } = await program.outcome();
    expect(records.map(({ msg }) => msg)).toContain('output send completed');
  });

  it('that nobody reads any more do not stop the run', async () => {
    const source = gate();
    server.on('/source', reply.after(source.opened, reply.json([{ id: 1 }])));
    const program = workspace.start(['run', file]);
    await server.received(1);
    program.stopReading();
    source.open();
    const { exitCode } = await program.outcome();
    expect(exitCode).toBe(0);
    expect(server.requests.map(({ path }) => path)).toEqual(['/source', '/target']);
  });
});
