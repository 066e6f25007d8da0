import { type HttpResponse, responseText } from '../../../clients/http/http-message.ts';
import { statusError } from '../../../clients/http/status-error.ts';
import { answerOutcome, forcedRetryError } from '../../../clients/retry/http-answer.ts';
import type { JudgedAnswer } from '../../../clients/retry/retry-loop.ts';
import { CannectorsError, classify, errorText } from '../../../core/errors.ts';
import { parseJson } from '../../../core/parse-json.ts';
import type { Value } from '../../../core/record.ts';
import type { Logger } from '../../../observability/logger.ts';
import type { RetrySettings } from '../../shared/retry-settings.ts';
import type { SuccessCondition, SuccessVerdict } from '../../shared/success-condition.ts';

/** Judges an answer by the conditions of the author. The body of the answer is no part of an error. */
export function judgeAnswer(
  response: HttpResponse,
  { success, retry }: { readonly success: SuccessCondition; readonly retry: RetrySettings },
  log: Logger,
): JudgedAnswer {
  const { status } = response;
  const verdict = verdictOn(response, success, log);
  const standing = { accepted: verdict === 'accepted', tolerated: success.tolerates(status) };
  return {
    outcome: answerOutcome(response, standing, retry.hint, log),
    failure: ({ reason, retryable }) => {
      if (reason === 'forced-by-hint') return forcedRetryError(response);
      if (verdict instanceof CannectorsError) {
        const { message } = verdict;
        return new CannectorsError(message, { retryable, statusCode: status, cause: verdict });
      }
      return statusError(response, {
        retryable,
        ...(verdict === 'expression'
          ? { reason: 'status not in successCodes: success.expression is false' }
          : {}),
      });
    },
  };
}

/** What the condition says; an error, after a warning, when its expression fails on the answer. */
function verdictOn(
  response: HttpResponse,
  success: SuccessCondition,
  log: Logger,
): SuccessVerdict | CannectorsError {
  const { status, rawHeaders } = response;
  let event = 'success.expression evaluation error';
  const body = (): Value => {
    try {
      return bodyValue(response);
    } catch (error) {
      event = 'success.expression references body but response is not valid JSON';
      throw error;
    }
  };
  try {
    return success.judge({ status, rawHeaders, body });
  } catch (thrown) {
    const error = classify(thrown);
    log.warn(event, { expression: success.expression, error: errorText(thrown) });
    return error;
  }
}

function bodyValue(response: HttpResponse): Value {
  const text = responseText(response);
  if (text === '') return null;
  try {
    return parseJson(text);
  } catch {
    const cut = response.cut
      ? `: it is longer than ${response.body.length} bytes, and no more of it was read`
      : '';
    throw new CannectorsError(
      `httpRequest success.expression references body but response is not valid JSON${cut}`,
      { statusCode: response.status },
    );
  }
}
