/** `make demo`: builds the host executable, runs the quickstart pipeline with it and shows what arrived. */
import { spawnSync } from 'node:child_process';
import { createShopDatabase, readPaidOrders, SHOP_DATABASE } from './shop-database.ts';
import { formatTable } from './table.ts';
import { hostExecutablePath } from './targets.ts';

const PIPELINE = 'examples/quickstart.yaml';

function step(title: string, command: string, args: readonly string[]): void {
  console.log(`\n▶ ${title}`);
  // The demo is about this machine, whatever other target the environment selects.
  const env = { ...process.env, GOOS: undefined, GOARCH: undefined };
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env });
  if (error !== undefined) throw error;
  if (status !== 0) {
    console.error(`✗ ${[command, ...args].join(' ')} failed with exit code ${status ?? 'unknown'}`);
    process.exit(1);
  }
}

const executable = hostExecutablePath();
step('Build the executable for this machine', process.execPath, ['build/build.ts']);
createShopDatabase(SHOP_DATABASE);
console.log(`\n▶ Created a small shop database: ${SHOP_DATABASE}`);
step(`${executable} validate ${PIPELINE}`, executable, ['validate', PIPELINE]);
step(`${executable} run ${PIPELINE}`, executable, ['run', PIPELINE]);
console.log('\n▶ Rows that arrived in paid_orders:\n');
console.log(formatTable(readPaidOrders(SHOP_DATABASE)));
