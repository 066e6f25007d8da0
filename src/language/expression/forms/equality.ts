import type { Compiled, Compiler } from '../compiled.ts';
import type { Evaluate } from '../evaluation.ts';
import { areEqual } from '../operations/bounded-equality.ts';
import { mismatchedTypes } from '../operations/operation.ts';
import type { BinaryNode, LiteralNode, Node } from '../syntax-tree.ts';

/** `==` and `!=`. A literal that only the very same value equals is compared directly. */
export function compileEquality(node: BinaryNode, compiler: Compiler): Compiled {
  const { operation, symbol } = node.operator;
  const left = compiler.compile(node.left);
  const right = compiler.compile(node.right);
  const type = operation.resultType(left.type, right.type);
  if (type === undefined) compiler.fail(mismatchedTypes(left.type, symbol, right.type), node.offset);
  const literal = identityLiteral(node.right);
  if (literal !== undefined)
    return { type, evaluate: identity(left.evaluate, literal.value, symbol === '==') };
  const fail = compiler.failureAt(node.offset);
  const evaluateLeft = left.evaluate;
  const evaluateRight = right.evaluate;
  const equals: Evaluate = (evaluation) => {
    const first = evaluateLeft(evaluation);
    const second = evaluateRight(evaluation);
    return typeof first === 'number' && typeof second === 'number'
      ? first === second
      : areEqual(first, second, fail, evaluation);
  };
  return { type, evaluate: symbol === '==' ? equals : (evaluation) => !equals(evaluation) };
}

/** Not numbers: they have two representations. */
function identityLiteral(node: Node): LiteralNode | undefined {
  if (node.kind !== 'literal') return undefined;
  return typeof node.value === 'number' || typeof node.value === 'bigint' ? undefined : node;
}

function identity(evaluate: Evaluate, literal: LiteralNode['value'], equal: boolean): Evaluate {
  return equal
    ? (evaluation) => evaluate(evaluation) === literal
    : (evaluation) => evaluate(evaluation) !== literal;
}
