import type { Evaluation, Fail } from '../evaluation.ts';
import { type StaticType, staticTypeText } from '../static-type.ts';
import { typeName } from '../type-name.ts';
import type { ExpressionValue } from '../value.ts';

/** What an operator does with the values of its two operands. */
export interface Operation {
  /** The type of the result; `undefined` when no values of these types can be combined. */
  resultType(left: StaticType, right: StaticType): StaticType | undefined;
  apply(left: ExpressionValue, right: ExpressionValue, fail: Fail, evaluation: Evaluation): ExpressionValue;
}

/** The reason of an operation on values that do not fit: `invalid operation: string + int`. */
export function invalidOperation(left: ExpressionValue, symbol: string, right: ExpressionValue): string {
  return `invalid operation: ${typeName(left)} ${symbol} ${typeName(right)}`;
}

/** The reason of an operation on types that can never fit. */
export function mismatchedTypes(left: StaticType, symbol: string, right: StaticType): string {
  return `invalid operation: ${symbol} (mismatched types ${staticTypeText(left)} and ${staticTypeText(right)})`;
}
