/**
 * `npm run bench`: what the executable costs, as ratios to `node -e 0` of the same Node.js. Runs are paired (one
 * of each in turn) and medians compared, so that a busy machine slows both sides alike.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createShopDatabase } from '../../build/shop-database.ts';
import { formatTable } from '../../build/table.ts';

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  /** The most that the case may cost, in times of `node -e 0`. */
  readonly goal: number;
}

const CASES: readonly Case[] = [
  { name: 'version', args: ['version'], goal: 1.5 },
  { name: 'validate examples/quickstart.yaml', args: ['validate', 'examples/quickstart.yaml'], goal: 4 },
  { name: 'run, ten rows SQLite to SQLite', args: ['run', 'examples/quickstart.yaml'], goal: 6 },
];
const ROUNDS = Number(process.env['CANNECTORS_BENCH_ROUNDS'] ?? 31);

/** Wall time of one process in milliseconds. */
function time(command: string, args: readonly string[], cwd: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const elapsed = performance.now() - started;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${status}: ${stderr}`);
  return elapsed;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const executable = resolve(process.env['CANNECTORS_EXECUTABLE'] ?? 'bin/cannectors');
const workspace = mkdtempSync(join(tmpdir(), 'cannectors-bench-'));
try {
  mkdirSync(join(workspace, 'examples'));
  cpSync('examples/quickstart.yaml', join(workspace, 'examples/quickstart.yaml'));
  createShopDatabase(join(workspace, 'examples/shop.db'), 12);
  const rows = CASES.map(({ name, args, goal }) => {
    const bare: number[] = [];
    const measured: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(time(process.execPath, ['-e', '0'], workspace));
      measured.push(time(executable, args, workspace));
    }
    const ratio = median(measured) / median(bare);
    return {
      case: name,
      'node -e 0 (ms)': Number(median(bare).toFixed(1)),
      'executable (ms)': Number(median(measured).toFixed(1)),
      ratio: Number(ratio.toFixed(2)),
      goal: goal,
      verdict: ratio <= goal ? 'met' : 'MISSED',
    };
  });
  console.log(`Node.js ${process.version}, medians of ${ROUNDS} paired runs\n`);
  console.log(formatTable(rows));
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
