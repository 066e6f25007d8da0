import type { Value } from '../../../core/record.ts';
import type { Fail } from '../evaluation.ts';
import type { StaticType } from '../static-type.ts';

/** One argument of a built-in function. */
export interface Parameter {
  /** The types the function can work on; checked beforehand where they are known. */
  readonly accepts: readonly StaticType[];
  readonly optional?: true;
}

/** A function that expressions may call. */
export interface Builtin {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly returns: StaticType;
  /** Works on as many values as were written, in order; `fail` ends the evaluation. */
  call(values: readonly Value[], fail: Fail): Value;
}

/** A parameter that must be text. */
export const TEXT: Parameter = { accepts: ['string'] };
