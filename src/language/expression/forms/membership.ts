import { isEqual } from '../../../core/compare.ts';
import type { Compiled, Compiler } from '../compiled.ts';
import type { Evaluate } from '../evaluation.ts';
import { areEqual, isPlainScalar } from '../operations/bounded-equality.ts';
import { commonType } from '../operations/membership.ts';
import { mismatchedTypes } from '../operations/operation.ts';
import { rangeBounds } from '../operations/range.ts';
import { mayBe, mayBeEqual, type StaticType, staticTypeText } from '../static-type.ts';
import type { BinaryNode, ListNode } from '../syntax-tree.ts';
import type { ExpressionValue } from '../value.ts';

/** `needle in container`. Written lists and ranges are never made. */
export function compileMembership(node: BinaryNode, compiler: Compiler): Compiled {
  const needle = compiler.compile(node.left);
  const { right } = node;
  if (right.kind === 'list') {
    return { type: 'bool', evaluate: listMembership(needle, right, compiler) };
  }
  if (right.kind === 'binary' && right.operator.symbol === '..') {
    return { type: 'bool', evaluate: rangeMembership(needle, right, compiler) };
  }
  const container = compiler.compile(right);
  const { operation } = node.operator;
  if (operation.resultType(needle.type, container.type) === undefined) {
    compiler.fail(mismatch(needle.type, container.type), node.offset);
  }
  const fail = compiler.failureAt(node.offset);
  const evaluateNeedle = needle.evaluate;
  const evaluateContainer = container.evaluate;
  return {
    type: 'bool',
    evaluate: (evaluation) =>
      operation.apply(evaluateNeedle(evaluation), evaluateContainer(evaluation), fail, evaluation),
  };
}

function mismatch(needle: StaticType, container: StaticType): string {
  return mayBe(container, 'object')
    ? mismatchedTypes(needle, 'in', container)
    : `operator "in" not defined on ${staticTypeText(container)}`;
}

function listMembership(needle: Compiled, list: ListNode, compiler: Compiler): Evaluate {
  const items = list.items.map((item) => compiler.compile(item));
  checkNeedle(needle.type, commonType(items.map(({ type }) => type)), list.offset, compiler);
  const find = needle.evaluate;
  const literals = list.items.flatMap((item) => (item.kind === 'literal' ? [item.value] : []));
  if (literals.length === items.length) return literalMembership(find, literals);
  const fail = compiler.failureAt(list.offset);
  const evaluators = items.map(({ evaluate }) => evaluate);
  return (evaluation) => {
    const wanted = find(evaluation);
    let found = false;
    // Every item is evaluated, whether or not an earlier one is the wanted value.
    for (const evaluate of evaluators) {
      found = areEqual(evaluate(evaluation), wanted, fail, evaluation) || found;
    }
    return found;
  };
}

function checkNeedle(needle: StaticType, element: StaticType, offset: number, compiler: Compiler): void {
  if (mayBeEqual(needle, element)) return;
  const types = `${staticTypeText(needle)} as type ${staticTypeText(element)}`;
  compiler.fail(`cannot use ${types} in array`, offset);
}

function literalMembership(find: Evaluate, literals: readonly ExpressionValue[]): Evaluate {
  const values = new Set(literals);
  return (evaluation) => {
    const wanted = find(evaluation);
    if (values.has(wanted)) return true;
    return isPlainScalar(wanted) ? false : literals.some((literal) => isEqual(literal, wanted));
  };
}

function rangeMembership(needle: Compiled, range: BinaryNode, compiler: Compiler): Evaluate {
  const left = compiler.compile(range.left);
  const right = compiler.compile(range.right);
  if (range.operator.operation.resultType(left.type, right.type) === undefined) {
    compiler.fail(mismatchedTypes(left.type, '..', right.type), range.offset);
  }
  checkNeedle(needle.type, 'int', range.offset, compiler);
  const fail = compiler.failureAt(range.offset);
  const find = needle.evaluate;
  const from = left.evaluate;
  const to = right.evaluate;
  return (evaluation) => {
    const value = find(evaluation);
    const bounds = rangeBounds(from(evaluation), to(evaluation), fail);
    const number = typeof value === 'bigint' ? Number(value) : value;
    return Number.isInteger(number) && Number(number) >= bounds.from && Number(number) <= bounds.to;
  };
}
