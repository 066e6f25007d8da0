import { errorText } from '../../../core/errors.ts';
import type { Value } from '../../../core/record.ts';
import { type LinearRegex, type RegexCompiler, RegexSyntaxError } from '../../regex/linear-regex.ts';
import type { Compiled, Compiler } from '../compiled.ts';
import type { Evaluate, Fail } from '../evaluation.ts';
import { negate } from '../operations/arithmetic.ts';
import { commonType } from '../operations/membership.ts';
import { mismatchedTypes } from '../operations/operation.ts';
import { rangeBounds } from '../operations/range.ts';
import { textQuestion } from '../operations/text-search.ts';
import { mayBe, mayBeEqual, mayBeNumber, staticTypeText } from '../static-type.ts';
import type { BinaryNode, ListNode, MatchesNode, Node, OrderingNode, UnaryNode } from '../syntax-tree.ts';
import { conversionError, typeName } from '../type-name.ts';

export function compileUnary(node: UnaryNode, compiler: Compiler): Compiled {
  const operand = compiler.compile(node.operand);
  const fail = compiler.failureAt(node.offset);
  const { evaluate } = operand;
  const { operator } = node;
  const fits = operator === 'not' ? mayBe(operand.type, 'bool') : mayBeNumber(operand.type);
  if (!fits) {
    const symbol = operator === 'not' ? '!' : operator;
    compiler.fail(
      `invalid operation: ${symbol} (mismatched type ${staticTypeText(operand.type)})`,
      node.offset,
    );
  }
  if (operator === 'not') {
    return {
      type: 'bool',
      evaluate: (evaluation) => {
        const value = evaluate(evaluation);
        return typeof value === 'boolean' ? !value : fail(conversionError(value, 'bool'));
      },
    };
  }
  const apply = operator === '-' ? negate : (value: number | bigint) => value;
  return {
    type: operand.type,
    evaluate: (evaluation) => {
      const value = evaluate(evaluation);
      if (typeof value === 'number' || typeof value === 'bigint') return apply(value);
      return fail(`invalid operation: ${operator} ${typeName(value)}`);
    },
  };
}

export function compileBinary(node: BinaryNode, compiler: Compiler): Compiled {
  const { operator, offset } = node;
  const left = compiler.compile(node.left);
  const right = compiler.compile(node.right);
  const type = operator.operation.resultType(left.type, right.type);
  if (type === undefined) compiler.fail(staticMismatch(left, operator.symbol, right), offset);
  if (operator.symbol === '%' && isZero(node.right)) compiler.fail('integer divide by zero', offset);
  const fail = compiler.failureAt(offset);
  if (operator.symbol === 'in') {
    const evaluate = membershipShortcut(left, node.right, compiler, fail);
    if (evaluate !== undefined) return { type: 'bool', evaluate };
  }
  const { operation } = operator;
  const evaluateLeft = left.evaluate;
  const evaluateRight = right.evaluate;
  return {
    type,
    evaluate: (evaluation) =>
      operation.apply(evaluateLeft(evaluation), evaluateRight(evaluation), fail, evaluation),
  };
}

function staticMismatch(left: Compiled, symbol: string, right: Compiled): string {
  if (symbol === 'in' && right.type !== 'object') {
    return `operator "in" not defined on ${staticTypeText(right.type)}`;
  }
  return mismatchedTypes(left.type, symbol, right.type);
}

function isZero(node: Node): boolean {
  return node.kind === 'literal' && node.value === 0;
}

/** `x in [literals]` and `x in a..b` need no list at all. */
function membershipShortcut(
  needle: Compiled,
  right: Node,
  compiler: Compiler,
  fail: Fail,
): Evaluate | undefined {
  if (right.kind === 'list') return literalMembership(needle, right, compiler);
  if (right.kind !== 'binary' || right.operator.symbol !== '..') return undefined;
  const from = compiler.compile(right.left).evaluate;
  const to = compiler.compile(right.right).evaluate;
  return (evaluation) => {
    const value = needle.evaluate(evaluation);
    const bounds = rangeBounds(from(evaluation), to(evaluation), fail);
    const number = typeof value === 'bigint' ? Number(value) : value;
    return Number.isInteger(number) && Number(number) >= bounds.from && Number(number) <= bounds.to;
  };
}

function literalMembership(needle: Compiled, list: ListNode, compiler: Compiler): Evaluate | undefined {
  const elementType = commonType(list.items.map((item) => compiler.compile(item).type));
  if (!mayBeEqual(needle.type, elementType)) {
    const types = `${staticTypeText(needle.type)} as type ${staticTypeText(elementType)}`;
    compiler.fail(`cannot use ${types} in array`, list.offset);
  }
  const literals = new Set<Value>();
  for (const item of list.items) {
    // Sets compare as `===` does, which calls a bigint and an equal number different.
    if (item.kind !== 'literal' || typeof item.value === 'bigint') return undefined;
    literals.add(item.value);
  }
  return (evaluation) => {
    const value = needle.evaluate(evaluation);
    return literals.has(typeof value === 'bigint' ? Number(value) : value);
  };
}

/** A comparison whose answer is false ends the chain: what follows is not evaluated. */
export function compileOrdering(node: OrderingNode, compiler: Compiler): Compiled {
  const first = compiler.compile(node.first);
  let left = first;
  const comparisons = node.comparisons.map(({ operator, offset, operand }) => {
    const right = compiler.compile(operand);
    if (operator.operation.resultType(left.type, right.type) === undefined) {
      compiler.fail(mismatchedTypes(left.type, operator.symbol, right.type), offset);
    }
    left = right;
    return { operation: operator.operation, evaluate: right.evaluate, fail: compiler.failureAt(offset) };
  });
  return {
    type: 'bool',
    evaluate: (evaluation) => {
      let smaller = first.evaluate(evaluation);
      for (const { operation, evaluate, fail } of comparisons) {
        const next = evaluate(evaluation);
        if (operation.apply(smaller, next, fail, evaluation) !== true) return false;
        smaller = next;
      }
      return true;
    },
  };
}

/** A literal pattern is compiled beforehand; a computed one whenever it differs from the last. */
export function compileMatches(node: MatchesNode, compiler: Compiler): Compiled {
  const left = compiler.compile(node.left);
  const right = compiler.compile(node.right);
  const fail = compiler.failureAt(node.offset);
  const pattern = node.right.kind === 'literal' ? node.right.value : undefined;
  const regexOf =
    typeof pattern === 'string' ? always(compiler.regex(pattern)) : computedRegex(compiler.regex, fail);
  const operation = textQuestion((text, source) => regexOf(source).test(text));
  const type = operation.resultType(left.type, right.type);
  if (type === undefined) compiler.fail(mismatchedTypes(left.type, 'matches', right.type), node.offset);
  return {
    type,
    evaluate: (evaluation) =>
      operation.apply(left.evaluate(evaluation), right.evaluate(evaluation), fail, evaluation),
  };
}

function always(regex: LinearRegex): RegexCompiler {
  return () => regex;
}

function computedRegex(compile: RegexCompiler, fail: Fail): RegexCompiler {
  let last: { readonly pattern: string; readonly regex: LinearRegex } | undefined;
  return (pattern) => {
    if (last?.pattern === pattern) return last.regex;
    try {
      last = { pattern, regex: compile(pattern) };
    } catch (error) {
      if (error instanceof RegexSyntaxError) return fail(errorText(error));
      throw error;
    }
    return last.regex;
  };
}
