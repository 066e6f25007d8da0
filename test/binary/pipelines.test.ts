import { beforeAll, describe, expect, it } from 'vitest';
import {
  buildAllExecutables,
  executablePath,
  type ProcessResult,
  runProcess,
} from '../helpers/executable.ts';
import { runUnderQemu, runUnderWine } from '../helpers/foreign-executable.ts';
import { expectHttpToHttpRun } from '../helpers/http-to-http.ts';
import { PAID_ORDERS, QuickstartWorkspace } from '../helpers/quickstart.ts';
import { isLinuxAmd64, packagesAreInstalled, QEMU_ARM64, WINE } from '../helpers/system-packages.ts';

type RunExecutable = (args: readonly string[], options: { readonly cwd: string }) => Promise<ProcessResult>;

beforeAll(async () => {
  await buildAllExecutables();
}, 600_000);

/** Runs the quickstart twice in a folder of its own; the rows must be the same both times. */
async function expectQuickstart(run: RunExecutable): Promise<void> {
  const workspace = new QuickstartWorkspace();
  try {
    for (const round of [1, 2]) {
      const { exitCode, stdout, stderr } = await run(['run', workspace.pipeline], {
        cwd: workspace.directory,
      });
      expect({ round, exitCode, stderr }).toEqual({ round, exitCode: 0, stderr: '' });
      const lines = stdout.split(/\r?\n/);
      expect(lines).toContain('✓ Pipeline executed successfully');
      expect(lines).toContain('  Records processed: 4');
      const messages = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line).msg);
      expect(messages[0]).toBe('execution started');
      expect(messages.slice(-2)).toEqual(['execution completed', 'execution metrics']);
      expect(workspace.paidOrders()).toEqual(PAID_ORDERS);
    }
  } finally {
    workspace.remove();
  }
}

async function expectVersion(run: RunExecutable): Promise<void> {
  const { exitCode, stdout, stderr } = await run(['version'], { cwd: '.' });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout.replaceAll('\r', '')).toMatch(/^Version: \S+\nCommit: \S+\nBuild Date: \S+\n$/);
}

describe.runIf(isLinuxAmd64())('the linux-amd64 executable', () => {
  const run: RunExecutable = (args, options) => runProcess(executablePath('linux-amd64'), args, options);

  it('prints its version', () => expectVersion(run));
  it('runs the quickstart, twice with the same result', () => expectQuickstart(run));

  it('prints its help pages', async () => {
    const { exitCode, stdout } = await run(['help', 'run'], { cwd: '.' });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('--dry-run');
  });

  it('moves records between HTTP APIs', () =>
    expectHttpToHttpRun({ executable: executablePath('linux-amd64') }));
});

describe.runIf(packagesAreInstalled(QEMU_ARM64))(
  'the linux-arm64 executable under qemu',
  { timeout: 180_000 },
  () => {
    it('prints its version', () => expectVersion(runUnderQemu));
    it('runs the quickstart, twice with the same result', () => expectQuickstart(runUnderQemu));
  },
);

describe.runIf(packagesAreInstalled(WINE))(
  'the windows-amd64 executable under wine',
  { timeout: 180_000 },
  () => {
    it('prints its version', () => expectVersion(runUnderWine));
    it('runs the quickstart, twice with the same result', () => expectQuickstart(runUnderWine));
  },
);
