import type { BuiltinExample, Parameter } from '../builtins/builtin.ts';
import type { Evaluation, Fail } from '../evaluation.ts';
import type { StaticType } from '../static-type.ts';
import type { ExpressionValue } from '../value.ts';

/** What can be called with a dot on a timestamp or a duration: `date(x).Year()`. */
export interface Method<Receiver extends ExpressionValue = ExpressionValue> {
  readonly receiver: 'timestamp' | 'duration';
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly BuiltinExample[];
  readonly parameters: readonly Parameter[];
  readonly returns: StaticType;
  /**
   * @param receiver of the named type: the caller has checked it
   * @param values as many as were written, at least those of the parameters that are not optional
   */
  call(
    receiver: Receiver,
    values: readonly ExpressionValue[],
    fail: Fail,
    evaluation: Evaluation,
  ): ExpressionValue;
}
