import { countStatements, type SqlToken } from './scan-sql.ts';
import type { SqlTemplateProblem } from './sql-template-problem.ts';

/** What a query may be. */
export interface StatementRules {
  /** Length of the author's parameter list. */
  readonly parameterCount: number;
  /** Whether text without placeholders may hold several statements. */
  readonly scripts: boolean;
}

/**
 * What is wrong with the placeholders and other parts of a query, by the text alone.
 *
 * @param subject `query`, or `rendered query` for a text that blocks have shaped
 */
export function textProblems(
  text: string,
  tokens: readonly SqlToken[],
  rules: StatementRules,
  subject: string,
): SqlTemplateProblem[] {
  return [
    ...referenceProblems(tokens, rules.parameterCount, subject),
    ...markerProblems(text, tokens, subject),
    ...braceProblems(text, tokens),
  ];
}

/** What is wrong with the number of statements; a text of comments alone holds none. */
export function statementProblems(
  tokens: readonly SqlToken[],
  { scripts }: StatementRules,
  subject: string,
): SqlTemplateProblem[] {
  const count = countStatements(tokens);
  if (count === 0) return [{ message: `the ${subject} holds no SQL statement` }];
  if (count === 1) return [];
  if (!scripts) return [{ message: `the ${subject} holds ${count} statements; it must be a single one` }];
  if (!tokens.some(({ kind }) => kind === 'placeholder')) return [];
  const reason = 'a query with parameters must be a single statement';
  return [{ message: `the ${subject} holds ${count} statements; ${reason}` }];
}

/** A problem for each parameter that no placeholder refers to. */
export function unusedParameters(tokens: readonly SqlToken[], parameterCount: number): SqlTemplateProblem[] {
  const used = new Set(tokens.map(({ number }) => number));
  return Array.from({ length: parameterCount }, (_, index) => index + 1)
    .filter((number) => !used.has(number))
    .map((number) => ({
      message: `parameter ${number} is declared but $${number} never appears in the query`,
      parameter: number,
    }));
}

function referenceProblems(
  tokens: readonly SqlToken[],
  parameterCount: number,
  subject: string,
): SqlTemplateProblem[] {
  return firstOfEach(tokens, 'placeholder', ({ number }) => String(number))
    .filter(({ number }) => number < 1 || number > parameterCount)
    .map(({ number, start }) => {
      const reason = number === 0 ? '; placeholders are numbered from $1' : '';
      const declared = `only ${parameterCount} parameter(s) are declared`;
      return { message: `${subject} references $${number} but ${declared}${reason}`, offset: start };
    });
}

function markerProblems(text: string, tokens: readonly SqlToken[], subject: string): SqlTemplateProblem[] {
  const written = ({ start, end }: SqlToken): string => text.slice(start, end);
  return firstOfEach(tokens, 'marker', written).map((token) => ({
    message:
      `the ${subject} holds the driver parameter ${written(token)}, which nothing can be bound to; ` +
      'write $1, $2, … and list the values under parameters',
    offset: token.start,
  }));
}

function braceProblems(text: string, tokens: readonly SqlToken[]): SqlTemplateProblem[] {
  for (const { kind, start, end } of tokens) {
    if (kind !== 'code') continue;
    const at = text.slice(start, end).search(/\{\{|\}\}/);
    if (at >= 0) return [{ message: 'template delimiters remain in rendered query', offset: start + at }];
  }
  return [];
}

function firstOfEach(
  tokens: readonly SqlToken[],
  kind: SqlToken['kind'],
  key: (token: SqlToken) => string,
): SqlToken[] {
  const first = new Map<string, SqlToken>();
  for (const token of tokens) {
    if (token.kind === kind && !first.has(key(token))) first.set(key(token), token);
  }
  return [...first.values()];
}
