/** Ends a rendering with an error at a place that is already known. */
export type Fail = (reason: string) => never;

/** UTF-16 code units that one rendering may write, the text that filters make on the way included. */
export const OUTPUT_LIMIT = 64 * 1024 * 1024;
/** Elements of lists and objects that one rendering may make. */
const ELEMENT_BUDGET = 1_000_000;
/** Loop passes, calls and elements looked at in one rendering. */
const STEP_BUDGET = 10_000_000;

/** What one rendering has used up. Nothing of it outlives the call. */
export class Rendering {
  #text = OUTPUT_LIMIT;
  #elements = ELEMENT_BUDGET;
  #steps = STEP_BUDGET;

  /** Accounts for text that was made or is about to be. */
  takeText(codeUnits: number, fail: Fail): void {
    this.#text -= codeUnits;
    if (this.#text < 0) fail(`template output exceeds ${OUTPUT_LIMIT / 1024 / 1024} MiB`);
  }

  /** Accounts for elements of lists or objects about to be made. */
  takeElements(count: number, fail: Fail): void {
    this.#elements -= count;
    if (this.#elements < 0) fail(`template makes more than ${ELEMENT_BUDGET} list elements`);
  }

  /** Accounts for work: loop passes, calls, elements a filter looks at. */
  takeSteps(count: number, fail: Fail): void {
    this.#steps -= count;
    if (this.#steps < 0) fail(`template takes more than ${STEP_BUDGET} steps`);
  }
}
