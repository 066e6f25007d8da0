import type { SqlDialect } from './dialect.ts';
import { countStatements, type SqlToken, scanSql } from './scan-sql.ts';

/** A statement as the driver gets it, and where its arguments come from. */
export interface SqlTemplate {
  /** Driver text: `?` for MySQL and SQLite, `$1`, `$2`… in order of first appearance for PostgreSQL. */
  readonly text: string;
  /** For each argument, in bound order, the 0-based position in the author's parameter list. */
  readonly argumentOrder: readonly number[];
  /** How many statements the text holds; at least 1. */
  readonly statementCount: number;
}

/** A mistake in a SQL template. */
export interface SqlTemplateProblem {
  readonly message: string;
  /** 1-based number of the parameter at fault; absent when the text itself is. */
  readonly parameter?: number;
}

/** Everything that was found; a template only when nothing is wrong. */
export interface SqlTemplateCompilation {
  readonly problems: readonly SqlTemplateProblem[];
  readonly template?: SqlTemplate;
}

const INTERPOLATION_REFUSED =
  'SQL query must not interpolate values with {{ ... }}; bind dynamic values through $N placeholders and the ' +
  'parameters list';
const OUTPUT_TAG = /\{\{(.*?)\}\}/s;

/**
 * Compiles author-written SQL with `$1`, `$2`… placeholders. Values never become part of the text: output tags
 * are refused, template comments are removed, one trailing newline is dropped.
 *
 * @param parameterCount length of the author's parameter list
 */
export function compileSqlTemplate(
  source: string,
  parameterCount: number,
  dialect: SqlDialect,
): SqlTemplateCompilation {
  const stripped = stripTemplateComments(source);
  if (stripped === undefined) {
    return refusal('compiling query template: a comment opened with {# is never closed with #}');
  }
  if (stripped.includes('{{')) return refusal(INTERPOLATION_REFUSED + rewriteHint(stripped));
  if (stripped.includes('{%')) {
    return refusal('compiling query template: {% ... %} blocks are not supported in this version yet');
  }
  const text = stripped.replace(/\r?\n$/, '');
  const tokens = scanSql(text, dialect);
  const statementCount = countStatements(tokens);
  const problems: SqlTemplateProblem[] = [
    ...placeholderProblems(tokens, parameterCount),
    ...markerProblems(text, tokens),
  ];
  if (statementCount === 0) problems.push({ message: 'the query holds no SQL statement' });
  if (statementCount > 1 && parameterCount > 0) {
    problems.push({
      message: `the query holds ${statementCount} statements; a query with parameters must be a single statement`,
    });
  }
  if (problems.length > 0) return { problems };
  return { problems, template: { ...translate(text, tokens, dialect), statementCount } };
}

function refusal(message: string): SqlTemplateCompilation {
  return { problems: [{ message }] };
}

function stripTemplateComments(source: string): string | undefined {
  const stripped = source.replace(/\{#.*?#\}/gs, '');
  return stripped.includes('{#') ? undefined : stripped;
}

/** Shows the first output tag rewritten, when it is short enough to help. */
function rewriteHint(text: string): string {
  const expression = OUTPUT_TAG.exec(text)?.[1]?.trim() ?? '';
  if (expression === '' || expression.length > 60 || /["\n]/.test(expression)) return '';
  return `: write $1 in its place and list "${expression}" under parameters`;
}

function placeholderProblems(tokens: readonly SqlToken[], parameterCount: number): SqlTemplateProblem[] {
  const used = new Set<number>();
  for (const { kind, number } of tokens) if (kind === 'placeholder') used.add(number);
  const problems: SqlTemplateProblem[] = [];
  for (const number of used) {
    if (number >= 1 && number <= parameterCount) continue;
    const reason = number === 0 ? '; placeholders are numbered from $1' : '';
    problems.push({
      message: `query references $${number} but only ${parameterCount} parameter(s) are declared${reason}`,
    });
  }
  for (let number = 1; number <= parameterCount; number += 1) {
    if (used.has(number)) continue;
    problems.push({
      message: `parameter ${number} is declared but $${number} never appears in the query`,
      parameter: number,
    });
  }
  return problems;
}

function markerProblems(text: string, tokens: readonly SqlToken[]): SqlTemplateProblem[] {
  const markers = new Set<string>();
  for (const { kind, start, end } of tokens) if (kind === 'marker') markers.add(text.slice(start, end));
  return [...markers].map((marker) => ({
    message:
      `the query holds the driver parameter ${marker}, which nothing can be bound to; ` +
      'write $1, $2, … and list the values under parameters',
  }));
}

function translate(
  text: string,
  tokens: readonly SqlToken[],
  dialect: SqlDialect,
): Pick<SqlTemplate, 'text' | 'argumentOrder'> {
  const argumentOrder: number[] = [];
  const renumbered = new Map<number, number>();
  let translated = '';
  for (const { kind, start, end, number } of tokens) {
    if (kind !== 'placeholder') {
      translated += text.slice(start, end);
    } else if (dialect !== 'postgres') {
      argumentOrder.push(number - 1);
      translated += '?';
    } else {
      let position = renumbered.get(number);
      if (position === undefined) {
        position = argumentOrder.push(number - 1);
        renumbered.set(number, position);
      }
      translated += `$${position}`;
    }
  }
  return { text: translated, argumentOrder };
}
