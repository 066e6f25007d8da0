import { BoundedCache } from '../../core/bounded-cache.ts';
import type { DataObject } from '../../core/record.ts';
import { LocatedError } from '../located-error.ts';
import { compileTemplate, type Template } from '../template/template.ts';
import { TemplateError } from '../template/template-error.ts';
import type { SqlDialect } from './dialect.ts';
import { findInterpolations, INTERPOLATION_REFUSED } from './interpolation.ts';
import { countStatements, scanSql } from './scan-sql.ts';
import { SqlTemplateError } from './sql-template-error.ts';
import type { SqlTemplateProblem } from './sql-template-problem.ts';
import { type BoundSql, type ReadParameter, Statement } from './statement.ts';
import {
  type StatementRules,
  statementProblems,
  textProblems,
  unusedParameters,
} from './statement-checks.ts';
import { printedText, templateRegions } from './template-regions.ts';

export type { SqlTemplateProblem } from './sql-template-problem.ts';
export type { BoundSql, ReadParameter } from './statement.ts';

/** Shapes of one query that are kept, so that engines see the same texts again. */
const MOST_SHAPES = 64;

export interface SqlTemplateOptions {
  /** Whether text without placeholders may hold several statements; true by default. */
  readonly scripts?: boolean;
  /** Top-level names whose members are known; a block that reads any other one is a compile error. */
  readonly knownMembers?: ReadonlyMap<string, readonly string[]>;
}

interface QueryRules extends StatementRules {
  readonly dialect: SqlDialect;
}

/** A compiled query. Binding it changes nothing that a caller can see. */
export interface SqlTemplate {
  /**
   * The statement for one execution: blocks shape the text, then the parameters whose placeholders are left are
   * read, each once.
   *
   * @throws {SqlTemplateError} `rendering query template: …`, what is wrong with the rendered text, or what `read`
   *   throws
   */
  bind(variables: DataObject, read: ReadParameter): BoundSql;
}

/** Everything that was found; a template only when nothing is wrong. */
export interface SqlTemplateCompilation {
  readonly problems: readonly SqlTemplateProblem[];
  readonly template?: SqlTemplate;
}

/**
 * Compiles author-written SQL with `$1`, `$2`… placeholders, or `$1...` for all elements of a list. Blocks and
 * comments of the template language shape the text; values never become part of it, so output tags are refused.
 *
 * @param parameterCount length of the author's parameter list
 */
export async function compileSqlTemplate(
  source: string,
  parameterCount: number,
  dialect: SqlDialect,
  { scripts = true, knownMembers }: SqlTemplateOptions = {},
): Promise<SqlTemplateCompilation> {
  const rules: QueryRules = { parameterCount, dialect, scripts };
  const regions = templateRegions(source);
  const printed = printedText(source, regions);
  const tokens = scanSql(printed, dialect);
  const interpolations = findInterpolations(source, regions, tokens, parameterCount);
  if (interpolations.problems.length > 0) return { problems: interpolations.problems };
  const braces = new LiteralBraces(source, interpolations.literals);
  let text: Template;
  try {
    text = await compileTemplate(braces.hidden, {
      target: 'text',
      missing: 'strict',
      outputRefusal: INTERPOLATION_REFUSED,
      ...(knownMembers === undefined ? {} : { knownMembers }),
    });
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    return { problems: [{ message: `compiling query template: ${error.reason}`, offset: error.offset }] };
  }
  const hasBlocks = regions.some(({ kind }) => kind === 'tag');
  const problems = [
    ...textProblems(printed, tokens, rules, 'query'),
    ...unusedParameters(tokens, parameterCount),
    // Of the statements that blocks choose from, a rendering may hold only one.
    ...(hasBlocks && countStatements(tokens) > 0 ? [] : statementProblems(tokens, rules, 'query')),
  ];
  if (problems.length > 0) return { problems };
  const render = (variables: DataObject): string => braces.restored(text.render(variables));
  if (hasBlocks) return { problems, template: new ShapedQuery(render, rules) };
  const fixed = compileStatement(render({}), rules, 'query');
  if (!(fixed instanceof Statement)) return { problems: fixed };
  return { problems, template: { bind: (_variables, read) => fixed.bind(read) } };
}

/** A query whose text depends on the variables. */
class ShapedQuery implements SqlTemplate {
  readonly #render: (variables: DataObject) => string;
  readonly #rules: QueryRules;
  readonly #shapes = new BoundedCache<Statement>({ capacity: MOST_SHAPES });

  constructor(render: (variables: DataObject) => string, rules: QueryRules) {
    this.#render = render;
    this.#rules = rules;
  }

  bind(variables: DataObject, read: ReadParameter): BoundSql {
    const text = this.#rendered(variables);
    return this.#shapes.get(text, () => this.#shape(text)).bind(read);
  }

  #rendered(variables: DataObject): string {
    try {
      return this.#render(variables);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      // The lines of a query may hold a credential, so only the place in them is told.
      const place = error.cause instanceof LocatedError ? ` (${error.cause.line}:${error.cause.column})` : '';
      throw new SqlTemplateError(`rendering query template: ${error.reason}${place}`, error);
    }
  }

  #shape(text: string): Statement {
    const shape = compileStatement(text, this.#rules, 'rendered query');
    if (shape instanceof Statement) return shape;
    throw new SqlTemplateError(shape.map(({ message }) => message).join('; '));
  }
}

/** The statement of a text without tags, or what is wrong with it; offsets in that text are of no use. */
function compileStatement(
  text: string,
  rules: QueryRules,
  subject: string,
): Statement | SqlTemplateProblem[] {
  const tokens = scanSql(text, rules.dialect);
  const problems = [
    ...textProblems(text, tokens, rules, subject),
    ...statementProblems(tokens, rules, subject),
  ];
  if (problems.length > 0) return problems.map(({ message }) => ({ message }));
  return new Statement(text, tokens, rules.dialect);
}

/** Keeps braces that are data out of the sight of the template language, at the same offsets. */
class LiteralBraces {
  /** The source with two other characters in place of each pair of braces. */
  readonly hidden: string;
  readonly #standIn: string | undefined;

  /** @param offsets where `{{` is data */
  constructor(source: string, offsets: readonly number[]) {
    this.#standIn = offsets.length === 0 ? undefined : unusedCharacter(source)?.repeat(2);
    let hidden = '';
    let from = 0;
    for (const offset of this.#standIn === undefined ? [] : offsets) {
      hidden += source.slice(from, offset) + this.#standIn;
      from = offset + 2;
    }
    this.hidden = hidden + source.slice(from);
  }

  /** The text with the braces back in place. */
  restored(text: string): string {
    return this.#standIn === undefined ? text : text.replaceAll(this.#standIn, '{{');
  }
}

/** A character of the private use area that the text does not hold. */
function unusedCharacter(text: string): string | undefined {
  for (let code = 0xe000; code <= 0xf8ff; code += 1) {
    const character = String.fromCharCode(code);
    if (!text.includes(character)) return character;
  }
  return undefined;
}
