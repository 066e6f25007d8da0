import { rmSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';

/** A SQLite file with a table of numbered events, for pipelines that read what is new. */
export class EventsDatabase {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    this.#use((database) =>
      database.exec('CREATE TABLE events(id INTEGER PRIMARY KEY, name TEXT, changed_at TEXT)'),
    );
  }

  /** Adds that many events after the last one. */
  add(count: number, changedAt = '2026-01-01T00:00:00Z'): void {
    this.#use((database) => {
      database.run(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT INTO events(name, changed_at) SELECT 'event', ? FROM n`,
        [count, changedAt],
      );
    });
  }

  /** Removes the lock that a process which was killed has left. The program itself recovers from one. */
  unlock(): void {
    rmSync(`${this.#path}.lock`, { force: true, recursive: true });
  }

  #use(work: (database: InstanceType<typeof sqlite.Database>) => void): void {
    const database = new sqlite.Database(this.#path);
    try {
      work(database);
    } finally {
      database.close();
    }
  }
}
