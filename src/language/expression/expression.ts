import type { DataObject, Value } from '../../core/record.ts';
import { LocatedError } from '../located-error.ts';
import { compileTree } from './compiler.ts';
import { Evaluation } from './evaluation.ts';
import { ExpressionError } from './expression-error.ts';
import { parseExpression } from './parser/parse-expression.ts';
import { prepareRegexes } from './prepare-regexes.ts';
import { resultOf } from './result.ts';
import { isTruthy } from './truthiness.ts';
import type { ExpressionValue } from './value.ts';
import { topLevelNames } from './visit.ts';

/** A compiled expression. Evaluating it changes neither the environment nor the expression. */
export interface Expression {
  /** The text it was compiled from. */
  readonly source: string;
  /**
   * The top-level names it reads, `$env.name` and `$env["name"]` included. Fields below them, variables and texts
   * that happen to be called the same are not in it.
   */
  readonly names: ReadonlySet<string>;
  /**
   * The value in an environment whose own keys are the top-level names; a name it does not have is null. A duration
   * is its whole nanoseconds. Lists and objects may be those of the environment, so the caller must not change them.
   *
   * @throws {ExpressionError} when the data does not fit the expression
   */
  evaluate(environment: DataObject): Value;
  /**
   * What a condition takes the result for: null is false, a number is true when it is not 0, a text, list or
   * object when it is not empty (`"false"` and `"0"` are true), anything else always.
   *
   * @throws {ExpressionError} when the data does not fit the expression
   */
  test(environment: DataObject): boolean;
}

export interface ExpressionOptions {
  /** `boolean`: the result must be a boolean, null counting as false. `any` by default. */
  readonly expect?: 'any' | 'boolean';
  /** How long the source may be in UTF-8; as long as it likes by default. */
  readonly maxBytes?: number;
}

/**
 * Compiles an expression once, for use on many environments. It is asynchronous only because an expression that
 * uses `matches` may load the regular-expression engine.
 *
 * @throws {LocatedError} for a mistake that is visible without data
 */
export async function compileExpression(
  source: string,
  options: ExpressionOptions = {},
): Promise<Expression> {
  checkLength(source, options.maxBytes);
  const { tree, slots } = parseExpression(source);
  const regex = await prepareRegexes(tree, source);
  const { type, evaluate } = compileTree(tree, source, options.expect ?? 'any', regex);
  const toResult = resultOf(type, tree, (reason) => {
    throw new ExpressionError(reason, source, 0);
  });
  // Whatever reads a slot stands where it has been filled, so that nobody sees the holes.
  const start = (environment: DataObject): Evaluation =>
    new Evaluation(environment, slots === 0 ? NO_LOCALS : new Array<ExpressionValue>(slots));
  return {
    source,
    names: topLevelNames(tree),
    evaluate: (environment) => {
      try {
        return toResult(evaluate(start(environment)));
      } catch (error) {
        throw located(error, source);
      }
    },
    test: (environment) => {
      try {
        return isTruthy(evaluate(start(environment)));
      } catch (error) {
        throw located(error, source);
      }
    },
  };
}

/** An expression without slots never writes to it. */
const NO_LOCALS: ExpressionValue[] = [];

function checkLength(source: string, maximum = Number.POSITIVE_INFINITY): void {
  const length = Buffer.byteLength(source);
  if (length > maximum) {
    throw new LocatedError(`expression length ${length} exceeds maximum ${maximum}`, source, 0);
  }
}

/** Data may nest deeper than the stack allows a comparison or a conversion to follow. */
function located(error: unknown, source: string): unknown {
  if (!(error instanceof RangeError)) return error;
  const reason = error.message.includes('call stack') ? 'recursion depth exceeded' : error.message;
  return new ExpressionError(reason, source, 0);
}
