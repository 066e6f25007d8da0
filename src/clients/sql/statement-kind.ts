/** What a statement does and to which table, as far as its beginning tells without guessing. */
export interface StatementKind {
  /** `INSERT INTO`, `UPDATE`, `DELETE FROM`, `REPLACE INTO`, `MERGE INTO`, `SELECT`, `WITH` or `STATEMENT`. */
  readonly operation: string;
  /** The table with its quoting and schema as written. */
  readonly table: string | undefined;
}

const OPERATION = /^\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO|MERGE\s+INTO|SELECT|WITH)\b/i;
const NAME = /(?:"(?:[^"]|"")+"|`(?:[^`]|``)+`|\[[^\]]+\]|[\p{L}_][\p{L}\p{N}_$]*)/u.source;
const TABLE = new RegExp(`^\\s+(${NAME}(?:\\.${NAME}){0,2})(?=[\\s(;]|$)`, 'u');
/** Words that may stand where the table is expected and are none. */
const MODIFIERS = new Set(['or', 'only', 'ignore', 'low_priority', 'quick', 'top']);

/** Reads the operation and table off the beginning of a statement. */
export function statementKind(text: string): StatementKind {
  const match = OPERATION.exec(text);
  if (match?.[1] === undefined) return { operation: 'STATEMENT', table: undefined };
  const operation = match[1].toUpperCase().replace(/\s+/g, ' ');
  if (operation === 'SELECT' || operation === 'WITH') return { operation, table: undefined };
  const table = TABLE.exec(text.slice(match[0].length))?.[1];
  return { operation, table: table === undefined || MODIFIERS.has(table.toLowerCase()) ? undefined : table };
}

/** The first word of a statement in lower case, for messages: `select`, `insert`, … or `statement`. */
export function statementVerb(text: string): string {
  return /^\s*([a-z]+)/i.exec(text)?.[1]?.toLowerCase() ?? 'statement';
}
