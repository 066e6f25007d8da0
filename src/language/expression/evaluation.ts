import type { ExpressionObject, ExpressionValue } from './value.ts';

/** Lists, objects and repeated characters made by one evaluation, altogether. */
const ELEMENT_BUDGET = 1_000_000;
/** UTF-16 code units of text made by one evaluation, altogether. */
const TEXT_BUDGET = 64 * 1024 * 1024;
/** Calls of predicates and elements looked at by functions in one evaluation, altogether. */
const STEP_BUDGET = 10_000_000;

/** Ends an evaluation or a compilation with an error at a place that is already known. */
export type Fail = (reason: string) => never;

/** One evaluation of an expression: what it reads and what it has used up. Nothing of it outlives the call. */
export class Evaluation {
  readonly environment: ExpressionObject;
  /** Values of `let` names and of the pointers of predicates, each at the slot the compiler gave it. */
  readonly locals: ExpressionValue[];
  #elements = ELEMENT_BUDGET;
  #text = TEXT_BUDGET;
  #steps = STEP_BUDGET;

  /** @param locals room for every slot of the expression; empty when it has none */
  constructor(environment: ExpressionObject, locals: ExpressionValue[]) {
    this.environment = environment;
    this.locals = locals;
  }

  /** Accounts for elements of lists or objects about to be made. */
  takeElements(count: number, fail: Fail): void {
    this.#elements -= count;
    if (this.#elements < 0) fail('memory budget exceeded');
  }

  /** Accounts for text that was made or is about to be. */
  takeText(codeUnits: number, fail: Fail): void {
    this.#text -= codeUnits;
    if (this.#text < 0) fail('memory budget exceeded');
  }

  /** Accounts for work: predicate calls, elements a function looks at. */
  takeSteps(count: number, fail: Fail): void {
    this.#steps -= count;
    if (this.#steps < 0) fail('step budget exceeded');
  }
}

/** A compiled part of an expression. */
export type Evaluate = (evaluation: Evaluation) => ExpressionValue;
