import type { Compiler } from '../compiling.ts';
import type { Condition, Evaluate, Frame } from '../frame.ts';
import { ARITHMETIC, signed } from '../operations/arithmetic.ts';
import { areEqual, isIn, order } from '../operations/comparison.ts';
import { joinedText } from '../operations/concatenation.ts';
import type { Surroundings } from '../operations/surroundings.ts';
import type {
  ArithmeticNode,
  ComparisonNode,
  ConcatenationNode,
  MembershipNode,
  UnaryNode,
} from '../parsing/syntax-tree.ts';

export function compileUnary({ operator, operand, offset }: UnaryNode, compiler: Compiler): Evaluate {
  const evaluate = compiler.expression(operand);
  const fail = compiler.failureAt(offset);
  return (frame) => signed(operator, evaluate(frame), fail);
}

export function compileArithmetic(node: ArithmeticNode, compiler: Compiler): Evaluate {
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  const operation = ARITHMETIC[node.operator];
  const around = surroundings(node.offset, compiler);
  return (frame) => operation(left(frame), right(frame), around(frame));
}

export function compileConcatenation({ operands, offset }: ConcatenationNode, compiler: Compiler): Evaluate {
  const parts = operands.map((operand) => compiler.expression(operand));
  const around = surroundings(offset, compiler);
  return (frame) =>
    joinedText(
      parts.map((part) => part(frame)),
      around(frame),
    );
}

function surroundings(offset: number, compiler: Compiler): (frame: Frame) => Surroundings {
  const fail = compiler.failureAt(offset);
  const { escapeText } = compiler;
  return ({ rendering }) => ({ fail, rendering, escape: escapeText });
}

export function compileComparison(node: ComparisonNode, compiler: Compiler): Condition {
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  const { operator } = node;
  const fail = compiler.failureAt(node.offset);
  switch (operator) {
    case '==':
      return (frame) => areEqual(left(frame), right(frame), fail);
    case '!=':
      return (frame) => !areEqual(left(frame), right(frame), fail);
    case '<':
      return (frame) => order(left(frame), operator, right(frame), fail) < 0;
    case '<=':
      return (frame) => order(left(frame), operator, right(frame), fail) <= 0;
    case '>':
      return (frame) => order(left(frame), operator, right(frame), fail) > 0;
    case '>=':
      return (frame) => order(left(frame), operator, right(frame), fail) >= 0;
  }
}

export function compileMembership(
  { left, right, negated, offset }: MembershipNode,
  compiler: Compiler,
): Condition {
  const needle = compiler.expression(left);
  const container = compiler.expression(right);
  const fail = compiler.failureAt(offset);
  return (frame) => isIn(needle(frame), container(frame), frame.rendering, fail) !== negated;
}
