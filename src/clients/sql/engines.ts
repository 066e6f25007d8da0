import type { SqlEngine } from './connection.ts';
import type { SqlDriver } from './detect-driver.ts';

/** The engines of this version; each is loaded when a pipeline connects through it. */
const ENGINES: Partial<Readonly<Record<SqlDriver, () => Promise<SqlEngine>>>> = {
  sqlite: async () => (await import('./sqlite/engine.ts')).sqliteEngine,
};

/** Loads the engine of a driver; undefined for one that this version does not support. */
export async function loadEngine(driver: SqlDriver): Promise<SqlEngine | undefined> {
  return ENGINES[driver]?.();
}
