/** Counts the records that filters left out because something failed, never those that an author routed out. */
export class SkippedRecords {
  #count = 0;

  add(): void {
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }
}
