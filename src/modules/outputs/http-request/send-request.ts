import type { HttpClient } from '../../../clients/http/http-client.ts';
import { bodyExcerpt, type HttpRequest, type HttpResponse } from '../../../clients/http/http-message.ts';
import { type RetryResult, sendWithRetries } from '../../../clients/retry/retry-loop.ts';
import { Duration } from '../../../core/duration.ts';
import { isCancelled } from '../../../core/errors.ts';
import type { LogFields, Logger } from '../../../observability/logger.ts';
import { redactText } from '../../../observability/redaction.ts';
import type { Run } from '../../contract/run.ts';
import type { RetrySettings } from '../../shared/retry-settings.ts';
import type { SuccessCondition } from '../../shared/success-condition.ts';
import { judgeAnswer } from './judge-answer.ts';

/** Characters of a refused answer that the DEBUG log shows. */
const EXCERPT = 500;

/** What sending a request needs besides the request. */
export interface SendContext {
  readonly client: HttpClient;
  readonly success: SuccessCondition;
  readonly retry: RetrySettings;
  /** Fields that tell the request apart in the log. */
  readonly place: LogFields;
  readonly run: Run;
}

/**
 * Sends a request, and again as long as that can help, and reports what it took to the run.
 *
 * @throws {CannectorsError} when its last attempt brought no answer that is a success
 */
export async function sendRequest(request: HttpRequest, context: SendContext): Promise<HttpResponse> {
  const { client, retry, place, run } = context;
  const { log, clock, signal } = run;
  const { policy } = retry;
  const result = await sendWithRetries({
    policy,
    clock,
    signal,
    send: () => client.send(request, signal),
    judge: (response) => judgeAnswer(response, context, log),
    onRetry: ({ attempt, delayMs, error }) =>
      log.info('retrying request', {
        ...place,
        attempt,
        max_attempts: policy.maxAttempts,
        backoff: Duration.ofMilliseconds(delayMs),
        error: redactText(error.message),
        error_category: error.category,
        retries_configured: policy.maxAttempts,
      }),
  });
  const { info, error } = result;
  run.retries.report('output', error === undefined && info.retryCount === 0 ? undefined : info);
  logEnd(result, context);
  if (error !== undefined) throw error;
  return result.answer;
}

function logEnd(
  { info, error, answer }: RetryResult<HttpResponse>,
  { place, run: { log }, retry }: SendContext,
): void {
  const repeated = info.retryCount > 0;
  const effort = {
    ...place,
    attempts: info.totalAttempts,
    total_duration: Duration.ofMilliseconds(info.totalDurationMs),
  };
  if (error === undefined) {
    if (repeated) log.info('retry succeeded', effort);
    return;
  }
  if (isCancelled(error)) return;
  if (answer !== undefined) logRefusal(answer, place, log);
  if (!repeated) return;
  log.error('all retry attempts exhausted', {
    ...effort,
    error: redactText(error.message),
    retries_configured: retry.policy.maxAttempts,
  });
}

function logRefusal(response: HttpResponse, place: LogFields, log: Logger): void {
  const fields = { ...place, status_code: response.status };
  log.error('http error response', {
    ...fields,
    status: `${response.status} ${response.statusText}`.trim(),
    response_size: response.body.length,
  });
  if (!log.enabled('DEBUG')) return;
  log.debug('http error response body', { ...fields, response_body: bodyExcerpt(response, EXCERPT) });
}
