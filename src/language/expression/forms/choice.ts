import type { Compiled, Compiler } from '../compiled.ts';
import type { Evaluate, Evaluation, Fail } from '../evaluation.ts';
import { mismatchedTypes } from '../operations/operation.ts';
import { eitherType, mayBe, type StaticType, staticTypeText } from '../static-type.ts';
import type { CoalesceNode, ConditionalNode, LogicalNode } from '../syntax-tree.ts';
import { conversionError, typeName } from '../type-name.ts';
import type { ExpressionValue } from '../value.ts';

/** All operands but the last must be boolean; the last one is the result as it is. */
export function compileLogical(node: LogicalNode, compiler: Compiler): Compiled {
  const operands = node.operands.map((operand) => compiler.compile(operand));
  let type: StaticType = operands[0]?.type ?? 'any';
  for (const operand of operands.slice(1)) {
    if (!mayBe(type, 'bool') || !mayBe(operand.type, 'bool')) {
      compiler.fail(mismatchedTypes(type, node.symbol, operand.type), node.offset);
    }
    type = operand.type;
  }
  const evaluators = operands.map((operand) => operand.evaluate);
  return {
    // A known operand is a boolean, and so is what decides early.
    type,
    evaluate: logical(node.operator === 'or', evaluators, compiler.failureAt(node.offset)),
  };
}

/** @param decisive the value of an operand that makes the following ones irrelevant */
function logical(decisive: boolean, evaluators: readonly Evaluate[], fail: Fail): Evaluate {
  const [first, second] = evaluators;
  if (first !== undefined && second !== undefined && evaluators.length === 2) {
    return (evaluation) => {
      const value = first(evaluation);
      if (value === decisive) return decisive;
      return typeof value === 'boolean' ? second(evaluation) : fail(conversionError(value, 'bool'));
    };
  }
  const last = evaluators.length - 1;
  return (evaluation) => {
    for (let position = 0; position < last; position += 1) {
      const value = evaluators[position]?.(evaluation) ?? null;
      if (value === decisive) return decisive;
      if (typeof value !== 'boolean') return fail(conversionError(value, 'bool'));
    }
    return evaluators[last]?.(evaluation) ?? null;
  };
}

/** The right side is evaluated only when the left one is null. */
export function compileCoalesce(node: CoalesceNode, compiler: Compiler): Compiled {
  const left = compiler.compile(node.left);
  const right = compiler.compile(node.right);
  const evaluateLeft = left.evaluate;
  const evaluateRight = right.evaluate;
  return {
    type: left.type === 'nil' ? right.type : eitherType(left.type, right.type),
    evaluate: (evaluation) => evaluateLeft(evaluation) ?? evaluateRight(evaluation),
  };
}

export function compileConditional(node: ConditionalNode, compiler: Compiler): Compiled {
  const test = compiler.compile(node.test);
  if (!mayBe(test.type, 'bool')) {
    compiler.fail(nonBoolean(staticTypeText(test.type)), node.test.offset);
  }
  const then = node.then === undefined ? undefined : compiler.compile(node.then);
  const otherwise = compiler.compile(node.otherwise);
  const fail = compiler.failureAt(node.test.offset);
  const evaluateTest = test.evaluate;
  const whenTrue = then?.evaluate ?? (() => true);
  const whenFalse = otherwise.evaluate;
  return {
    type: eitherType(then?.type ?? 'bool', otherwise.type),
    evaluate: (evaluation) =>
      holds(evaluateTest(evaluation), fail) ? whenTrue(evaluation) : whenFalse(evaluation),
  };
}

/** There is no truthiness in the language itself. */
function holds(value: ExpressionValue, fail: Fail): boolean {
  return typeof value === 'boolean' ? value : fail(nonBoolean(typeName(value)));
}

function nonBoolean(type: string): string {
  return `non-bool expression (type ${type}) used as condition`;
}

/** The value as a boolean, null counting as false. */
export function expectBoolean(
  compiled: Compiled,
  compiler: Pick<Compiler, 'fail' | 'failureAt'>,
): (evaluation: Evaluation) => boolean {
  if (!mayBe(compiled.type, 'bool') && compiled.type !== 'nil') {
    compiler.fail(`expected bool, but got ${staticTypeText(compiled.type)}`, 0);
  }
  const fail = compiler.failureAt(0);
  const { evaluate } = compiled;
  return (evaluation) => {
    const value = evaluate(evaluation);
    if (typeof value === 'boolean') return value;
    return value === null ? false : fail(`invalid operation: bool(${typeName(value)})`);
  };
}
