import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusingHost, reply, TestHttpServer } from '../helpers/http-server.ts';
import { Workspace } from './workspace.ts';

/** Every place that may hold a credential gets one of its own. */
const SENTINELS = {
  inputUserinfo: 'S3NT1NEL-userinfo',
  inputQuery: 'S3NT1NEL-query',
  inputParameter: 'S3NT1NEL-parameter',
  inputHeader: 'S3NT1NEL-bearer',
  inputKeyHeader: 'S3NT1NEL-key',
  outputHeader: 'S3NT1NEL-output',
  outputQuery: 'S3NT1NEL-out-query',
  database: 'S3NT1NEL-dsn',
  environment: 'S3NT1NEL-environment',
};
const OFFLINE = ['validate', 'validate --verbose'];
const DRY = ['run --dry-run', 'run --dry-run --verbose'];
const REAL = ['run', 'run --verbose'];

const workspace = new Workspace();
let server: TestHttpServer;

beforeEach(async () => {
  server = await TestHttpServer.start();
});
afterEach(() => server.close());
afterAll(() => workspace.remove());

function input(host: string): string {
  return `
input:
  type: httpPolling
  endpoint: http://user:${SENTINELS.inputUserinfo}@${host}/source?token=${SENTINELS.inputQuery}
  queryParams: { api_key: ${SENTINELS.inputParameter} }
  headers:
    X-Api-Key: ${SENTINELS.inputKeyHeader}
    X-Authorization: Bearer ${SENTINELS.inputHeader}
    X-Token: \${SENTINEL_TOKEN}
  retry: { maxAttempts: 1, delayMs: 0 }
`;
}

function httpPipeline(host: string): string {
  return workspace.write(
    'http.yaml',
    `
name: Secrets
${input(host)}
output:
  type: httpRequest
  endpoint: http://${host}/target?access_token=${SENTINELS.outputQuery}
  headers:
    Authorization: Bearer ${SENTINELS.outputHeader}
`,
  );
}

function databasePipeline(host: string): string {
  return workspace.write(
    'database.yaml',
    `
name: Secrets
${input(host)}
output:
  type: database
  connectionString: file:./no-such-folder/out.db?_auth_pass=${SENTINELS.database}
  query: INSERT INTO orders (id) VALUES ($1)
  parameters: [record.id]
`,
  );
}

async function expectNoLeak(words: string, file: string, token = SENTINELS.environment): Promise<void> {
  const { stdout, stderr } = await workspace.run([...words.split(' '), '--log-file', 'secrets.log', file], {
    env: { SENTINEL_TOKEN: token },
  });
  const everything = `${stdout}${stderr}${workspace.read('secrets.log')}`;
  expect(everything).toContain('log file opened');
  expect(everything.match(/.*S3NT1NEL.*/g) ?? []).toEqual([]);
}

describe('credentials are printed nowhere', () => {
  it.each([...OFFLINE, ...DRY])('when everything works: %s', async (words) => {
    server.on('/source', reply.json([{ id: 1 }]));
    await expectNoLeak(words, httpPipeline(server.host));
  });

  it.each(REAL)('although they are sent: %s', async (words) => {
    server.on('/source', reply.json([{ id: 1 }])).on('/target', reply.status(200));
    await expectNoLeak(words, httpPipeline(server.host));
    const [fetch, delivery] = server.requests;
    expect(fetch?.query.get('token')).toBe(SENTINELS.inputQuery);
    expect(fetch?.headers['x-token']).toBe(SENTINELS.environment);
    expect(delivery?.headers['authorization']).toBe(`Bearer ${SENTINELS.outputHeader}`);
  });

  it.each([...DRY, ...REAL])('when the source refuses them: %s', async (words) => {
    server.on('/source', reply.status(401));
    await expectNoLeak(words, httpPipeline(server.host));
  });

  it.each(REAL)('when the target refuses them: %s', async (words) => {
    server.on('/source', reply.json([{ id: 1 }])).on('/target', reply.status(403));
    await expectNoLeak(words, httpPipeline(server.host));
    expect(server.requests).toHaveLength(2);
  });

  it.each([...DRY, ...REAL])('when nobody listens: %s', async (words) => {
    await expectNoLeak(words, httpPipeline(await refusingHost()));
  });

  it.each([...DRY, ...REAL])('when they make a program wrong: %s', async (words) => {
    const file = workspace.write(
      'program.yaml',
      `
name: Secrets
${input(server.host)}
filters:
  - type: condition
    expression: token == "\${SENTINEL_TOKEN}"
output: { type: httpRequest, endpoint: "http://${server.host}/target" }
`.replace(' oops S3NT1NEL"', ''),
    );
    await expectNoLeak(words, file, 'x" S3NT1NEL "');
    const { exitCode, stderr } = await workspace.run([...words.split(' '), file], {
      env: { SENTINEL_TOKEN: 'x" S3NT1NEL "' },
    });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(
      /: filters\[0\]\.expression: not valid with the value of \$\{SENTINEL_TOKEN\} in place; .+ \(program\.yaml:16:27\)$/m,
    );
  });

  it.each([...DRY, ...REAL])('when the database cannot be opened: %s', async (words) => {
    server.on('/source', reply.json([{ id: 1 }]));
    await expectNoLeak(words, databasePipeline(server.host));
  });
});
