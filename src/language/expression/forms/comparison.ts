import type { Compiled, Compiler } from '../compiled.ts';
import type { Evaluate, Fail } from '../evaluation.ts';
import { mismatchedTypes, type Operation } from '../operations/operation.ts';
import type { OrderingNode } from '../syntax-tree.ts';
import type { ExpressionValue } from '../value.ts';

interface Comparison {
  readonly symbol: string;
  readonly operation: Operation;
  /** The right operand; the left one is that of the comparison before. */
  readonly evaluate: Evaluate;
  /** The right operand when it is written as a number. */
  readonly literal: number | undefined;
  readonly fail: Fail;
}

/** A comparison whose answer is false ends the chain: what follows is not evaluated. */
export function compileOrdering(node: OrderingNode, compiler: Compiler): Compiled {
  const first = compiler.compile(node.first);
  let left = first;
  const comparisons = node.comparisons.map(({ operator, offset, operand }): Comparison => {
    const right = compiler.compile(operand);
    const { operation, symbol } = operator;
    if (operation.resultType(left.type, right.type) === undefined) {
      compiler.fail(mismatchedTypes(left.type, symbol, right.type), offset);
    }
    left = right;
    const literal =
      operand.kind === 'literal' && typeof operand.value === 'number' ? operand.value : undefined;
    return { symbol, operation, evaluate: right.evaluate, literal, fail: compiler.failureAt(offset) };
  });
  const [only] = comparisons;
  const single = only !== undefined && comparisons.length === 1;
  return {
    type: 'bool',
    evaluate: single
      ? (withLiteral(first.evaluate, only) ?? comparison(first.evaluate, only))
      : chain(first.evaluate, comparisons),
  };
}

function chain(first: Evaluate, comparisons: readonly Comparison[]): Evaluate {
  return (evaluation) => {
    let smaller: ExpressionValue = first(evaluation);
    for (const { operation, evaluate, fail } of comparisons) {
      const next = evaluate(evaluation);
      if (operation.apply(smaller, next, fail, evaluation) !== true) return false;
      smaller = next;
    }
    return true;
  };
}

/** Numbers, which nearly all comparisons are about, take the shortest way. */
function comparison(left: Evaluate, { symbol, operation, evaluate: right, fail }: Comparison): Evaluate {
  switch (symbol) {
    case '<':
      return (evaluation) => {
        const a = left(evaluation);
        const b = right(evaluation);
        if (typeof a === 'number' && typeof b === 'number') return a < b;
        return operation.apply(a, b, fail, evaluation);
      };
    case '<=':
      return (evaluation) => {
        const a = left(evaluation);
        const b = right(evaluation);
        if (typeof a === 'number' && typeof b === 'number') return a <= b;
        return operation.apply(a, b, fail, evaluation);
      };
    case '>':
      return (evaluation) => {
        const a = left(evaluation);
        const b = right(evaluation);
        if (typeof a === 'number' && typeof b === 'number') return a > b;
        return operation.apply(a, b, fail, evaluation);
      };
    default:
      return (evaluation) => {
        const a = left(evaluation);
        const b = right(evaluation);
        if (typeof a === 'number' && typeof b === 'number') return a >= b;
        return operation.apply(a, b, fail, evaluation);
      };
  }
}

function withLiteral(left: Evaluate, { symbol, operation, literal, fail }: Comparison): Evaluate | undefined {
  if (literal === undefined) return undefined;
  switch (symbol) {
    case '<':
      return (evaluation) => {
        const value = left(evaluation);
        return typeof value === 'number'
          ? value < literal
          : operation.apply(value, literal, fail, evaluation);
      };
    case '<=':
      return (evaluation) => {
        const value = left(evaluation);
        return typeof value === 'number'
          ? value <= literal
          : operation.apply(value, literal, fail, evaluation);
      };
    case '>':
      return (evaluation) => {
        const value = left(evaluation);
        return typeof value === 'number'
          ? value > literal
          : operation.apply(value, literal, fail, evaluation);
      };
    default:
      return (evaluation) => {
        const value = left(evaluation);
        return typeof value === 'number'
          ? value >= literal
          : operation.apply(value, literal, fail, evaluation);
      };
  }
}
