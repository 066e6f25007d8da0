import type { RetryConfig } from '../../clients/retry/retry-fields.ts';
import { RetryHint } from '../../clients/retry/retry-hint.ts';
import { type RetryPolicy, retryPolicy } from '../../clients/retry/retry-policy.ts';
import type { CompileContext } from '../contract/definition.ts';
import { compileExpressionField } from './expression-field.ts';

/** A `retry` block, compiled. */
export interface RetrySettings {
  readonly policy: RetryPolicy;
  readonly hint: RetryHint | undefined;
}

/**
 * Compiles the `retry` block of a module and reports what is wrong with it.
 *
 * @returns nothing when a problem was reported
 */
export async function compileRetry(
  config: RetryConfig,
  context: CompileContext,
): Promise<RetrySettings | undefined> {
  const policy = retryPolicy(config);
  if (!config.retryHintFromBody) return { policy, hint: undefined };
  const hint = await compileExpressionField(
    {
      source: config.retryHintFromBody,
      at: ['retry', 'retryHintFromBody'],
      name: 'retryHintFromBody expression',
      prefix: 'compiling retryHintFromBody expression: ',
    },
    context,
    RetryHint.compile,
  );
  return hint && { policy, hint };
}
