import type { ErrorCategory } from '../../core/errors.ts';

/** Counts the error markers of one run at the moment they are created, whatever becomes of their records. */
export class MarkerTally {
  readonly #counts = new Map<ErrorCategory, number>();

  add(category: ErrorCategory): void {
    this.#counts.set(category, (this.#counts.get(category) ?? 0) + 1);
  }

  /** Category and count, sorted by category; empty when no record was marked. */
  counts(): [ErrorCategory, number][] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
