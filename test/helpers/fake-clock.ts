import { setImmediate as nextTurn } from 'node:timers/promises';
import { CancelledError } from '../../src/core/errors.ts';
import type { Clock } from '../../src/core/ports.ts';

interface Sleeper {
  readonly due: number;
  wake(): void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #monotonic = 0;
  #sleepers: Sleeper[] = [];

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  monotonic(): number {
    return this.#monotonic * 1e6;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new CancelledError(signal.reason));
        return;
      }
      const cancel = (): void => {
        this.#sleepers = this.#sleepers.filter((candidate) => candidate !== sleeper);
        reject(new CancelledError(signal.reason));
      };
      const sleeper = {
        due: this.#monotonic + Math.max(0, milliseconds),
        wake: () => {
          signal.removeEventListener('abort', cancel);
          resolve();
        },
      };
      signal.addEventListener('abort', cancel, { once: true });
      this.#sleepers.push(sleeper);
    });
  }

  /** Lets that much time pass, waking sleepers when they are due, and everything they do before the next one. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#monotonic + milliseconds;
    await nextTurn();
    for (let next = this.#nextBefore(end); next !== undefined; next = this.#nextBefore(end)) {
      this.#pass(next.due - this.#monotonic);
      this.#sleepers = this.#sleepers.filter((candidate) => candidate !== next);
      next.wake();
      await nextTurn();
    }
    this.#pass(end - this.#monotonic);
  }

  /** Sets the wall clock without letting time pass, as an administrator or a resume from suspension does. */
  set(time: string): void {
    this.#now = Date.parse(time);
  }

  #pass(milliseconds: number): void {
    this.#monotonic += milliseconds;
    this.#now += milliseconds;
  }

  #nextBefore(end: number): Sleeper | undefined {
    let next: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (sleeper.due <= end && (next === undefined || sleeper.due < next.due)) next = sleeper;
    }
    return next;
  }
}
