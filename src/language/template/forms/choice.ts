import type { Compiler } from '../compiling.ts';
import type { Condition, Evaluate } from '../frame.ts';
import type { ConditionalNode, LogicalNode, NotNode } from '../parsing/syntax-tree.ts';

/** `and` and `or` give booleans, never an operand; nothing after the operand that decides is evaluated. */
export function compileLogical({ operator, operands }: LogicalNode, compiler: Compiler): Condition {
  const conditions = operands.map((operand) => compiler.condition(operand));
  const [first, second] = conditions;
  if (first !== undefined && second !== undefined && conditions.length === 2) {
    return operator === 'and'
      ? (frame) => first(frame) && second(frame)
      : (frame) => first(frame) || second(frame);
  }
  return operator === 'and'
    ? (frame) => conditions.every((condition) => condition(frame))
    : (frame) => conditions.some((condition) => condition(frame));
}

export function compileNot({ operand }: NotNode, compiler: Compiler): Condition {
  const condition = compiler.condition(operand);
  return (frame) => !condition(frame);
}

/** Without `else` the value is null. */
export function compileConditional(node: ConditionalNode, compiler: Compiler): Evaluate {
  const test = compiler.condition(node.test);
  const then = compiler.expression(node.then);
  const otherwise = node.otherwise === undefined ? undefined : compiler.expression(node.otherwise);
  return (frame) => (test(frame) ? then(frame) : otherwise === undefined ? null : otherwise(frame));
}
