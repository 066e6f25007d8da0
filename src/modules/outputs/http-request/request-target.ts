import { type HeaderField, requestHeaders } from '../../../clients/http/header-fields.ts';
import { USER_AGENT } from '../../../clients/http/request-fields.ts';
import { type RequestUrl, requestUrl, splitUrl } from '../../../clients/http/request-url.ts';
import { CannectorsError } from '../../../core/errors.ts';
import type { RenderedRequest } from '../../shared/request-templates.ts';

/** Where a request goes and what it says about itself. */
export interface RequestTarget {
  readonly url: RequestUrl;
  readonly headers: readonly HeaderField[];
}

const DEFAULT_HEADERS: readonly HeaderField[] = [
  ['User-Agent', USER_AGENT],
  ['Content-Type', 'application/json'],
];

/**
 * URL and headers of the requests, user information of the URL turned into an `Authorization` header.
 *
 * @throws {CannectorsError} category `validation`, when the URL or a header cannot be sent
 */
export function requestTarget({
  endpoint,
  queryParams,
  headers,
}: Pick<RenderedRequest, 'endpoint' | 'queryParams' | 'headers'>): RequestTarget {
  const url = outputUrl(endpoint, queryParams);
  return { url, headers: requestHeaders(DEFAULT_HEADERS, headers, url.authorization) };
}

function outputUrl(endpoint: string, queryParams: Readonly<Record<string, string>>): RequestUrl {
  const { scheme, authority } = splitUrl(endpoint);
  if (endpoint.trim() !== '') {
    if (scheme === undefined) throw incomplete('URL missing scheme');
    if (authority === undefined || authority === '') throw incomplete('URL missing host');
  }
  return requestUrl(endpoint, queryParams);
}

function incomplete(what: string): CannectorsError {
  return new CannectorsError(`endpoint is invalid after template evaluation: ${what}`, {
    category: 'validation',
  });
}
