import { type Static, type TObject, Type } from 'typebox';
import { closedObject } from '../../core/schema.ts';
import { statusCodes } from '../http/status-codes-field.ts';

/** What a `retry` block means where it says nothing. */
export const RETRY_DEFAULTS = {
  maxAttempts: 3,
  delayMs: 1000,
  backoffMultiplier: 2,
  maxDelayMs: 30_000,
  retryableStatusCodes: [429, 500, 502, 503, 504],
  useRetryAfterHeader: false,
  jitter: false,
} as const;

/** The `retry` block, for the schemas of the modules that send requests and for the defaults of a pipeline. */
export const RETRY_FIELDS = {
  retry: Type.Optional(
    closedObject(
      {
        maxAttempts: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: 10,
            default: RETRY_DEFAULTS.maxAttempts,
            description: 'How often a request is repeated after the first attempt; 0 sends it once.',
          }),
        ),
        delayMs: Type.Optional(
          Type.Integer({
            minimum: 0,
            default: RETRY_DEFAULTS.delayMs,
            description: 'Wait before the first repetition in milliseconds; 0 repeats at once.',
          }),
        ),
        backoffMultiplier: Type.Optional(
          Type.Number({
            minimum: 1,
            maximum: 10,
            default: RETRY_DEFAULTS.backoffMultiplier,
            description: 'What each further wait is multiplied by.',
          }),
        ),
        maxDelayMs: Type.Optional(
          Type.Integer({
            minimum: 0,
            default: RETRY_DEFAULTS.maxDelayMs,
            description: 'Longest wait in milliseconds, one that Retry-After asks for included.',
          }),
        ),
        retryableStatusCodes: Type.Optional(
          statusCodes({
            default: [...RETRY_DEFAULTS.retryableStatusCodes],
            description:
              'Statuses after which a refused request is repeated. An empty list means 429 and every 5xx.',
          }),
        ),
        useRetryAfterHeader: Type.Optional(
          Type.Boolean({
            default: RETRY_DEFAULTS.useRetryAfterHeader,
            description: 'true waits as long as the Retry-After header of a refusal says.',
          }),
        ),
        retryHintFromBody: Type.Optional(
          Type.String({
            description:
              'Expression over body, the JSON object of the answer, at most 10,000 bytes. false forbids a repetition after a refusal, true forces one after an accepted answer. Empty means none.',
          }),
        ),
        jitter: Type.Optional(
          Type.Boolean({
            default: RETRY_DEFAULTS.jitter,
            description:
              'true shortens each computed wait by a random part, at most by half, so that clients do not repeat in step.',
          }),
        ),
      },
      {
        description:
          'Repeats requests that fail for a passing reason: no complete answer, or a retryable status. Without the block inputs and outputs repeat as the defaults of its fields say, http_call and soap_call send once.',
      },
    ),
  ),
} as const;

/** A `retry` block as a module receives it. */
export type RetryConfig = NonNullable<Static<TObject<typeof RETRY_FIELDS>>['retry']>;
