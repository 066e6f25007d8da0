import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliHost } from '../../src/cli/cli-host.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { hostPorts } from '../../src/core/host-ports.ts';

const FOLDER = join(import.meta.dirname, 'invalid');
const EXPECTED = '.expected.txt';
const files = readdirSync(FOLDER).filter((name) => !name.endsWith(EXPECTED));

/** Set to 1, the expected reports are rewritten; read each change before it is kept. */
const update = process.env['UPDATE_EXPECTED'] === '1';

const home = process.cwd();
beforeAll(() => process.chdir(FOLDER));
afterAll(() => process.chdir(home));

/** What `cannectors validate` says of a wrong file on standard error, after the code it exits with. */
async function reportOn(file: string): Promise<string> {
  const printed = { stdout: '', stderr: '' };
  const host: CliHost = {
    ports: hostPorts(),
    stdout: { write: (text) => (printed.stdout += text) },
    stderr: { write: (text) => (printed.stderr += text) },
    stdoutIsTerminal: false,
    buildInfo: {},
    onSignal: () => () => {},
    onUncaughtError: () => () => {},
  };
  const exitCode = await runCommandLine(['validate', file], host);
  expect(printed.stdout).toBe(`Validating configuration: ${file}\n`);
  return `exit code ${exitCode}\n${printed.stderr}`;
}

describe('wrong configuration files', () => {
  it('are at least fifty, each with its expected report and nothing besides', () => {
    expect(files.length).toBeGreaterThanOrEqual(50);
    if (update) return;
    const reports = readdirSync(FOLDER).filter((name) => name.endsWith(EXPECTED));
    expect(reports).toEqual(files.map((file) => `${stem(file)}${EXPECTED}`));
  });

  it.each(files)('%s', async (file) => {
    const report = await reportOn(file);
    const expected = join(FOLDER, `${stem(file)}${EXPECTED}`);
    if (update) writeFileSync(expected, report);
    expect(report).toBe(readFileSync(expected, 'utf8'));
    expect(report).toMatch(/^exit code [12]\n✗ (Parse|Validation) errors:\n/);
  });
});

function stem(file: string): string {
  return file.replace(/\.\w+$/, '');
}
