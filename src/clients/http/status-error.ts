import { CannectorsError, type ErrorCategory } from '../../core/errors.ts';
import { type HttpResponse, requestLine } from './http-message.ts';
import { followsRedirects, redirectTarget } from './redirect.ts';

const LABELS: Readonly<Record<number, string>> = {
  400: 'bad request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not found',
  422: 'unprocessable entity',
  429: 'rate limited',
  500: 'internal server error',
  502: 'bad gateway',
  503: 'service unavailable',
  504: 'gateway timeout',
};

/** The category a refused status belongs to. */
function statusCategory(status: number): ErrorCategory {
  if (status === 401 || status === 403) return 'authentication';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limit';
  if (status >= 500) return 'server';
  return status >= 400 ? 'validation' : 'unknown';
}

/** What the caller knows about a refusal beyond its status. */
export interface StatusErrorOptions {
  /** Whether trying again later can help; derived from the status when absent. */
  readonly retryable?: boolean;
  /** Why the answer is refused, in place of what its status says. */
  readonly reason?: string;
  /** In place of that of the status. */
  readonly category?: ErrorCategory;
}

/**
 * The error for an answer that is not accepted: `<category> error (status <n>): <label> (<request>)`. A redirect
 * that was not followed names its `Location`. The body of the answer is not shown.
 */
export function statusError(response: HttpResponse, options: StatusErrorOptions = {}): CannectorsError {
  const { status } = response;
  const { retryable, category = statusCategory(status), reason = label(status) } = options;
  return new CannectorsError(
    `${category} error (status ${status}): ${refusedRedirect(response) ?? reason} (${requestLine(response.request)})`,
    { category, statusCode: status, ...(retryable === undefined ? {} : { retryable }) },
  );
}

function label(status: number): string {
  if (status < 400) return 'status not in successCodes';
  return LABELS[status] ?? (status >= 500 ? 'server error' : 'client error');
}

function refusedRedirect(response: HttpResponse): string | undefined {
  const target = redirectTarget(response);
  return target && `redirect is not followed, set the endpoint to the Location ${target.shown}`;
}

/** True when the answer redirects a request whose method is never redirected: it did not do what was asked. */
export function isRefusedRedirect(response: HttpResponse): boolean {
  return !followsRedirects(response.request.method) && redirectTarget(response) !== undefined;
}
