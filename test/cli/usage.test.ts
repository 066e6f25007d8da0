import { afterAll, describe, expect, it } from 'vitest';
import { Workspace } from './workspace.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

describe('help', () => {
  it('of the program is what no arguments show, and lists commands and exit codes', async () => {
    const { exitCode, stdout, stderr } = await workspace.run([]);
    expect([exitCode, stderr]).toEqual([0, '']);
    for (const text of [
      'cannectors',
      'validate',
      'run',
      'version',
      '--verbose',
      '--log-file',
      'Exit codes:',
    ]) {
      expect(stdout).toContain(text);
    }
    expect((await workspace.run(['help'])).stdout).toBe(stdout);
  });

  it.each([
    ['run', '--dry-run'],
    ['validate', 'Validate a pipeline configuration file'],
    ['version', 'build date'],
    ['help', 'Show the help of a command'],
  ])('of %s is the same however it is asked for', async (command, text) => {
    const { exitCode, stdout } = await workspace.run(['help', command]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(text);
    expect(stdout).toContain('Exit codes:');
    expect(await workspace.run(['-h', command])).toMatchObject({ exitCode: 0, stdout, stderr: '' });
  });

  it('of an unknown topic says so and shows the usage, without failing', async () => {
    const { exitCode, stdout, stderr } = await workspace.run(['help', 'nothing']);
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain('Unknown help topic');
    expect(stderr).toContain('Usage: cannectors <command> [flags]');
  });
});

describe('a wrong command line', () => {
  it.each([
    [['validate'], 'Error: accepts 1 arg(s), received 0'],
    [['run', 'a.yaml', 'b.yaml'], 'Error: accepts 1 arg(s), received 2'],
    [['runn', 'x'], 'Error: unknown command "runn" for "cannectors"\n\nDid you mean this?\n\trun\n'],
    [['validate', '--dry-run', 'x.yaml'], 'Error: unknown flag: --dry-run'],
    [['--version'], 'Error: unknown flag: --version'],
    [['run', '--log-file'], 'Error: flag needs an argument: --log-file'],
  ])('%j exits with 3, prints nothing on stdout and opens no log file', async (words, message) => {
    const { exitCode, stdout, stderr } = await workspace.run(['--log-file', 'usage.log', ...words]);
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain('cannectors');
    expect(workspace.has('usage.log')).toBe(false);
  });
});

describe('version', () => {
  it.each([[['version']], [['version', '-q']], [['version', 'extra']]])(
    '%j prints three values that are never empty',
    async (words) => {
      const { exitCode, stdout, stderr } = await workspace.run(words);
      expect(stdout).toMatch(/^Version: \S.*\nCommit: \S.*\nBuild Date: \S.*\n$/);
      expect([exitCode, stderr]).toEqual([0, '']);
    },
  );

  it('writes the log file that is asked for', async () => {
    await workspace.run(['version', '--log-file=version.log']);
    expect(JSON.parse(workspace.read('version.log'))).toMatchObject({
      level: 'INFO',
      msg: 'log file opened',
      path: 'version.log',
      console_format: 'json',
    });
  });
});
