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

/**
 * The error for an answer whose status is not accepted: `<category> error (status <n>): <label> (<request>)`.
 * A redirect that was not followed names its `Location`. The body of the answer is not shown.
 */
export function statusError(response: HttpResponse): CannectorsError {
  const { status } = response;
  const category = statusCategory(status);
  return new CannectorsError(
    `${category} error (status ${status}): ${label(response)} (${requestLine(response.request)})`,
    { category, statusCode: status },
  );
}

function label(response: HttpResponse): string {
  const { status } = response;
  if (status >= 400) return LABELS[status] ?? (status >= 500 ? 'server error' : 'client error');
  const target = redirectTarget(response);
  if (target === undefined) return 'status is not among the accepted ones';
  return `redirect is not followed, set the endpoint to the Location ${target.shown}`;
}

/** True when the answer redirects a request whose method is never redirected: it did not do what was asked. */
export function isRefusedRedirect(response: HttpResponse): boolean {
  return !followsRedirects(response.request.method) && redirectTarget(response) !== undefined;
}
