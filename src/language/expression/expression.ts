import { errorText } from '../../core/errors.ts';
import type { DataObject, Value } from '../../core/record.ts';
import { LocatedError } from '../located-error.ts';
import {
  compileLinearRegex,
  type LinearRegex,
  loadRegexEngine,
  type RegexCompiler,
  RegexSyntaxError,
} from '../regex/linear-regex.ts';
import { compileTree } from './compiler.ts';
import { Evaluation } from './evaluation.ts';
import { parseExpression } from './parser.ts';
import type { Node } from './syntax-tree.ts';
import { topLevelNames, visit } from './visit.ts';

/** A compiled expression. Evaluating it changes neither the environment nor the expression. */
export interface Expression {
  /** The text it was compiled from. */
  readonly source: string;
  /** The top-level names it reads. */
  readonly names: ReadonlySet<string>;
  /**
   * The value in an environment whose own keys are the top-level names; a name it does not have is null.
   *
   * @throws {ExpressionError} when the data does not fit the expression
   */
  evaluate(environment: DataObject): Value;
}

export interface ExpressionOptions {
  /** `boolean`: the result must be a boolean, null counting as false. `any` by default. */
  readonly expect?: 'any' | 'boolean';
}

/**
 * Compiles an expression once, for use on many environments. It is asynchronous only because an expression that
 * uses `matches` may load the regular-expression engine. The length of the source is for the caller to limit.
 *
 * @throws {LocatedError} for a mistake that is visible without data
 */
export async function compileExpression(
  source: string,
  options: ExpressionOptions = {},
): Promise<Expression> {
  const tree = parseExpression(source);
  const regex = await prepareRegexes(tree, source);
  const evaluate = compileTree(tree, source, options.expect ?? 'any', regex);
  return {
    source,
    names: topLevelNames(tree),
    evaluate: (environment) => evaluate(new Evaluation(environment)),
  };
}

/** Compiles the literal patterns beforehand; loads the engine when a pattern is computed. */
async function prepareRegexes(tree: Node, source: string): Promise<RegexCompiler> {
  const literals = new Map<string, LinearRegex>();
  let engine: RegexCompiler | undefined;
  for (const node of visit(tree)) {
    if (node.kind !== 'matches') continue;
    const { right } = node;
    if (right.kind === 'literal' && typeof right.value === 'string') {
      literals.set(right.value, await compilePattern(right.value, source, right.offset));
    } else {
      engine ??= await loadRegexEngine();
    }
  }
  return (pattern) => {
    const regex = literals.get(pattern) ?? engine?.(pattern);
    if (regex === undefined)
      throw new Error('a pattern that is no literal needs the regular-expression engine');
    return regex;
  };
}

async function compilePattern(pattern: string, source: string, offset: number): Promise<LinearRegex> {
  try {
    return await compileLinearRegex(pattern);
  } catch (error) {
    if (error instanceof RegexSyntaxError) throw new LocatedError(errorText(error), source, offset);
    throw error;
  }
}
