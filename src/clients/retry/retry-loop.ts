import { type CannectorsError, classify, throwIfCancelled } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import { type AnswerOutcome, decideRetry, type RetryDecision } from './retry-decision.ts';
import type { RetryInfo } from './retry-info.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** Why an answer is not taken. */
export interface Refusal {
  readonly reason: Exclude<RetryDecision, { kind: 'accept' }>['reason'];
  /** What the failure counts as: whether trying again later can help. */
  readonly retryable: boolean;
}

/** What an answer is worth. */
export interface JudgedAnswer {
  readonly outcome: AnswerOutcome;
  /** The error that the answer means. */
  failure(refusal: Refusal): CannectorsError;
}

/** A repetition that is about to be waited for. */
export interface PlannedRetry {
  /** Attempts made so far: the number of the repetition, from 1. */
  readonly attempt: number;
  readonly delayMs: number;
  /** Why the attempt before it failed. */
  readonly error: CannectorsError;
}

/** A request that may be repeated. */
export interface RetryTask<A> {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Performs one attempt. Called anew for each, so that whatever expires can be made fresh. */
  send(): Promise<A>;
  judge(answer: A): JudgedAnswer;
  /** Told before each wait. */
  onRetry(retry: PlannedRetry): void;
  /** In [0, 1), for jitter; `Math.random` when absent. */
  random?(): number;
}

/** How a request ended: with an answer that is taken, or with the error of its last attempt. */
export type RetryResult<A> =
  | { readonly info: RetryInfo; readonly answer: A; readonly error?: undefined }
  | { readonly info: RetryInfo; readonly error: CannectorsError; readonly answer?: A | undefined };

/**
 * Sends a request until its answer is taken, its failure is final, its attempts are used up or the signal fires, in
 * attempts and waits alike. Never throws: the error of the last attempt is part of the result, a `CancelledError`
 * included.
 */
export async function sendWithRetries<A>(task: RetryTask<A>): Promise<RetryResult<A>> {
  const { clock, signal } = task;
  const started = clock.monotonic();
  const retryDelaysMs: number[] = [];
  const info = (): RetryInfo => ({
    totalAttempts: retryDelaysMs.length + 1,
    retryCount: retryDelaysMs.length,
    retryDelaysMs,
    totalDurationMs: (clock.monotonic() - started) / 1e6,
  });
  for (;;) {
    const attempt = await attemptOnce(task, retryDelaysMs.length);
    if (attempt.kind === 'taken') return { info: info(), answer: attempt.answer };
    const { error, answer, afterMs } = attempt;
    if (afterMs === undefined) return { info: info(), error, answer };
    task.onRetry({ attempt: retryDelaysMs.length + 1, delayMs: afterMs, error });
    try {
      await clock.sleep(afterMs, signal);
    } catch (thrown) {
      return { info: info(), error: classify(thrown) };
    }
    retryDelaysMs.push(afterMs);
  }
}

type Attempt<A> =
  | { readonly kind: 'taken'; readonly answer: A }
  | {
      readonly kind: 'failed';
      readonly error: CannectorsError;
      readonly answer?: A | undefined;
      /** Milliseconds until the next attempt; undefined when there is none. */
      readonly afterMs: number | undefined;
    };

async function attemptOnce<A>(task: RetryTask<A>, attempt: number): Promise<Attempt<A>> {
  const { policy, clock, signal, random = Math.random } = task;
  const circumstances = () => ({ attempt, now: clock.now(), random: random() });
  let answer: A;
  try {
    throwIfCancelled(signal);
    answer = await task.send();
  } catch (thrown) {
    const error = classify(thrown);
    const decision = decideRetry({ error }, policy, circumstances());
    return { kind: 'failed', error, afterMs: waitOf(decision) };
  }
  const { outcome, failure } = task.judge(answer);
  const decision = decideRetry(outcome, policy, circumstances());
  if (decision.kind === 'accept') return { kind: 'taken', answer };
  const retryable = decision.kind === 'retry' || decision.retryable;
  const error = failure({ reason: decision.reason, retryable });
  return { kind: 'failed', error, answer, afterMs: waitOf(decision) };
}

function waitOf(decision: RetryDecision): number | undefined {
  return decision.kind === 'retry' ? decision.afterMs : undefined;
}
