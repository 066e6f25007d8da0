import { describe, expect, it } from 'vitest';
import { retryPolicy } from './retry-policy.ts';

describe('the policy of a retry block', () => {
  const defaults = {
    maxAttempts: 3,
    delayMs: 1000,
    backoffMultiplier: 2,
    maxDelayMs: 30_000,
    retryableStatusCodes: new Set([429, 500, 502, 503, 504]),
    useRetryAfterHeader: false,
    jitter: false,
  };

  it.each([
    [{}, {}],
    [{ delayMs: 10 }, { delayMs: 10 }],
    [{ maxAttempts: 0 }, { maxAttempts: 0 }],
    [
      { delayMs: 0, maxDelayMs: 0 },
      { delayMs: 0, maxDelayMs: 0 },
    ],
    [{ retryableStatusCodes: [] }, { retryableStatusCodes: new Set() }],
    [{ retryableStatusCodes: [503, 503] }, { retryableStatusCodes: new Set([503]) }],
    [
      { backoffMultiplier: 1.5, useRetryAfterHeader: true, jitter: true, retryHintFromBody: 'body.x' },
      { backoffMultiplier: 1.5, useRetryAfterHeader: true, jitter: true },
    ],
  ])('%j differs from the defaults by %j', (config, difference) => {
    expect(retryPolicy(config)).toEqual({ ...defaults, ...difference });
  });
});
