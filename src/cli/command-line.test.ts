import { expect, it } from 'vitest';
import { hostPorts } from '../core/host-ports.ts';
import type { BuildInfo, CliHost } from './cli-host.ts';
import { runCommandLine } from './command-line.ts';

/** Runs a command line inside the test, on a host whose parts can be replaced. */
async function runInProcess(words: readonly string[], parts: Partial<CliHost> = {}) {
  let stdout = '';
  let stderr = '';
  const host: CliHost = {
    ports: hostPorts(),
    stdout: {
      write: (text) => {
        stdout += text;
      },
    },
    stderr: {
      write: (text) => {
        stderr += text;
      },
    },
    stdoutIsTerminal: false,
    buildInfo: {},
    onSignal: () => () => {},
    onUncaughtError: () => () => {},
  };
  // Getters of the given parts stay getters.
  Object.defineProperties(host, Object.getOwnPropertyDescriptors(parts));
  return { exitCode: await runCommandLine(words, host), stdout, stderr };
}

it.each<[BuildInfo, string]>([
  [{}, 'Version: dev\nCommit: unknown\nBuild Date: unknown\n'],
  [{ version: '', commit: '', buildDate: '' }, 'Version: dev\nCommit: unknown\nBuild Date: unknown\n'],
  [
    { version: 'v1.2.3', commit: 'abc1234', buildDate: '2026-03-04T05:06:07Z' },
    'Version: v1.2.3\nCommit: abc1234\nBuild Date: 2026-03-04T05:06:07Z\n',
  ],
])('version of %j never has an empty value', async (buildInfo, stdout) => {
  expect(await runInProcess(['version'], { buildInfo })).toEqual({ exitCode: 0, stdout, stderr: '' });
});

it('turns an unexpected error into one record, one line and exit code 3', async () => {
  const { exitCode, stdout, stderr } = await runInProcess(['version'], {
    get buildInfo(): BuildInfo {
      throw new Error('cannot read https://u:p@a.example/x?key=s\n    at somewhere (file.ts:1:2)');
    },
  });
  expect(exitCode).toBe(3);
  expect(stderr).toBe('✗ Internal error: cannot read https://a.example/x\n');
  expect(JSON.parse(stdout)).toMatchObject({
    level: 'ERROR',
    msg: 'internal error',
    error: 'cannot read https://a.example/x',
  });
});

it('turns an error that nothing caught into the same, and stops listening', async () => {
  let listening = false;
  const { exitCode, stderr } = await runInProcess(['version'], {
    onUncaughtError: (handler) => {
      listening = true;
      handler('socket gone');
      return () => {
        listening = false;
      };
    },
  });
  expect([exitCode, stderr, listening]).toEqual([3, '✗ Internal error: socket gone\n', false]);
});

it('colours icons on a terminal only, and not under NO_COLOR', async () => {
  const ports = hostPorts();
  const coloured = async (stdoutIsTerminal: boolean, noColor: string | undefined) => {
    const environment = { get: (name: string) => (name === 'NO_COLOR' ? noColor : undefined) };
    const words = ['version', '-v'];
    const { stdout } = await runInProcess(words, {
      stdoutIsTerminal,
      ports: { ...ports, environment },
      get buildInfo(): BuildInfo {
        throw new Error('for a record');
      },
    });
    return stdout.includes('\u001b[31m✗\u001b[0m internal error');
  };
  expect(await coloured(true, undefined)).toBe(true);
  expect(await coloured(true, '')).toBe(true);
  expect(await coloured(true, '1')).toBe(false);
  expect(await coloured(false, undefined)).toBe(false);
});
