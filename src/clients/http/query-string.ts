/**
 * Merges parameters into the raw query of a URL. Each parameter replaces every existing one of its name; the
 * others keep their place and spelling; the new ones follow, sorted by the bytes of their names. Without
 * parameters the query is returned untouched.
 *
 * @param query the text between `?` and `#`; `undefined` when the URL has none
 * @param params decoded names and values
 */
export function mergeQuery(
  query: string | undefined,
  params: Readonly<Record<string, string>>,
): string | undefined {
  const names = Object.keys(params);
  if (names.length === 0) return query;
  const replaced = new Set(names);
  const kept = queryPieces(query ?? '').filter(({ name }) => !replaced.has(name));
  const added = names
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((name) => `${escapeQueryText(name)}=${escapeQueryText(params[name] ?? '')}`);
  return [...kept.map(({ text }) => text), ...added].join('&').replaceAll(' ', '%20');
}

/** One `name=value` of a raw query. */
export interface QueryPiece {
  /** As written. */
  readonly text: string;
  /** Decoded; as written when it cannot be decoded. */
  readonly name: string;
}

/** The non-empty pieces of a raw query, in order. */
export function queryPieces(query: string): QueryPiece[] {
  return query
    .split('&')
    .filter((text) => text !== '')
    .map((text) => ({ text, name: decodedName(text) }));
}

/**
 * Percent-encodes UTF-8 bytes for a query name or value: RFC 3986 unreserved characters and `$` stay, a space
 * becomes `%20`.
 */
export function escapeQueryText(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%24', '$');
}

function decodedName(piece: string): string {
  const equals = piece.indexOf('=');
  const name = equals < 0 ? piece : piece.slice(0, equals);
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}
