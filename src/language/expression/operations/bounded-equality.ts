import type { Evaluation, Fail } from '../evaluation.ts';
import { measure } from '../nested-size.ts';
import type { ExpressionValue } from '../value.ts';
import { equal } from './comparison.ts';

/** Whether two values are equal; where lists and objects have to be gone through, every element is a step. */
export function areEqual(
  left: ExpressionValue,
  right: ExpressionValue,
  fail: Fail,
  evaluation: Evaluation,
): boolean {
  if (left === right) return true;
  if (typeof left === 'object' && typeof right === 'object' && mayBeSame(left, right)) {
    measure(left, { elements: (count) => evaluation.takeSteps(count, fail), text: () => {} });
  }
  return equal.apply(left, right, fail, evaluation) === true;
}

/** Lists of different lengths are told apart at once. */
function mayBeSame(left: ExpressionValue, right: ExpressionValue): boolean {
  return Array.isArray(left) ? Array.isArray(right) && left.length === right.length : !Array.isArray(right);
}

/** True for a value that `===` finds equal to whatever it is equal to: beyond 2^53 there are two sorts of numbers. */
export function isPlainScalar(value: ExpressionValue): boolean {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}
