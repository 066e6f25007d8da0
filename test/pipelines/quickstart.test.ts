import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PAID_ORDERS, QuickstartWorkspace } from '../helpers/quickstart.ts';
import { parseRecords, runCli } from '../helpers/run-cli.ts';

let workspace: QuickstartWorkspace;

beforeEach(() => {
  workspace = new QuickstartWorkspace();
});

afterEach(() => workspace.remove());

it('moves the paid orders into their table, and the same rows again when it is run again', async () => {
  for (const round of [1, 2]) {
    const { exitCode, stdout, stderr } = await runCli(['run', workspace.pipeline], {
      cwd: workspace.directory,
    });
    expect({ round, exitCode, stderr }).toEqual({ round, exitCode: 0, stderr: '' });
    expect(stdout).toContain('✓ Pipeline executed successfully\n  Status: success\n  Records processed: 4\n');
    expect(workspace.paidOrders()).toEqual(PAID_ORDERS);
  }
});

it('says at DEBUG which modules were made, each once, before the run starts', async () => {
  const log = join(workspace.directory, 'run.log');
  await runCli(['run', '-q', '-v', workspace.pipeline, '--log-file', log], { cwd: workspace.directory });
  const messages = parseRecords(readFileSync(log, 'utf8')).map(({ msg }) => msg);
  expect(messages.filter((message) => / module (created|initialized)$/.test(message))).toEqual([
    'database input module created',
    'condition module initialized',
    'mapping module initialized',
    'database output module created',
  ]);
  expect(messages.indexOf('mapping module initialized')).toBeLessThan(messages.indexOf('execution started'));
});

it('writes nothing in a dry-run and shows the statement with its values', async () => {
  const { exitCode, stdout } = await runCli(['run', '--dry-run', workspace.pipeline], {
    cwd: workspace.directory,
  });
  expect(exitCode).toBe(0);
  expect(workspace.paidOrders()).toEqual([]);
  expect(stdout).toContain('📋 Dry-Run Preview (what would have been done):');
  expect(stdout).toContain('  Operation: INSERT INTO paid_orders (sqlite)');
  expect(stdout).toContain('  Transaction: all statements in one transaction');
  expect(stdout).toContain(
    '  Parameters: record.id, record.customer, record.email, record.amount, record.ordered_on',
  );
  expect(stdout).toContain('    1: 1001, "Ada Lovelace", "ada@example.com", 249.9, "2026-03-02"');
});
