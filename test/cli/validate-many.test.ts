import { afterAll, describe, expect, it } from 'vitest';
import { Workspace } from './workspace.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const VALID = `
name: Orders
input: { type: httpPolling, endpoint: "https://shop.example.com/orders" }
output: { type: httpRequest, endpoint: "https://erp.example.com/orders" }
`;
const DOUBTFUL = VALID.replace('/orders" }', '/orders", onError: skip }');
workspace.write('a-valid.yaml', VALID);
workspace.write('b-doubtful.yaml', DOUBTFUL);
workspace.write('c-invalid.yaml', VALID.replace('httpRequest', 'httpRequst'));
workspace.write('d-broken.yaml', 'name: [');

describe('validate on several files', () => {
  it('reports each of them and exits with the worst code', async () => {
    const { exitCode, stdout, stderr } = await workspace.run(['validate', 'a-valid.yaml', 'c-invalid.yaml']);
    expect(exitCode).toBe(1);
    expect(stdout).toBe(
      'Validating configuration: a-valid.yaml\n✓ Configuration is valid (format: yaml)\nValidating configuration: c-invalid.yaml\n',
    );
    expect(stderr).toContain('Did you mean "httpRequest"?');
  });

  it('takes a pattern that the shell did not expand', async () => {
    const { exitCode, stdout } = await workspace.run(['validate', '*-*.yaml', 'a-valid.yaml']);
    expect(exitCode).toBe(2);
    expect(stdout.match(/Validating configuration: .*/g)).toEqual(
      ['a-valid', 'b-doubtful', 'c-invalid', 'd-broken'].map(
        (name) => `Validating configuration: ${name}.yaml`,
      ),
    );
  });

  it('says so when nothing matches a pattern', async () => {
    const { exitCode, stderr } = await workspace.run(['validate', 'none-*.yaml']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('none-*.yaml: failed to read file');
  });
});

describe('a warning', () => {
  it('is printed and leaves the file valid', async () => {
    const { exitCode, stdout, stderr } = await workspace.run(['validate', 'b-doubtful.yaml']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('✓ Configuration is valid (format: yaml)');
    expect(stderr).toBe(
      '⚠ Warnings:\n  input.onError: onError has no effect on httpPolling: a failure to read always fails the run (b-doubtful.yaml:3:83)\n',
    );
  });

  it('is an error under --strict', async () => {
    const { exitCode, stdout, stderr } = await workspace.run(['validate', '--strict', 'b-doubtful.yaml']);
    expect(exitCode).toBe(1);
    expect(stdout).not.toContain('✓');
    expect(stderr).toMatch(/^✗ Validation errors:\n {2}input\.onError: /);
  });

  it('is a log record of a run', async () => {
    const { records } = await workspace.run(['run', '--dry-run', 'b-doubtful.yaml'], {
      env: { NODE_EXTRA_CA_CERTS: undefined },
    });
    expect(records).toContainEqual(
      expect.objectContaining({ level: 'WARN', msg: 'configuration warning', path: 'input.onError' }),
    );
  });
});

describe('validate --format json', () => {
  it('prints one document about every file, for tools', async () => {
    const { exitCode, stdout, stderr } = await workspace.run([
      'validate',
      '--format',
      'json',
      '-q',
      '?-*.yaml',
    ]);
    expect([exitCode, stderr]).toEqual([2, '']);
    expect(JSON.parse(stdout)).toEqual({
      valid: false,
      files: [
        { file: 'a-valid.yaml', valid: true, format: 'yaml', problems: [] },
        {
          file: 'b-doubtful.yaml',
          valid: true,
          format: 'yaml',
          problems: [
            {
              severity: 'warning',
              code: 'validation',
              path: 'input.onError',
              line: 3,
              column: 83,
              message: 'onError has no effect on httpPolling: a failure to read always fails the run',
            },
          ],
        },
        {
          file: 'c-invalid.yaml',
          valid: false,
          format: 'yaml',
          problems: [
            expect.objectContaining({
              severity: 'error',
              code: 'enum',
              path: 'output.type',
              line: 4,
              column: 17,
              suggestion: 'httpRequest',
            }),
          ],
        },
        {
          file: 'd-broken.yaml',
          valid: false,
          problems: [expect.objectContaining({ severity: 'error', code: 'syntax', path: '/' })],
        },
      ],
    });
  });

  it('counts warnings as errors under --strict', async () => {
    const { exitCode, stdout } = await workspace.run([
      'validate',
      '--strict',
      '--format=json',
      'b-doubtful.yaml',
    ]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      files: [{ valid: false, problems: [{ severity: 'error' }] }],
    });
  });
});

describe('schema', () => {
  it('prints the JSON Schema of pipeline files', async () => {
    const { exitCode, stdout } = await workspace.run(['schema']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.any(String), type: 'object' });
    expect(stdout).toContain('"httpPolling"');
  });
});
