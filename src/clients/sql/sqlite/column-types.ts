import { scanSql } from '../../../language/sql-template/scan-sql.ts';
import type { SqliteDatabase } from './library.ts';

const VIEW = 'cannectors_result_columns';
const DATE_TYPES = new Set(['DATE', 'DATETIME', 'TIMESTAMP']);

/** A column of a result and the type its table declares. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/**
 * The declared types of a query's columns. The engine does not tell them for a result, but for a view: a
 * temporary one over the query, placeholders replaced by NULL, is made and dropped again. Statements that
 * cannot stand in a view have no known types.
 */
export function resultColumns(database: SqliteDatabase, query: string): ResultColumn[] {
  if (!/^\s*(?:select|with|values)\b/i.test(query)) return [];
  const text = scanSql(query, 'sqlite')
    .map(({ kind, start, end }) => (kind === 'marker' ? 'NULL' : query.slice(start, end)))
    .join('');
  try {
    database.exec(`CREATE TEMP VIEW ${VIEW} AS ${text}`);
  } catch {
    return [];
  }
  try {
    return database
      .all(`PRAGMA temp.table_info(${VIEW})`)
      .map(({ name, type }) => ({ name: String(name), type: String(type) }));
  } finally {
    database.exec(`DROP VIEW temp.${VIEW}`);
  }
}

/**
 * The keys of a row that hold dates. A view renames repeated columns to `a:1`, `a:2`; in a row the last of them
 * wins, so its type decides.
 */
export function dateKeys(columns: readonly ResultColumn[], keys: readonly string[]): string[] {
  const known = new Set(keys);
  const isDate = new Map<string, boolean>();
  for (const { name, type } of columns) {
    const key = known.has(name) ? name : name.replace(/:\d+$/, '');
    isDate.set(key, DATE_TYPES.has(type.toUpperCase()));
  }
  return keys.filter((key) => isDate.get(key) === true);
}
