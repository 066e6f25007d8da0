import { describe, expect, it } from 'vitest';
import { CancelledError, CannectorsError } from '../../core/errors.ts';
import { type AnswerOutcome, decideRetry, type RetryDecision } from './retry-decision.ts';
import type { RetryConfig } from './retry-fields.ts';
import { retryPolicy } from './retry-policy.ts';

const NOW = new Date('2026-03-15T08:30:00Z');
const NETWORK = new CannectorsError('network error: x', { category: 'network' });

function decide(
  outcome: Parameters<typeof decideRetry>[0],
  config: RetryConfig = {},
  attempt = 0,
  random = 0,
): RetryDecision {
  return decideRetry(outcome, retryPolicy(config), { attempt, now: NOW, random });
}

function refused(status: number, parts: Partial<AnswerOutcome> = {}): AnswerOutcome {
  return { status, accepted: false, tolerated: status < 400, ...parts };
}

function accepted(status: number, parts: Partial<AnswerOutcome> = {}): AnswerOutcome {
  return { status, accepted: true, tolerated: true, ...parts };
}

/** The wait before a repetition; fails when there is none. */
function wait(...args: Parameters<typeof decide>): number {
  const decision = decide(...args);
  if (decision.kind !== 'retry') throw new Error(`expected a retry, got ${JSON.stringify(decision)}`);
  return decision.afterMs;
}

describe('the wait before a repetition', () => {
  it.each([
    [{}, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]],
    [{ delayMs: 40, backoffMultiplier: 10, maxDelayMs: 45 }, [40, 45, 45]],
    [{ delayMs: 100, backoffMultiplier: 1 }, [100, 100, 100]],
    [{ delayMs: 3, backoffMultiplier: 1.5 }, [3, 4, 6, 10]],
    [{ delayMs: 0 }, [0, 0, 0]],
    [{ delayMs: 500, maxDelayMs: 0 }, [0, 0]],
    [{ delayMs: Number.MAX_SAFE_INTEGER, backoffMultiplier: 10 }, [30_000, 30_000]],
  ])('with %j is %j', (config, expected) => {
    const waits = expected.map((_, attempt) => wait(refused(500), { maxAttempts: 10, ...config }, attempt));
    expect(waits).toEqual(expected);
  });

  it.each([
    [0, 1000],
    [0.5, 750],
    [0.999, 500],
  ])('with jitter and the random number %d is %d of 1000 ms', (random, expected) => {
    expect(wait(refused(500), { jitter: true }, 0, random)).toBe(expected);
    expect(wait(refused(500), {}, 0, random)).toBe(1000);
  });

  const asking = (retryAfter?: string) => refused(429, { retryAfter });

  it.each([
    ['0', {}, 0],
    ['7', {}, 7000],
    ['100', { maxDelayMs: 50 }, 50],
    ['99999999999999999999', {}, 30_000],
    ['Sun, 15 Mar 2026 08:30:10 GMT', {}, 10_000],
    ['Sunday, 15-Mar-26 08:30:10 GMT', {}, 10_000],
    ['Sun Mar 15 08:30:10 2026', {}, 10_000],
    ['Sun, 15 Mar 2026 08:29:00 GMT', {}, 0],
    ['7', { maxDelayMs: 0 }, 0],
    ['soon', {}, 1000],
    ['-1', {}, 1000],
    ['1.5', {}, 1000],
    [undefined, {}, 1000],
  ])('after Retry-After %s with %j is %d ms', (header, config, expected) => {
    expect(wait(asking(header), { useRetryAfterHeader: true, ...config })).toBe(expected);
  });

  it('follows Retry-After for every retryable status from 400 on, without jitter', () => {
    const config = { useRetryAfterHeader: true, jitter: true, retryableStatusCodes: [408, 302] };
    expect(wait(refused(408, { retryAfter: '7' }), config, 0, 0.5)).toBe(7000);
    expect(wait(refused(302, { retryAfter: '7' }), config, 0, 0)).toBe(1000);
  });

  it('ignores Retry-After unless asked, after no answer and after one that is accepted', () => {
    expect(wait(asking('7'))).toBe(1000);
    expect(wait({ error: NETWORK }, { useRetryAfterHeader: true })).toBe(1000);
    expect(wait(accepted(500, { hint: true, retryAfter: '7' }), { useRetryAfterHeader: true })).toBe(1000);
  });
});

