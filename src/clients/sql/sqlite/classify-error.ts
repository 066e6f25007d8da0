import { type DatabaseVerdict, VERDICT_TEXTS } from '../database-error.ts';

const CONSTRAINTS: readonly (readonly [prefix: string, message: string])[] = [
  ['UNIQUE constraint failed', VERDICT_TEXTS.unique],
  ['FOREIGN KEY constraint failed', VERDICT_TEXTS.foreignKey],
  ['NOT NULL constraint failed', VERDICT_TEXTS.notNull],
  ['CHECK constraint failed', VERDICT_TEXTS.check],
];
const CONSTRAINT = /^(?:constraint failed|datatype constraint failed|cannot store \w+ value in \w+ column)/;
const SYNTAX = /^(?:near ".*": syntax error|incomplete input|unrecognized token:)/s;
const BUSY = /^database (?:table |schema )?is locked/;
const STORAGE = /^(?:disk I\/O error|database or disk is full|out of memory)/;

/**
 * What an error of SQLite means. node-sqlite3-wasm gives no result code, so the beginning of the message
 * decides: later parts hold names that data and authors chose.
 */
export function classifySqliteError(text: string): DatabaseVerdict {
  const constraint = CONSTRAINTS.find(([prefix]) => text.startsWith(prefix));
  if (constraint !== undefined) return fatal('constraint', constraint[1]);
  if (CONSTRAINT.test(text)) return fatal('constraint', VERDICT_TEXTS.constraint);
  if (SYNTAX.test(text)) return fatal('query', VERDICT_TEXTS.syntax);
  const passing = BUSY.exec(text) ?? STORAGE.exec(text);
  if (passing !== null) return { kind: 'query', message: passing[0], category: 'server', retryable: true };
  return fatal('query', text);
}

/** Whether another connection holds the lock. */
export function isBusy(text: string): boolean {
  return BUSY.test(text);
}

function fatal(kind: 'constraint' | 'query', message: string): DatabaseVerdict {
  return { kind, message, category: 'validation', retryable: false };
}
