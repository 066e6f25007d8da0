import type { CliHost } from './cli-host.ts';
import type { Console } from './console.ts';
import { type HandledSignal, SIGNALS } from './exit-codes.ts';

const GRACE_PERIOD_MS = 10_000;

/** How interruptible work ended: with its result, or abandoned on a second signal. */
export type Interruptible<T> =
  | { readonly kind: 'finished'; readonly result: T; readonly signal: HandledSignal | undefined }
  | { readonly kind: 'abandoned'; readonly signal: HandledSignal };

/**
 * Lets work go on for a grace period after SIGINT or SIGTERM, then cancels it. A second signal abandons it at once.
 *
 * @param work is given the signal that fires when the grace period is over
 * @throws whatever the work throws
 */
export async function interruptible<T>(
  work: (cancellation: AbortSignal) => Promise<T>,
  { host, console }: { readonly host: CliHost; readonly console: Console },
): Promise<Interruptible<T>> {
  const gracePeriodMs = host.gracePeriodMs ?? GRACE_PERIOD_MS;
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
      console.progress(
        '',
        `⏹ Received ${SIGNALS[signal].name} signal, letting the run finish within ${gracePeriodMs / 1000}s ` +
          '(a second signal stops it at once)...',
      );
      host.ports.clock.sleep(gracePeriodMs, settled.signal).then(
        () => cancellation.abort(),
        () => {},
      );
    });
  });
  try {
    const finished = work(cancellation.signal).then((result) => ({
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
