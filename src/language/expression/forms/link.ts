import type { Evaluation } from '../evaluation.ts';
import type { StaticType } from '../static-type.ts';
import type { ExpressionValue } from '../value.ts';

/** One step from a value to another: a member, an element or the result of a method. */
export interface Link {
  readonly type: StaticType;
  follow(object: ExpressionValue, evaluation: Evaluation): ExpressionValue;
}
