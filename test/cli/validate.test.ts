import { afterAll, describe, expect, it } from 'vitest';
import { Workspace } from './workspace.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const VALID = workspace.write(
  'valid.yaml',
  `
name: Orders to the ERP
version: 1.2.0
input:
  type: httpPolling
  endpoint: https://\${SHOP_HOST}/orders
filters:
  - type: condition
    expression: status == "paid"
output:
  type: httpRequest
  endpoint: https://erp.example.com/orders
`,
);

describe('a file that cannot be parsed', () => {
  it('is reported when it does not exist, with its kind in detail', async () => {
    const brief = await workspace.run(['validate', 'missing.json']);
    expect(brief).toMatchObject({
      exitCode: 2,
      stdout: 'Validating configuration: missing.json\n',
      stderr: '✗ Parse errors:\n  missing.json: failed to read file: no such file or directory\n',
    });
    const detailed = await workspace.run(['validate', '-v', 'missing.json']);
    expect(detailed.stderr).toBe(`${brief.stderr}    Type: io\n`);
  });

  it.each([
    [
      'syntax.json',
      '{\n  "name": "x",\n  "input": }\n',
      /^ {2}syntax\.json:3:\d+: JSON syntax error at offset \d+: .+$/m,
    ],
    ['syntax.yaml', 'name: x\ninput:\n  type: [a\noutput: b\n', /^ {2}syntax\.yaml:\d+:\d+: .+$/m],
    ['blank-lines.json', '\n\n\n{"name": }\n', /^ {2}blank-lines\.json:4:\d+: /m],
    ['empty.json', '', /empty content: expected JSON object$/m],
    ['empty.yaml', ' \n', /empty content: expected YAML document$/m],
    ['list.json', '[1,2]', /invalid configuration: expected JSON object, got array$/m],
    ['text.yaml', 'just text', /invalid configuration: expected YAML mapping, got string$/m],
  ])('%s is reported with its place', async (name, text, line) => {
    const { exitCode, stderr } = await workspace.run(['validate', workspace.write(name, text)]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^✗ Parse errors:\n/);
    expect(stderr).toMatch(line);
    expect(stderr).not.toContain('Hint:');
  });

  it('is reported by run in the same way, even when quiet', async () => {
    const name = workspace.write('broken.yaml', 'a: [');
    const validated = await workspace.run(['validate', '-q', name]);
    const ran = await workspace.run(['run', '-q', name]);
    expect(validated).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran).toMatchObject({ exitCode: 2, stdout: '', stderr: validated.stderr });
  });

  it.each([
    ['json', '{\n  "input": {\n    "password": "S3NT1NEL" oops\n  }\n}'],
    ['yaml', 'input:\n  password: "S3NT1NEL" oops\n'],
    ['yaml', 'input:\n  S3NT1NEL\n  password: S3NT1NEL\n'],
  ])('never quotes its text: %s %#', async (format, text) => {
    const name = workspace.write(`secret.${format}`, text);
    for (const words of [['validate', '-v'], ['run']]) {
      const { exitCode, stdout, stderr } = await workspace.run([...words, name]);
      expect(exitCode).toBe(2);
      expect(stdout + stderr).not.toContain('S3NT1NEL');
    }
  });
});

describe('a file that is not valid', () => {
  const INVALID = workspace.write(
    'invalid.yaml',
    `name: x
input:
  type: httpPolling
  endpiont: https://a.example/orders
filters:
  - type: condition
    expression: status = "paid"
output:
  type: httpRequest
  endpoint: https://b.example/orders
`,
  );

  it('is reported with place and suggestion, and a hint', async () => {
    const { exitCode, stderr } = await workspace.run(['validate', INVALID]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^✗ Validation errors:\n {2}input: .+ \(invalid\.yaml:\d+:\d+\)\n/);
    expect(stderr).toContain('    Did you mean "endpoint"?\n');
    expect(stderr).toMatch(/\n\nHint: Use --verbose for detailed error information\n$/);
  });

  it('is reported by run in the same way, and nothing runs', async () => {
    const validated = await workspace.run(['validate', INVALID]);
    const ran = await workspace.run(['run', INVALID]);
    expect(ran).toMatchObject({ exitCode: 1, stderr: validated.stderr });
    expect(ran.stdout).toBe('Loading pipeline configuration: invalid.yaml\n');
  });

  it('is reported in detail under --verbose, without the hint', async () => {
    const { exitCode, stderr } = await workspace.run(['validate', '-v', INVALID]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^ {2}input:\n {4}Message: .+\n {4}Type: \w+\n/m);
    expect(stderr).toMatch(/^ {4}At: invalid\.yaml:\d+:\d+$/m);
    expect(stderr).not.toContain('Hint:');
  });

  it('is reported without the hint when quiet', async () => {
    const { exitCode, stdout, stderr } = await workspace.run(['validate', '-q', INVALID]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('✗ Validation errors:');
    expect(stderr).not.toContain('Hint:');
  });

  it('may be wrong only inside an expression', async () => {
    const name = workspace.write(
      'expression.yaml',
      `name: x
input: { type: httpPolling, endpoint: "https://a.example/orders" }
filters:
  - type: condition
    expression: status ==
output: { type: httpRequest, endpoint: "https://b.example/orders" }
`,
    );
    for (const command of ['validate', 'run']) {
      const { exitCode, stderr } = await workspace.run([command, name]);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^ {2}filters\[0\]\.expression: .+ \(expression\.yaml:5:\d+\)$/m);
    }
  });

  it('may be a file that says nothing', async () => {
    const name = workspace.write('null.json', 'null');
    expect(await workspace.run(['validate', name])).toMatchObject({ exitCode: 1 });
  });

  it('has a message of more than 80 characters cut in the compact report only', async () => {
    const unknown = 'x'.repeat(200);
    const name = workspace.write('long.yaml', `name: x\n${unknown}: 1\n`);
    const brief = await workspace.run(['validate', name]);
    expect(brief.stderr).toMatch(/^ {2}\S+: .{77}\.\.\. \(long\.yaml:\d+:\d+\)$/m);
    const detailed = await workspace.run(['validate', '-v', name]);
    expect(detailed.stderr).toMatch(new RegExp(`^ {4}Message: .*${unknown}.*$`, 'm'));
    expect(detailed.stderr).toMatch(/^ {4}Type: additionalProperties$/m);
  });
});

describe('a valid file', () => {
  it('is confirmed, whether or not its variables are set', async () => {
    expect(await workspace.run(['validate', VALID], { env: { SHOP_HOST: undefined } })).toMatchObject({
      exitCode: 0,
      stdout: 'Validating configuration: valid.yaml\n✓ Configuration is valid (format: yaml)\n',
      stderr: '',
    });
  });

  it('is confirmed in silence when quiet', async () => {
    expect(await workspace.run(['validate', '-q', VALID])).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('has its name and version shown in detail', async () => {
    const { stdout } = await workspace.run(['validate', '-v', VALID]);
    expect(stdout).toBe(
      'Validating configuration: valid.yaml\n✓ Configuration is valid (format: yaml)\n' +
        '  Connector: Orders to the ERP\n  Version: 1.2.0\n',
    );
  });

  it.each([[['-v', 'validate', VALID]], [['validate', '-v', VALID]], [['validate', VALID, '-v']]])(
    'takes its flags anywhere: %j',
    async (words) => {
      expect((await workspace.run(words)).stdout).toContain('  Connector: Orders to the ERP\n');
    },
  );
});
