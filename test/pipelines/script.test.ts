import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from '../cli/workspace.ts';
import { reply, TestHttpServer } from '../helpers/http-server.ts';

const workspace = new Workspace();
let server: TestHttpServer;

beforeEach(async () => {
  server = await TestHttpServer.start();
  server.on(
    '/source',
    reply.json([
      { qty: 2, price: 1.5 },
      { qty: 1, price: 9007199254740991 },
    ]),
  );
  server.on('/target', reply.status(200));
});
afterEach(() => server.close());
afterAll(() => workspace.remove());

/** @param script the settings of the filter, each on a line of its own */
function pipeline(script: string): string {
  return workspace.write(
    'pipeline.yaml',
    `
name: Totals
input: { type: httpPolling, endpoint: "${server.url}/source" }
filters:
  - type: script
    ${script.replaceAll('\n', '\n    ')}
output: { type: httpRequest, endpoint: "${server.url}/target" }
`,
  );
}

const TEMPLATE_LITERAL =
  'function transform(record) { const TOTAL = record.qty; record.text = `${TOTAL} pieces`; return record; }';

describe('a pipeline with a script', () => {
  it('sends what the script made of each record, and logs what it said', async () => {
    const file = pipeline(
      'script: function transform(r) { console.log("qty", r.qty); r.total = r.qty * r.price; return r; }',
    );
    const { exitCode, records } = await workspace.run(['run', file]);
    expect(exitCode).toBe(0);
    expect(server.requests.at(-1)?.body.toString()).toBe(
      '[{"qty":2,"price":1.5,"total":3},{"qty":1,"price":9007199254740991,"total":9007199254740991}]',
    );
    const said = records.filter(({ source }) => source === 'javascript').map(({ msg }) => msg);
    expect(said).toEqual(['qty 2', 'qty 1']);
  });

  it('says in which line of the script a record failed, exits with 3 and sends nothing', async () => {
    const file = pipeline('script: |\n  function transform(record) {\n    return record.none.more;\n  }');
    const { exitCode, stderr } = await workspace.run(['run', file]);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/script execution failed at record 0: TypeError: .*line 2/s);
    expect(server.requests.map(({ path }) => path)).toEqual(['/source']);
  });

  it('is refused by validate when the script has no transform', async () => {
    const { exitCode, stderr } = await workspace.run(['validate', pipeline('script: const x = 1;')]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('transform function not found in script');
  });

  it('takes a template literal in upper case for a variable of the environment, but not in a file', async () => {
    const refused = await workspace.run(['run', pipeline(`script: '${TEMPLATE_LITERAL}'`)]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('unresolved environment variable(s): TOTAL');
    workspace.write('transform.js', TEMPLATE_LITERAL);
    const { exitCode } = await workspace.run(['run', pipeline('scriptFile: transform.js')]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(server.requests.at(-1)?.body.toString() ?? '')).toMatchObject([
      { text: '2 pieces' },
      {},
    ]);
  });
});
