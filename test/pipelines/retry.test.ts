import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from '../cli/workspace.ts';
import { reply, TestHttpServer } from '../helpers/http-server.ts';

const workspace = new Workspace();
let server: TestHttpServer;

beforeEach(async () => {
  server = await TestHttpServer.start();
});
afterEach(() => server.close());
afterAll(() => workspace.remove());

/** The defaults leave no time between attempts; the output has its own number of them. */
function pipeline(): string {
  return workspace.write(
    'pipeline.yaml',
    `
name: Orders
defaults:
  retry: { maxAttempts: 2, delayMs: 0 }
input: { type: httpPolling, endpoint: "${server.url}/source" }
output:
  type: httpRequest
  endpoint: ${server.url}/target
  retry: { maxAttempts: 1 }
  success: { expression: body.stored == 1 }
`,
  );
}

const paths = () => server.requests.map(({ path }) => path);

describe('a pipeline that inherits how it repeats requests', () => {
  it('gets through short failures of source and receiver', async () => {
    server
      .on('/source', reply.status(503), reply.reset(), reply.json([{ id: 1 }]))
      .on('/target', reply.text('busy', { status: 503 }), reply.json({ stored: 1 }));
    const { exitCode, stdout, stderr, records } = await workspace.run(['run', pipeline()]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('  Records processed: 1\n');
    expect(paths()).toEqual(['/source', '/source', '/source', '/target', '/target']);
    expect(server.requests[3]?.body).toEqual(server.requests[4]?.body);
    const told = records.map(({ msg }) => msg).filter((msg) => msg.includes('retr'));
    expect(told).toEqual([
      'retrying http request',
      'retrying http request',
      'http request succeeded after retries',
      'retrying request',
      'retry succeeded',
    ]);
    expect(records.find(({ msg }) => msg === 'retry succeeded')).toMatchObject({
      level: 'INFO',
      module_type: 'httpRequest',
      attempts: 2,
      total_duration: expect.any(Number),
    });
    expect(records.some(({ level }) => level === 'ERROR')).toBe(false);
  });

  it('ends when the attempts of the output are used up', async () => {
    server.on('/source', reply.json([{ id: 1 }])).on('/target', reply.json({ stored: 0 }, { status: 503 }));
    const { exitCode, stderr, records } = await workspace.run(['run', pipeline()]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('server error (status 503): status not in successCodes');
    expect(paths()).toEqual(['/source', '/target', '/target']);
    expect(records.find(({ msg }) => msg === 'all retry attempts exhausted')).toMatchObject({
      level: 'ERROR',
      attempts: 2,
      retries_configured: 1,
    });
  });

  it('does not repeat what is refused for good', async () => {
    server.on('/source', reply.status(404));
    const { exitCode, records } = await workspace.run(['run', pipeline()]);
    expect(exitCode).toBe(3);
    expect(paths()).toEqual(['/source']);
    expect(records.map(({ msg }) => msg)).not.toContain('http request failed after retries');
  });
});
