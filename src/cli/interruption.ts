import type { CliHost } from './cli-host.ts';
import type { Console } from './console.ts';
import { type HandledSignal, SIGNALS } from './exit-codes.ts';

const GRACE_PERIOD_MS = 10_000;

/** How interruptible work ended: with its result, or abandoned on a second signal. */
export type Interruptible<T> =
  | { readonly kind: 'finished'; readonly result: T; readonly signal: HandledSignal | undefined }
  | { readonly kind: 'abandoned'; readonly signal: HandledSignal };

/** What interruptible work is told. */
export interface Interruption {
  /** Fires at the first signal: nothing new is to be started. */
  readonly stopping: AbortSignal;
  /** Fires when the grace period is over: what is going on is to end. */
  readonly cancellation: AbortSignal;
}

/** What people read when a signal comes. */
export interface InterruptionTexts {
  /** What the first signal does; after `⏹ Received <name> signal, `. */
  readonly first: (gracePeriodSeconds: number) => string;
}

/**
 * Lets work go on for a grace period after SIGINT or SIGTERM, then cancels it. A second signal abandons it at once.
 *
 * @throws whatever the work throws
 */
export async function interruptible<T>(
  work: (interruption: Interruption) => Promise<T>,
  texts: InterruptionTexts,
  { host, console }: { readonly host: CliHost; readonly console: Console },
): Promise<Interruptible<T>> {
  const gracePeriodMs = host.gracePeriodMs ?? GRACE_PERIOD_MS;
  const stopping = new AbortController();
  const cancellation = new AbortController();
  const settled = new AbortController();
  let first: HandledSignal | undefined;
  let ignoreSignals = (): void => {};
  const abandoned = new Promise<Interruptible<T>>((resolve) => {
    ignoreSignals = host.onSignal((signal) => {
      if (first !== undefined) {
        console.problem('✗ Stopped at once: the run did not finish');
        resolve({ kind: 'abandoned', signal });
        return;
      }
      first = signal;
      console.progress('', `⏹ Received ${SIGNALS[signal].name} signal, ${texts.first(gracePeriodMs / 1000)}`);
      stopping.abort();
      host.ports.clock.sleep(gracePeriodMs, settled.signal).then(
        () => cancellation.abort(),
        () => {},
      );
    });
  });
  try {
    const interruption = { stopping: stopping.signal, cancellation: cancellation.signal };
    const finished = work(interruption).then((result) => ({
      kind: 'finished' as const,
      result,
      signal: first,
    }));
    return await Promise.race([finished, abandoned]);
  } finally {
    settled.abort();
    ignoreSignals();
  }
}
