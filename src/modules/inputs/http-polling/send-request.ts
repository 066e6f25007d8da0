import type { HttpClient } from '../../../clients/http/http-client.ts';
import { bodyExcerpt, type HttpRequest, type HttpResponse } from '../../../clients/http/http-message.ts';
import { isRefusedRedirect, statusError } from '../../../clients/http/status-error.ts';
import { answerOutcome, forcedRetryError } from '../../../clients/retry/http-answer.ts';
import { type JudgedAnswer, type RetryResult, sendWithRetries } from '../../../clients/retry/retry-loop.ts';
import { Duration, durationText } from '../../../core/duration.ts';
import { isCancelled } from '../../../core/errors.ts';
import type { LogFields, Logger } from '../../../observability/logger.ts';
import { redactText } from '../../../observability/redaction.ts';
import type { Run } from '../../contract/run.ts';
import type { RetrySettings } from '../../shared/retry-settings.ts';

/** Characters of a refused answer that the DEBUG log shows. */
const EXCERPT = 200;

/** What sending a request needs besides the request. */
export interface SendContext {
  readonly client: HttpClient;
  readonly retry: RetrySettings;
  /** Fields that tell the module apart in the log. */
  readonly place: LogFields;
  readonly run: Run;
}

/**
 * Sends a request, and again as long as that can help, and reports what it took to the run.
 *
 * @throws {CannectorsError} when its last attempt brought no answer with an accepted status
 */
export async function sendRequest(request: HttpRequest, context: SendContext): Promise<HttpResponse> {
  const { client, retry, place, run } = context;
  const { log, clock, signal } = run;
  const { policy } = retry;
  const result = await sendWithRetries({
    policy,
    clock,
    signal,
    send: async () => {
      const response = await client.send(request, signal);
      log.debug('http request completed', {
        ...place,
        method: request.method,
        status_code: response.status,
        response_size: response.body.length,
      });
      return response;
    },
    judge: (response) => judgeAnswer(response, context),
    onRetry: ({ attempt, delayMs, error }) =>
      log.info('retrying http request', {
        ...place,
        attempt,
        max_attempts: policy.maxAttempts + 1,
        next_delay: durationText(Duration.ofMilliseconds(delayMs)),
        error: redactText(error.message),
        error_category: error.category,
        retries_configured: policy.maxAttempts,
      }),
  });
  const { info, error } = result;
  run.retries.report('input', info.retryCount === 0 ? undefined : info);
  logEnd(result, context);
  if (error !== undefined) throw error;
  return result.answer;
}

function judgeAnswer(response: HttpResponse, { retry, place, run: { log } }: SendContext): JudgedAnswer {
  const tolerated = response.status < 400;
  const accepted = tolerated && !isRefusedRedirect(response);
  if (!accepted) logRefusal(response, place, log);
  return {
    outcome: answerOutcome(response, { accepted, tolerated }, retry.hint, log),
    failure: ({ reason, retryable }) =>
      reason === 'forced-by-hint' ? forcedRetryError(response) : statusError(response, { retryable }),
  };
}

function logEnd(
  { info, error }: RetryResult<HttpResponse>,
  { place, run: { log }, retry }: SendContext,
): void {
  if (info.retryCount === 0 || isCancelled(error)) return;
  const effort = {
    ...place,
    total_attempts: info.totalAttempts,
    retry_count: info.retryCount,
    total_duration: durationText(Duration.ofMilliseconds(info.totalDurationMs)),
  };
  if (error === undefined) {
    log.info('http request succeeded after retries', effort);
    return;
  }
  log.error('http request failed after retries', {
    ...effort,
    error: redactText(error.message),
    retries_configured: retry.policy.maxAttempts,
  });
}

function logRefusal(response: HttpResponse, place: LogFields, log: Logger): void {
  if (!log.enabled('DEBUG')) return;
  const response_body = bodyExcerpt(response, EXCERPT);
  log.debug('http error response body', { ...place, status_code: response.status, response_body });
}
