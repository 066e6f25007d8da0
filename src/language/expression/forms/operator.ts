import type { Compiled, Compiler } from '../compiled.ts';
import type { Evaluate, Fail } from '../evaluation.ts';
import { negate } from '../operations/arithmetic.ts';
import { mismatchedTypes, type Operation } from '../operations/operation.ts';
import { mayBe, mayBeNumber, staticTypeText } from '../static-type.ts';
import type { BinaryNode, Node, UnaryNode } from '../syntax-tree.ts';
import { conversionError, typeName } from '../type-name.ts';
import { compileEquality } from './equality.ts';
import { compileMembership } from './membership.ts';

export function compileUnary(node: UnaryNode, compiler: Compiler): Compiled {
  const operand = compiler.compile(node.operand);
  return node.operator === 'not'
    ? compileNot(node, operand, compiler)
    : compileSign(node, node.operator, operand, compiler);
}

function compileNot({ offset }: UnaryNode, { type, evaluate }: Compiled, compiler: Compiler): Compiled {
  if (!mayBe(type, 'bool')) {
    compiler.fail(`invalid operation: ! (mismatched type ${staticTypeText(type)})`, offset);
  }
  const fail = compiler.failureAt(offset);
  return {
    type: 'bool',
    evaluate: (evaluation) => {
      const value = evaluate(evaluation);
      return typeof value === 'boolean' ? !value : fail(conversionError(value, 'bool'));
    },
  };
}

function compileSign(
  { offset }: UnaryNode,
  sign: '-' | '+',
  { type, evaluate }: Compiled,
  compiler: Compiler,
): Compiled {
  if (!mayBeNumber(type)) {
    compiler.fail(`invalid operation: ${sign} (mismatched type ${staticTypeText(type)})`, offset);
  }
  const fail = compiler.failureAt(offset);
  const apply = sign === '-' ? negate : (value: number | bigint) => value;
  return {
    type,
    evaluate: (evaluation) => {
      const value = evaluate(evaluation);
      if (typeof value === 'number' || typeof value === 'bigint') return apply(value);
      return fail(`invalid operation: ${sign} ${typeName(value)}`);
    },
  };
}

export function compileBinary(node: BinaryNode, compiler: Compiler): Compiled {
  switch (node.operator.symbol) {
    case 'in':
      return compileMembership(node, compiler);
    case '==':
    case '!=':
      return compileEquality(node, compiler);
    default:
      return compileOperation(node, compiler);
  }
}

function compileOperation(node: BinaryNode, compiler: Compiler): Compiled {
  const { operator, offset } = node;
  const left = compiler.compile(node.left);
  const right = compiler.compile(node.right);
  const type = operator.operation.resultType(left.type, right.type);
  if (type === undefined) compiler.fail(mismatchedTypes(left.type, operator.symbol, right.type), offset);
  if (operator.symbol === '%' && isZero(node.right)) compiler.fail('integer divide by zero', offset);
  const fail = compiler.failureAt(offset);
  return {
    type,
    evaluate:
      operator.symbol === '+'
        ? addition(operator.operation, left.evaluate, right.evaluate, fail)
        : application(operator.operation, left.evaluate, right.evaluate, fail),
  };
}

function isZero(node: Node): boolean {
  return node.kind === 'literal' && (node.value === 0 || node.value === 0n);
}

function application(operation: Operation, left: Evaluate, right: Evaluate, fail: Fail): Evaluate {
  return (evaluation) => operation.apply(left(evaluation), right(evaluation), fail, evaluation);
}

/** Texts are accounted for before they are put together: the engine cannot hold one of any length. */
function addition(operation: Operation, left: Evaluate, right: Evaluate, fail: Fail): Evaluate {
  return (evaluation) => {
    const first = left(evaluation);
    const second = right(evaluation);
    if (typeof first === 'string' && typeof second === 'string') {
      evaluation.takeText(first.length + second.length, fail);
      return first + second;
    }
    return operation.apply(first, second, fail, evaluation);
  };
}
