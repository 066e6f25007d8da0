import type { IncomingHttpHeaders } from 'node:http';
import type { HeaderField } from './header-fields.ts';
import type { RequestUrl } from './request-url.ts';

/** One request, complete: what is sent does not change any more. */
export interface HttpRequest {
  /** RFC 7230 token in capitals. */
  readonly method: string;
  readonly url: Pick<RequestUrl, 'href' | 'shown'>;
  /** Checked by `requestHeaders`. */
  readonly headers: readonly HeaderField[];
  /** Sent as UTF-8 with any method, GET included; absent means no body. */
  readonly body?: string;
  /** Milliseconds for the attempt as a whole: lookup, connection, TLS, redirects, headers and full body. */
  readonly timeoutMs: number;
  /**
   * `all` reads a successful answer whole and fails when it is beyond the size limit; `start` keeps its first
   * 1 MiB. An answer with a status of 400 or more always keeps its first 1 MiB.
   */
  readonly keep: 'all' | 'start';
}

/** An answer that arrived. */
export interface HttpResponse {
  readonly status: number;
  /** Reason phrase of the status line, or the registered one when the line has none. */
  readonly statusText: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they arrived. */
  readonly rawHeaders: readonly string[];
  /** Decompressed. */
  readonly body: Buffer;
  /** True when the body is longer than what was kept of it. */
  readonly cut: boolean;
  /** What was answered: the last request of a chain of redirects. */
  readonly request: RequestTarget;
}

/** Method and URL of a request. */
export type RequestTarget = Pick<HttpRequest, 'method' | 'url'>;

/** `GET https://host/path` for messages: no user information, query or fragment. */
export function requestLine({ method, url }: RequestTarget): string {
  return `${method} ${url.shown}`;
}

/**
 * The body as text: UTF-8 whatever the headers say, invalid bytes as U+FFFD, a byte order mark skipped.
 */
export function responseText(response: Pick<HttpResponse, 'body'>): string {
  return new TextDecoder('utf-8').decode(response.body);
}

/** The start of a body for a log, at most that many characters; `...` marks a cut. */
export function bodyExcerpt(response: Pick<HttpResponse, 'body'>, characters: number): string {
  // No character takes more than four bytes, and a character cut in two at the end falls beyond the excerpt.
  const text = [...responseText({ body: response.body.subarray(0, characters * 4 + 4) })];
  return text.length > characters ? `${text.slice(0, characters).join('')}...` : text.join('');
}

/** The charset an answer declares in its `Content-Type`, in lower case; undefined for none and for UTF-8. */
export function foreignCharset(response: Pick<HttpResponse, 'headers'>): string | undefined {
  const charset = /;\s*charset\s*=\s*"?([\w.:+-]+)/i.exec(response.headers['content-type'] ?? '')?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset) ? undefined : charset.toLowerCase();
}
