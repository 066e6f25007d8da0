import { CannectorsError } from '../../core/errors.ts';

/** One header: its name as the author spelled it, its value as text. */
export type HeaderField = readonly [name: string, value: string];

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FORBIDDEN_IN_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]/;
/** Headers that describe the connection or the framing: the transport sets them itself. */
const OWNED_BY_TRANSPORT = new Set(['host', 'content-length', 'transfer-encoding', 'trailer']);

/** Why a header name is refused. */
export const HEADER_NAME_REFUSED = 'header name is not a valid RFC 7230 token';

/** True for an RFC 7230 token: the grammar of methods and header names. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** True for headers that may be written in a file but are never sent from there. */
export function isIgnoredHeader(name: string): boolean {
  return OWNED_BY_TRANSPORT.has(name.toLowerCase());
}

/**
 * The headers of a request: the module's defaults, then the configured ones. A configured header replaces a
 * default whatever its case. Values are trimmed; ignored headers are left out.
 *
 * @param authorization value of `Authorization` when none is configured
 * @throws {CannectorsError} category `validation`, `invalid header …`, when a name is not an RFC 7230 token or
 *   a value holds a control character other than TAB; the value is not shown
 */
export function requestHeaders(
  defaults: readonly HeaderField[],
  configured: Readonly<Record<string, string>>,
  authorization?: string,
): HeaderField[] {
  const fields = new Map<string, HeaderField>();
  for (const [name, value] of [...defaults, ...Object.entries(configured)]) {
    if (!isToken(name)) throw invalid(name, HEADER_NAME_REFUSED);
    if (FORBIDDEN_IN_VALUE.test(value))
      throw invalid(name, 'header value is not a valid RFC 7230 field-value');
    if (isIgnoredHeader(name)) continue;
    fields.set(name.toLowerCase(), [name, value.replace(/^[ \t]+|[ \t]+$/g, '')]);
  }
  if (authorization !== undefined && !fields.has('authorization')) {
    fields.set('authorization', ['Authorization', authorization]);
  }
  return [...fields.values()];
}

/** Names that occur twice when case is ignored, each as its second spelling. */
export function repeatedHeaderNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const key = name.toLowerCase();
    const repeated = seen.has(key);
    seen.add(key);
    return repeated;
  });
}

/**
 * The text Node writes for a value: it sends one byte per UTF-16 unit, so each unit has to be one byte of the
 * value's UTF-8 form.
 */
export function wireHeaderValue(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}

function invalid(name: string, reason: string): CannectorsError {
  return new CannectorsError(`invalid header ${JSON.stringify(name)}: ${reason}`, { category: 'validation' });
}
