import { RETRY_DEFAULTS, type RetryConfig } from './retry-fields.ts';

/** When a request is repeated, every default filled in. */
export interface RetryPolicy {
  /** Repetitions after the first attempt. */
  readonly maxAttempts: number;
  /** Milliseconds before the first repetition. */
  readonly delayMs: number;
  readonly backoffMultiplier: number;
  /** Milliseconds no wait exceeds. */
  readonly maxDelayMs: number;
  /** Empty: 429 and every 5xx. */
  readonly retryableStatusCodes: ReadonlySet<number>;
  readonly useRetryAfterHeader: boolean;
  readonly jitter: boolean;
}

/** The policy a `retry` block stands for. 0 is a value like any other: no repetition, no wait. */
export function retryPolicy(config: RetryConfig): RetryPolicy {
  const settings = { ...RETRY_DEFAULTS, ...config };
  return {
    maxAttempts: settings.maxAttempts,
    delayMs: settings.delayMs,
    backoffMultiplier: settings.backoffMultiplier,
    maxDelayMs: settings.maxDelayMs,
    retryableStatusCodes: new Set<number>(settings.retryableStatusCodes),
    useRetryAfterHeader: settings.useRetryAfterHeader,
    jitter: settings.jitter,
  };
}
