/** What a tick does that comes while a run is going. */
export type OverlapPolicy = 'queue' | 'skip' | 'coalesce';

export const OVERLAP_POLICIES = ['queue', 'skip', 'coalesce'] as const satisfies readonly OverlapPolicy[];

/** Ticks that may wait. */
export const QUEUE_CAPACITY = 100;

/** What became of a tick. `position` is its place in the queue, from 1. */
export type Admission =
  | { readonly kind: 'started' }
  | { readonly kind: 'queued'; readonly position: number }
  | { readonly kind: 'full' }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'coalesced' };

/**
 * Decides which ticks run: one at a time, and those that come meanwhile wait in order (`queue`), are left out
 * (`skip`), or become one run after the current one (`coalesce`).
 */
export class TickQueue {
  readonly #policy: OverlapPolicy;
  #waiting: Date[] = [];
  #running = false;

  constructor(policy: OverlapPolicy) {
    this.#policy = policy;
  }

  /** Takes a tick in. After `started` the caller runs it and then calls {@link finish}. */
  offer(due: Date): Admission {
    if (!this.#running) {
      this.#running = true;
      return { kind: 'started' };
    }
    if (this.#policy === 'skip') return { kind: 'skipped' };
    if (this.#policy === 'coalesce' && this.#waiting.length > 0) return { kind: 'coalesced' };
    if (this.#waiting.length >= QUEUE_CAPACITY) return { kind: 'full' };
    return { kind: 'queued', position: this.#waiting.push(due) };
  }

  /** Ends the current run; the tick to run next and how many wait behind it, or nothing. */
  finish(): { readonly due: Date; readonly remaining: number } | undefined {
    const due = this.#waiting.shift();
    if (due === undefined) {
      this.#running = false;
      return undefined;
    }
    return { due, remaining: this.#waiting.length };
  }

  /** Forgets the ticks that wait and tells how many there were. */
  clear(): number {
    const count = this.#waiting.length;
    this.#waiting = [];
    return count;
  }
}
