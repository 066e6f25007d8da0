import type { TemplateTarget } from './target.ts';

/** Type and subtype of a Content-Type value (RFC 9110, section 8.3.1); what follows them is not looked at. */
const MEDIA_TYPE = /^[ \t]*([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\/([!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]*(?:;|$)/;

/**
 * How the values in a body are escaped, by the Content-Type as configured: form bodies as `url`, XML and its `+xml`
 * kinds as `xml`, JSON and its `+json` kinds as `json`, any other type as `text`. Case and parameters do not matter.
 *
 * @param contentType `undefined` when there is none
 * @param fallback for a value that is absent or is no media type, such as one that holds template tags
 */
export function bodyTarget(
  contentType: string | undefined,
  fallback: TemplateTarget = 'json',
): TemplateTarget {
  const [, type, subtype] = MEDIA_TYPE.exec(contentType?.toLowerCase() ?? '') ?? [];
  if (type === undefined || subtype === undefined) return fallback;
  if (type === 'application' && subtype === 'x-www-form-urlencoded') return 'url';
  if (subtype === 'xml' || subtype.endsWith('+xml')) return 'xml';
  if (subtype === 'json' || subtype.endsWith('+json')) return 'json';
  return 'text';
}

/**
 * The Content-Type among configured headers, whatever the case of its name; `undefined` when there is none. The
 * last one counts, as it is the one that is sent.
 */
export function contentTypeOf(headers: Readonly<Record<string, string>> = {}): string | undefined {
  return Object.entries(headers).findLast(([name]) => name.toLowerCase() === 'content-type')?.[1];
}
