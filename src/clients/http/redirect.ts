import { CannectorsError } from '../../core/errors.ts';
import { sanitizeUrl } from '../../observability/redaction.ts';
import { looksLikeCredential } from './credential-names.ts';
import { type HttpRequest, type HttpResponse, type RequestTarget, requestLine } from './http-message.ts';
import type { RequestUrl } from './request-url.ts';

/** Statuses that mean "look there" (RFC 9110, 15.4). */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Redirects that keep method and body (RFC 9110, 15.4.8 and 15.4.9); the others become a GET without body. */
const KEEPS_BODY = new Set([307, 308]);
/** Headers that describe a body. */
const BODY_HEADER = /^content-/i;

/** The most redirects that are followed for one request. */
export const MAX_REDIRECTS = 10;

/** What an answer needs to have to be judged as a redirect. */
type Redirect = Pick<HttpResponse, 'status' | 'headers' | 'request'>;

/** True for the methods whose redirects are followed: sending them again changes nothing at the server. */
export function followsRedirects(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/**
 * Where a redirect points to, without user information and fragment. Undefined for other answers and when
 * there is no `Location`; a `Location` that is no http URL is shown but has no `href`.
 */
export function redirectTarget({ status, headers, request }: Redirect): Partial<RequestUrl> | undefined {
  if (!REDIRECTS.has(status) || headers.location === undefined) return undefined;
  // Header text arrives with one byte per UTF-16 unit.
  const location = Buffer.from(headers.location, 'latin1').toString('utf8');
  if (!URL.canParse(location, request.url.href)) return { shown: sanitizeUrl(location) };
  const target = new URL(location, request.url.href);
  target.username = '';
  target.password = '';
  target.hash = '';
  const shown = sanitizeUrl(target.href);
  return target.protocol === 'http:' || target.protocol === 'https:'
    ? { href: target.href, shown }
    : { shown };
}

/**
 * The request that follows a redirect, or undefined when the answer is to be taken as it is: it is no redirect,
 * names no `Location`, or answers a method other than GET and HEAD. Credentials stay behind when scheme, host or
 * port changes.
 *
 * @throws {CannectorsError} category `network`, when the target cannot be used or would leave https
 */
export function followingRequest(request: HttpRequest, response: Redirect): HttpRequest | undefined {
  if (!followsRedirects(request.method)) return undefined;
  const target = redirectTarget(response);
  if (target === undefined) return undefined;
  const { href, shown = '' } = target;
  if (href === undefined) throw refused(request, `redirect to a Location that is no http URL: ${shown}`);
  const from = new URL(request.url.href);
  const to = new URL(href);
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw refused(request, `redirect from https to http is refused, Location ${shown}`);
  }
  const keepsBody = KEEPS_BODY.has(response.status);
  const headers = request.headers.filter(([name]) => {
    if (to.origin !== from.origin && (looksLikeCredential(name) || /^referer$/i.test(name))) return false;
    return keepsBody || !BODY_HEADER.test(name);
  });
  const { body, ...rest } = request;
  return {
    ...rest,
    url: { href, shown },
    headers,
    ...(keepsBody && body !== undefined ? { body } : {}),
  };
}

/** The error for a chain of redirects that does not end. */
export function tooManyRedirects(request: RequestTarget): CannectorsError {
  const message = `network error: stopped after ${MAX_REDIRECTS} redirects (${requestLine(request)})`;
  return new CannectorsError(message, { category: 'network' });
}

function refused(request: RequestTarget, reason: string): CannectorsError {
  return new CannectorsError(`network error: ${reason} (${requestLine(request)})`, {
    category: 'network',
    retryable: false,
  });
}