describe('an answer', () => {
  const retry = (reason: string) => ({ kind: 'retry', reason, afterMs: 1000 });
  const giveUp = (reason: string, retryable: boolean) => ({ kind: 'give-up', reason, retryable });
  const only503 = { retryableStatusCodes: [503] };
  const nothing = { retryableStatusCodes: [] };

  it.each<[string, number, RetryConfig, boolean]>([
    ['by default', 429, {}, true],
    ['by default', 500, {}, true],
    ['by default', 502, {}, true],
    ['by default', 503, {}, true],
    ['by default', 504, {}, true],
    ['by default', 501, {}, false],
    ['by default', 400, {}, false],
    ['by default', 401, {}, false],
    ['by default', 408, {}, false],
    ['unlisted', 500, only503, false],
    ['unlisted', 429, only503, false],
    ['listed', 503, only503, true],
    ['listed', 408, { retryableStatusCodes: [408] }, true],
    ['listed', 200, { retryableStatusCodes: [200] }, true],
    ['with an empty list', 501, nothing, true],
    ['with an empty list', 429, nothing, true],
    ['with an empty list', 408, nothing, false],
  ])('that is refused, %s, %i, with %j: repeated %s', (_, status, config, repeated) => {
    const decision = decide(refused(status), config);
    expect(decision.kind).toBe(repeated ? 'retry' : 'give-up');
    if (decision.kind === 'give-up') expect(decision.retryable).toBe(false);
  });

  it.each([
    ['accepted', accepted(200), { kind: 'accept' }],
    ['accepted, hint false', accepted(200, { hint: false }), { kind: 'accept' }],
    ['accepted, hint true', accepted(200, { hint: true }), retry('forced-by-hint')],
    ['an allowed 500', accepted(500), { kind: 'accept' }],
    ['an allowed 500, hint true', accepted(500, { hint: true }), retry('forced-by-hint')],
    ['refused 503, hint true', refused(503, { hint: true }), retry('status')],
    ['refused 503, hint false', refused(503, { hint: false }), giveUp('forbidden-by-hint', false)],
    ['refused 400, hint true', refused(400, { hint: true }), giveUp('not-retryable', false)],
    ['refused 200', refused(200), giveUp('not-retryable', true)],
    ['refused 200, hint true', refused(200, { hint: true }), retry('forced-by-hint')],
    ['refused 200, hint false', refused(200, { hint: false }), giveUp('not-retryable', true)],
    ['refused 503 left to an expression', refused(503, { tolerated: true }), retry('status')],
    [
      'refused 400 left to an expression, hint true',
      refused(400, { tolerated: true, hint: true }),
      retry('forced-by-hint'),
    ],
  ])('that is %s', (_, outcome, expected) => {
    expect(decide(outcome)).toEqual(expected);
  });

  it.each([
    [refused(503), 'status'],
    [accepted(200, { hint: true }), 'forced-by-hint'],
    [{ error: NETWORK }, 'no-answer'],
  ])('%j is no more repeated when the attempts are used up', (outcome, reason) => {
    expect(decide(outcome, { maxAttempts: 2 }, 1).kind).toBe('retry');
    expect(decide(outcome, { maxAttempts: 2 }, 2)).toEqual(giveUp(reason, true));
    expect(decide(outcome, { maxAttempts: 0 }, 0)).toEqual(giveUp(reason, true));
  });
});

describe('no answer', () => {
  it.each([
    ['a network failure', NETWORK, true],
    ['a refused certificate', new CannectorsError('x', { category: 'network', retryable: false }), false],
    ['a cancellation', new CancelledError(), false],
    ['a request that cannot be sent', new CannectorsError('x', { category: 'validation' }), false],
    ['an authentication that fails', new CannectorsError('x', { category: 'authentication' }), false],
    ['a token server that is busy', new CannectorsError('x', { category: 'server' }), true],
    ['a failure nobody has classified', new CannectorsError('x'), false],
  ])('because of %s: repeated %s', (_, error, repeated) => {
    const decision = decide({ error }, { retryableStatusCodes: [503] });
    expect(decision).toMatchObject(
      repeated
        ? { kind: 'retry', reason: 'no-answer' }
        : { kind: 'give-up', reason: 'not-retryable', retryable: error.retryable },
    );
  });
});
