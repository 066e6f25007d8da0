import type { CannectorsError } from '../../core/errors.ts';
import type { Logger } from '../../observability/logger.ts';
import { type HttpResponse, responseText } from '../http/http-message.ts';
import { statusError } from '../http/status-error.ts';
import type { AnswerOutcome } from './retry-decision.ts';
import type { RetryHint } from './retry-hint.ts';

/** What a retry decision takes from an HTTP answer. The hint is asked whether the answer is accepted or not. */
export function answerOutcome(
  response: HttpResponse,
  standing: Pick<AnswerOutcome, 'accepted' | 'tolerated'>,
  hint: RetryHint | undefined,
  log: Logger,
): AnswerOutcome {
  return {
    ...standing,
    status: response.status,
    hint: hint?.opinion({ text: responseText(response), cut: response.cut }, log),
    retryAfter: response.headers['retry-after'],
  };
}

/** The error of an answer whose status is no failure and whose body asks for a repetition. */
export function forcedRetryError(response: HttpResponse): CannectorsError {
  return statusError(response, {
    category: 'server',
    reason: 'retry forced by retryHintFromBody',
    retryable: true,
  });
}
