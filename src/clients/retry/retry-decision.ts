import type { CannectorsError } from '../../core/errors.ts';
import { retryAfterMs } from './retry-after.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** An answer, as far as repeating the request depends on it. */
export interface AnswerOutcome {
  readonly status: number;
  /** The answer is what was asked for. */
  readonly accepted: boolean;
  /** The status alone is no failure: below 400, or allowed by the author. A hint of true may force a repetition. */
  readonly tolerated: boolean;
  /** What the body says about a repetition; undefined when it says nothing. */
  readonly hint?: boolean | undefined;
  /** The `Retry-After` header. */
  readonly retryAfter?: string | undefined;
}

/** How one attempt ended: with an answer, or with the reason why there is none. */
export type AttemptOutcome = AnswerOutcome | { readonly error: CannectorsError };

/** What follows from an attempt. */
export type RetryDecision =
  | { readonly kind: 'accept' }
  | {
      readonly kind: 'retry';
      readonly afterMs: number;
      readonly reason: RetryReason;
    }
  | {
      readonly kind: 'give-up';
      readonly reason: RetryReason | 'not-retryable' | 'forbidden-by-hint';
      /** What the failure counts as: whether trying again later can help. */
      readonly retryable: boolean;
    };

/** Why an attempt is worth repeating. */
export type RetryReason = 'no-answer' | 'status' | 'forced-by-hint';

/** What else a decision depends on. */
export interface RetryCircumstances {
  /** Attempts made before this one. */
  readonly attempt: number;
  readonly now: Date;
  /** In [0, 1); used for jitter only. */
  readonly random: number;
}

/** The statuses that a policy without a list repeats. */
function isPassing(status: number): boolean {
  return status === 429 || status >= 500;
}

/** Decides what follows from an attempt. */
export function decideRetry(
  outcome: AttemptOutcome,
  policy: RetryPolicy,
  circumstances: RetryCircumstances,
): RetryDecision {
  const verdict = judge(outcome, policy);
  if (verdict.kind !== 'retry') return verdict;
  if (circumstances.attempt >= policy.maxAttempts) {
    return { kind: 'give-up', reason: verdict.reason, retryable: true };
  }
  return { ...verdict, afterMs: delay(outcome, policy, circumstances) };
}

type Verdict =
  | Exclude<RetryDecision, { kind: 'retry' }>
  | { readonly kind: 'retry'; readonly reason: RetryReason };

function judge(outcome: AttemptOutcome, { retryableStatusCodes }: RetryPolicy): Verdict {
  if ('error' in outcome) {
    const { category, retryable } = outcome.error;
    // What nobody has classified is no fault of the network, and happens again.
    if (retryable && category !== 'unknown') return { kind: 'retry', reason: 'no-answer' };
    return { kind: 'give-up', reason: 'not-retryable', retryable };
  }
  const { status, accepted, tolerated, hint } = outcome;
  if (tolerated && hint === true) return { kind: 'retry', reason: 'forced-by-hint' };
  if (accepted) return { kind: 'accept' };
  const listed = retryableStatusCodes.size > 0 ? retryableStatusCodes.has(status) : isPassing(status);
  if (listed && hint !== false) return { kind: 'retry', reason: 'status' };
  const reason = listed ? 'forbidden-by-hint' : 'not-retryable';
  // Below 400 nothing is known about the failure but that the author does not take the answer.
  return { kind: 'give-up', reason, retryable: status < 400 };
}

function delay(
  outcome: AttemptOutcome,
  policy: RetryPolicy,
  { attempt, now, random }: RetryCircumstances,
): number {
  const { delayMs, backoffMultiplier, maxDelayMs, useRetryAfterHeader, jitter } = policy;
  if (useRetryAfterHeader && 'status' in outcome && !outcome.accepted && outcome.status >= 400) {
    const asked = retryAfterMs(outcome.retryAfter, now);
    if (asked !== undefined) return Math.min(asked, maxDelayMs);
  }
  const backoff = Math.min(delayMs * backoffMultiplier ** attempt, maxDelayMs);
  return Math.trunc(jitter ? backoff * (1 - random / 2) : backoff);
}
