import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createShopDatabase, readPaidOrders } from '../../build/shop-database.ts';
import type { TableRow } from '../../build/table.ts';

/** What `examples/quickstart.yaml` must leave in `paid_orders`. */
export const PAID_ORDERS: readonly TableRow[] = [
  {
    order_id: 1001,
    customer: 'Ada Lovelace',
    email: 'ada@example.com',
    amount: 249.9,
    ordered_on: '2026-03-02',
  },
  {
    order_id: 1003,
    customer: 'Grace Hopper',
    email: 'grace@example.com',
    amount: 1200,
    ordered_on: '2026-03-03',
  },
  {
    order_id: 1005,
    customer: 'Barbara Liskov',
    email: 'barbara@example.com',
    amount: 64.25,
    ordered_on: '2026-03-04',
  },
  { order_id: 1006, customer: 'Donald Knuth', email: 'unknown', amount: 2.56, ordered_on: '2026-03-05' },
];

/** A directory of its own that holds the quickstart and its database, as `make demo` lays them out. */
export class QuickstartWorkspace {
  readonly directory: string;
  /** Relative to the directory. */
  readonly pipeline = 'examples/quickstart.yaml';

  constructor() {
    this.directory = mkdtempSync(join(tmpdir(), 'cannectors-quickstart-'));
    mkdirSync(join(this.directory, 'examples'));
    cpSync('examples/quickstart.yaml', join(this.directory, this.pipeline));
    createShopDatabase(join(this.directory, 'examples/shop.db'));
  }

  /** The rows that have arrived. */
  paidOrders(): TableRow[] {
    return readPaidOrders(join(this.directory, 'examples/shop.db'));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
