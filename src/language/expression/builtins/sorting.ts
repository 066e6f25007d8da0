import { compareText, compareValues } from '../../../core/compare.ts';
import type { Evaluation, Fail } from '../evaluation.ts';
import { invalidOperation } from '../operations/operation.ts';
import type { ExpressionValue } from '../value.ts';

/**
 * The positions of the keys in their order; equal keys stay as they were. NaN comes before every other number.
 * `fail` ends the evaluation when two keys cannot be compared.
 */
export function sortedPositions(
  keys: readonly ExpressionValue[],
  descending: boolean,
  fail: Fail,
  evaluation: Evaluation,
): number[] {
  evaluation.takeSteps(keys.length * Math.ceil(Math.log2(keys.length + 1)), fail);
  const compare = comparisonOf(keys, fail);
  const sign = descending ? -1 : 1;
  return Array.from(keys, (_, at) => at).sort(
    (left, right) => sign * compare(keys[left] ?? null, keys[right] ?? null),
  );
}

type Comparison = (left: ExpressionValue, right: ExpressionValue) => number;

/** Keys that compare with the first one compare with each other. */
function comparisonOf(keys: readonly ExpressionValue[], fail: Fail): Comparison {
  const [first = null] = keys;
  for (let at = 1; at < keys.length; at += 1) {
    const key = keys[at] ?? null;
    if (compareValues(first, key) === undefined) return fail(invalidOperation(first, '<', key));
  }
  return typeof first === 'string' ? (compareText as Comparison) : compareWithNaN;
}

function compareWithNaN(left: ExpressionValue, right: ExpressionValue): number {
  const order = compareValues(left, right) ?? 0;
  return Number.isNaN(order) ? Number(Number.isNaN(right)) - Number(Number.isNaN(left)) : order;
}
