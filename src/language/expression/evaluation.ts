import type { DataObject, Value } from '../../core/record.ts';

/** Lists made by one evaluation may hold this many elements altogether. */
const ELEMENT_BUDGET = 1_000_000;

/** One evaluation of an expression: what it reads and what it has used up. Nothing of it outlives the call. */
export class Evaluation {
  readonly environment: DataObject;
  #elements = 0;

  constructor(environment: DataObject) {
    this.environment = environment;
  }

  /** Accounts for elements about to be made; false when the budget does not allow them. */
  allows(elements: number): boolean {
    this.#elements += elements;
    return this.#elements <= ELEMENT_BUDGET;
  }
}

/** A compiled part of an expression. */
export type Evaluate = (evaluation: Evaluation) => Value;

/** Ends an evaluation or a compilation with an error at a place that is already known. */
export type Fail = (reason: string) => never;
