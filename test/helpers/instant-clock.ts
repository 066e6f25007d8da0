import { throwIfCancelled } from '../../src/core/errors.ts';
import type { Clock } from '../../src/core/ports.ts';

/** A clock on which a wait takes its time on the clock and none outside. */
export class InstantClock implements Clock {
  /** The waits so far, in milliseconds. */
  readonly sleeps: number[] = [];
  /** Called when a wait begins; it may cancel what waits. */
  onSleep: (milliseconds: number) => void = () => {};
  #now: number;
  #monotonic = 0;

  constructor(start = '2026-03-15T08:30:00Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  monotonic(): number {
    return this.#monotonic * 1e6;
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    this.sleeps.push(milliseconds);
    this.onSleep(milliseconds);
    throwIfCancelled(signal);
    this.#monotonic += milliseconds;
    this.#now += milliseconds;
  }
}
