import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gate, reply, TestHttpServer } from '../helpers/http-server.ts';
import { Workspace } from './workspace.ts';

const workspace = new Workspace();
let server: TestHttpServer;
let file: string;

beforeEach(async () => {
  server = await TestHttpServer.start();
  server.on('/target', reply.status(200));
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

describe.skipIf(process.platform === 'win32')('a signal during a run', () => {
  it.each([
    ['SIGINT', 'interrupt'],
    ['SIGTERM', 'terminated'],
  ] as const)('%s lets it finish: its own result decides the exit code', async (signal, name) => {
    const source = gate();
    server.on('/source', reply.after(source.opened, reply.json([{ id: 1 }])));
    const program = workspace.start(['run', file]);
    await server.received(1);
    program.send(signal);
    await program.printed(`⏹ Received ${name} signal`);
    source.open();
    const { exitCode, stdout } = await program.outcome();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('✓ Pipeline executed successfully');
    expect(server.requests.map(({ path }) => path)).toEqual(['/source', '/target']);
  });

  it('and a failure after it exit as the shell reports the signal', async () => {
    const source = gate();
    server.on('/source', reply.after(source.opened, reply.status(500)));
    const program = workspace.start(['run', file]);
    await server.received(1);
    program.send('SIGTERM');
    await program.printed('⏹ Received');
    source.open();
    const { exitCode, stderr, records } = await program.outcome();
    expect(exitCode).toBe(143);
    expect(stderr).toContain('✗ Pipeline execution failed');
    expect(records.at(-1)).toMatchObject({ msg: 'execution completed', status: 'error' });
  });

  it('and another one stop it at once', async () => {
    server.on('/source', reply.hang());
    const program = workspace.start(['run', file]);
    await server.received(1);
    program.send('SIGTERM');
    await program.printed('⏹ Received');
    program.send('SIGINT');
    const { exitCode, signal, stderr } = await program.outcome();
    expect([exitCode, signal]).toEqual([130, null]);
    expect(stderr).toBe('✗ Stopped at once: the run did not finish\n');
  });
});
