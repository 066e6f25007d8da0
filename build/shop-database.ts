import { readFileSync, rmSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';
import type { TableRow } from './table.ts';

/** Where examples/quickstart.yaml expects its database, seen from the project's root. */
export const SHOP_DATABASE = 'examples/shop.db';

/**
 * Creates the small shop database of the quickstart, replacing one that is there.
 *
 * @param orders how many orders it holds at least; those beyond the six of examples/shop.sql are paid ones
 */
export function createShopDatabase(path: string, orders = 0): void {
  rmSync(path, { force: true });
  rmSync(`${path}.lock`, { force: true, recursive: true });
  withDatabase(path, (database) => {
    database.exec(readFileSync(new URL('../examples/shop.sql', import.meta.url), 'utf8'));
    database.run(
      `WITH RECURSIVE extra(id) AS (SELECT MAX(id) + 1 FROM orders UNION ALL SELECT id + 1 FROM extra)
       INSERT INTO orders SELECT id, 'Customer ' || id, NULL, 'paid', 9.5, '2026-03-06 12:00:00' FROM extra
       LIMIT MAX(0, ? - (SELECT COUNT(*) FROM orders))`,
      [orders],
    );
  });
}

/** The rows the quickstart has written, in order of their id. */
export function readPaidOrders(path: string): TableRow[] {
  return withDatabase(
    path,
    (database) => database.all('SELECT * FROM paid_orders ORDER BY order_id') as unknown as TableRow[],
  );
}

function withDatabase<T>(path: string, use: (database: InstanceType<typeof sqlite.Database>) => T): T {
  const database = new sqlite.Database(path);
  try {
    return use(database);
  } finally {
    database.close();
  }
}
