import { CannectorsError } from '../../core/errors.ts';
import { sanitizeUrl } from '../../observability/redaction.ts';
import { mergeQuery } from './query-string.ts';

/** Where a request goes, ready for the wire. */
export interface RequestUrl {
  /** Absolute `http` or `https` URL: no user information, no fragment, percent-encoded. */
  readonly href: string;
  /** The same for people and logs: scheme, host, port and path as the author wrote them. */
  readonly shown: string;
  /** `Basic …` value made of the user information of the URL (RFC 7617); absent when there was none. */
  readonly authorization?: string;
}

/** The five parts of RFC 3986, appendix B. `undefined` means that the part and its delimiter are absent. */
export interface UrlParts {
  readonly scheme: string | undefined;
  /** User information, host and port as written. */
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

const URL_PARTS =
  /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#\\]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/;
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;

/** Takes a URL apart without judging or changing it. */
export function splitUrl(text: string): UrlParts {
  const [, scheme, authority, path = '', query, fragment] = URL_PARTS.exec(text) ?? [];
  return { scheme, authority, path, query, fragment };
}

/**
 * The URL a request is sent to: `queryParams` merged over the endpoint's own query, raw spaces and illegal
 * characters percent-encoded, everything else as the author wrote it.
 *
 * @param endpoint absolute URL
 * @param queryParams decoded names and values; each replaces all parameters of its name
 * @throws {CannectorsError} category `validation`: `URL is empty`, `scheme must be http or https`,
 *   `host is empty`, or that the URL cannot be read
 */
export function requestUrl(endpoint: string, queryParams: Readonly<Record<string, string>> = {}): RequestUrl {
  if (endpoint.trim() === '') throw new CannectorsError('URL is empty', { category: 'validation' });
  const shown = sanitizeUrl(endpoint);
  if (CONTROL_CHARACTER.test(endpoint)) throw invalid(shown, 'it contains a control character');
  const { scheme, authority, path, query } = splitUrl(endpoint);
  const protocol = scheme?.toLowerCase();
  if (protocol !== 'http' && protocol !== 'https') throw invalid(shown, 'scheme must be http or https');
  const { userinfo, host } = splitAuthority(authority ?? '');
  if (host === '' || host.startsWith(':')) throw invalid(shown, 'host is empty');
  const origin = `${protocol}://${host}`;
  if (!isOrigin(origin)) throw invalid(shown, 'host or port cannot be read');
  const merged = mergeQuery(query, queryParams);
  const authorization = basicAuthorization(userinfo);
  return {
    href: `${origin}${encodePath(path) || '/'}${merged === undefined ? '' : `?${encodeQuery(merged)}`}`,
    shown,
    ...(authorization === undefined ? {} : { authorization }),
  };
}

function invalid(shown: string, reason: string): CannectorsError {
  return new CannectorsError(`invalid URL "${shown}": ${reason}`, { category: 'validation' });
}

function splitAuthority(authority: string): { userinfo: string | undefined; host: string } {
  const at = authority.lastIndexOf('@');
  return at < 0
    ? { userinfo: undefined, host: authority }
    : { userinfo: authority.slice(0, at), host: authority.slice(at + 1) };
}

/** True when the text is nothing but a scheme, a host and perhaps a port. */
function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && url.hostname !== '' && url.username === '' && url.pathname === '/';
}

function basicAuthorization(userinfo: string | undefined): string | undefined {
  if (userinfo === undefined || userinfo === '' || userinfo === ':') return undefined;
  const colon = userinfo.indexOf(':');
  const user = percentDecoded(colon < 0 ? userinfo : userinfo.slice(0, colon));
  const password = percentDecoded(colon < 0 ? '' : userinfo.slice(colon + 1));
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Encodes what RFC 3986 does not allow in a path. Existing escapes are kept. */
function encodePath(path: string): string {
  return path.toWellFormed().replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@%/]/gu, encodeURIComponent);
}

/** Encodes what cannot stand in a request line; other characters of a query are the author's choice. */
function encodeQuery(query: string): string {
  return query.toWellFormed().replace(/[^\x21-\x7e]|["<>]/gu, encodeURIComponent);
}
