import type { SqlToken } from './scan-sql.ts';
import type { SqlTemplateProblem } from './sql-template-problem.ts';
import type { TemplateRegion } from './template-regions.ts';

/** Why a query may hold no output tag. */
export const INTERPOLATION_REFUSED =
  'SQL query must not interpolate values with {{ ... }}; bind dynamic values through $N placeholders and the ' +
  'parameters list';
const BRACES = /\{\{/g;
/** Braces in a literal are meant as an output tag when a name follows; `'{{1,2},{3,4}}'` is data. */
const STARTS_LIKE_A_NAME = /^[-+]?\s*[\p{L}_$]/u;
const OUTPUT_TAG = /^\{\{[-+]?(.*?)[-+]?\}\}/s;

/** What became of the double braces in a query. */
export interface Interpolations {
  /** One per attempt to print a value. */
  readonly problems: readonly SqlTemplateProblem[];
  /** Offsets of `{{` that are part of a literal. */
  readonly literals: readonly number[];
}

/**
 * Tells output tags from braces that are data. A value never becomes part of SQL text, not even inside a literal,
 * so every output tag is refused; braces are data only in literals, quoted identifiers and SQL comments.
 *
 * @param tokens those of the text with tags and comments as spaces
 * @param parameterCount length of the author's parameter list, for the advice
 */
export function findInterpolations(
  source: string,
  regions: readonly TemplateRegion[],
  tokens: readonly SqlToken[],
  parameterCount: number,
): Interpolations {
  const problems: SqlTemplateProblem[] = [];
  const literals: number[] = [];
  for (const offset of bracesIn(source, regions)) {
    const token = tokens.find(({ start, end }) => start <= offset && offset < end);
    const isQuoted = token?.kind === 'protected' || token?.kind === 'comment';
    if (isQuoted && !STARTS_LIKE_A_NAME.test(source.slice(offset + 2, offset + 200))) literals.push(offset);
    else problems.push(refusal(source, offset, token, parameterCount + problems.length + 1));
  }
  return { problems, literals };
}

function bracesIn(source: string, regions: readonly TemplateRegion[]): number[] {
  return regions
    .filter(({ kind }) => kind === 'text')
    .flatMap(({ start, end }) =>
      [...source.slice(start, end).matchAll(BRACES)].map(({ index }) => start + index),
    );
}

/** Shows the tag rewritten, when it is short enough to help. */
function refusal(
  source: string,
  offset: number,
  token: SqlToken | undefined,
  nextNumber: number,
): SqlTemplateProblem {
  const expression = OUTPUT_TAG.exec(source.slice(offset))?.[1]?.trim() ?? '';
  const isQuoted = token?.kind === 'protected';
  // A double-quoted name and a MySQL string look the same, and a name cannot be bound.
  const isString = isQuoted && /['$]/.test(source[token.start] ?? '');
  let advice = '';
  if (expression !== '' && expression.length <= 60 && !/["\n]/.test(expression) && isQuoted === isString) {
    const place = isString ? 'in place of the whole literal, quotes included,' : 'in its place';
    advice = `: write $${nextNumber} ${place} and list "${expression}" under parameters`;
  }
  if (isQuoted) advice += '; braces that are data belong between {% raw %} and {% endraw %}';
  return { message: INTERPOLATION_REFUSED + advice, offset };
}
