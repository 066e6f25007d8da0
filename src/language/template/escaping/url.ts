const RESERVED = /[^A-Za-z0-9\-._~]/;
/** Reserved in RFC 3986, yet left alone by the engine's own function. */
const KEPT_BY_ENGINE = /[!'()*]/;
const KEPT_BY_ENGINE_ALL = /[!'()*]/g;

/**
 * Percent-encodes every UTF-8 byte of the text but the unreserved characters of RFC 3986: letters, digits and
 * `-._~`. The result is data in a path segment, in a query and in a form body; a space is `%20` everywhere. An
 * unpaired surrogate is encoded as U+FFFD.
 *
 * No encoding makes data of a path segment that is nothing but `.` or `..`: URL parsers read `%2e` there as the dot
 * it stands for. Whoever sends the URL has to refuse such a segment.
 */
export function escapeUrl(text: string): string {
  if (!RESERVED.test(text)) return text;
  const encoded = encodeURIComponent(text.toWellFormed());
  return KEPT_BY_ENGINE.test(encoded) ? encoded.replace(KEPT_BY_ENGINE_ALL, percentEncoded) : encoded;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
