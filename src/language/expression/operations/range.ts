import type { Fail } from '../evaluation.ts';
import { mayBeNumber } from '../static-type.ts';
import type { ExpressionValue } from '../value.ts';
import { invalidOperation, type Operation } from './operation.ts';

/** `from..to`: every whole number between the two, both included; none when they are reversed. */
export const range: Operation = {
  resultType: (left, right) => (mayBeNumber(left) && mayBeNumber(right) ? 'list' : undefined),
  apply: (left, right, fail, evaluation) => {
    const { from, to } = rangeBounds(left, right, fail);
    const length = Math.max(0, to - from + 1);
    evaluation.takeElements(length, fail);
    return Array.from({ length }, (_, at) => from + at);
  },
};

/** The bounds of a range as whole numbers; fractions are cut off. */
export function rangeBounds(
  left: ExpressionValue,
  right: ExpressionValue,
  fail: Fail,
): { from: number; to: number } {
  const from = typeof left === 'bigint' ? Number(left) : left;
  const to = typeof right === 'bigint' ? Number(right) : right;
  if (
    typeof from !== 'number' ||
    typeof to !== 'number' ||
    Number.isNaN(from - from) ||
    Number.isNaN(to - to)
  ) {
    return fail(invalidOperation(left, '..', right));
  }
  return { from: Math.trunc(from), to: Math.trunc(to) };
}
