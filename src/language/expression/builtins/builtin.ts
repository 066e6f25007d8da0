import type { Evaluation, Fail } from '../evaluation.ts';
import type { StaticType } from '../static-type.ts';
import type { ExpressionValue } from '../value.ts';

/** One argument of a function or method. */
export interface Parameter {
  /** As signatures show it. */
  readonly name: string;
  /** The types it can work on; checked beforehand where they are known. */
  readonly accepts: readonly StaticType[];
  readonly optional?: true;
  /** Takes this argument and every one after it; only the last parameter may. */
  readonly rest?: true;
}

/** A program that shows a function at work. The reference page prints it and the tests run it. */
export interface BuiltinExample {
  readonly expression: string;
  /** Top-level names as JSON values; none when absent. */
  readonly environment?: { readonly [name: string]: unknown };
  /** What it gives, as JSON, with durations and timestamps as their text; absent when it fails. */
  readonly value?: unknown;
  /** The reason of the failure, without its place. */
  readonly error?: string;
}

/** Where the reference page lists a function. */
export type BuiltinCategory =
  | 'lists with a predicate'
  | 'lists'
  | 'objects'
  | 'text'
  | 'numbers'
  | 'conversion'
  | 'bits'
  | 'dates';

interface BuiltinDescription {
  readonly name: string;
  readonly category: BuiltinCategory;
  /** One or two sentences for the reference page. */
  readonly summary: string;
  readonly examples: readonly BuiltinExample[];
  readonly parameters: readonly Parameter[];
  /** The type of the result, or how it follows from those of the arguments. */
  readonly returns: StaticType | ((types: readonly StaticType[]) => StaticType);
}

/** A function that works on the values of its arguments. */
export interface FunctionBuiltin extends BuiltinDescription {
  readonly form: 'function';
  /** Works on as many values as were written, in order; `fail` ends the evaluation. */
  call(values: readonly ExpressionValue[], fail: Fail, evaluation: Evaluation): ExpressionValue;
}

/** Evaluates the predicate for one element. */
export type Predicate = (
  element: ExpressionValue,
  index: number,
  accumulator: ExpressionValue,
) => ExpressionValue;

/**
 * A function whose second argument is an expression that is evaluated once per element. `parameters` describes
 * the others: the list, and what stands after the predicate.
 */
export interface PredicateBuiltin extends BuiltinDescription {
  readonly form: 'predicate';
  readonly predicate: {
    /** `boolean`: the predicate must give one, which `call` can rely on. */
    readonly gives: 'boolean' | 'any';
    readonly optional?: true;
    /** What the predicate sees besides `#`. */
    readonly pointers: readonly ('index' | 'acc')[];
  };
  /** @param list a list: the caller has checked it */
  call(
    list: readonly ExpressionValue[],
    predicate: Predicate | undefined,
    rest: readonly ExpressionValue[],
    fail: Fail,
    evaluation: Evaluation,
  ): ExpressionValue;
}

/** A function that expressions may call. */
export type Builtin = FunctionBuiltin | PredicateBuiltin;

/** Every type a value can have. */
export const ANY: readonly StaticType[] = [
  'nil',
  'bool',
  'int',
  'float',
  'number',
  'string',
  'list',
  'object',
  'timestamp',
  'duration',
  'timezone',
];
