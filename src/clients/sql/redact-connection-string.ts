const PLACEHOLDER = '[REDACTED]';

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** A drive letter looks like a user: what follows an `@` must not look like a host then. */
const FILE_FORM = /^(?:file:|\.{0,2}[\\/]|[a-z]:[\\/][^@]*(?:@[^@/(]*)?$)/i;
const PROTOCOL_AFTER_AT = /@[a-z0-9]*\(/gi;
/** What precedes a query: something with a user, or hosts with ports and a path. */
const BEFORE_QUERY = /^([^?]*@[^?]*|[^:@/?,]*(?::\d*)?(?:,[^:@/?,]*(?::\d*)?)*(?:\/[^?]*)?)\?[^=@]*=/;
/** A name that ends in one of these words holds a credential, whatever stands before it. */
const SECRET_SETTING =
  /([\w-]*(?:password|passwd|pwd|passphrase|secret|token|_pragma_key|_auth_pass|_auth_crypt)\s*=\s*)('(?:[^'\\]|\\.|'')*(?:'|$)|"(?:[^"\\]|\\.|"")*(?:"|$)|[^\s&;]*)/gis;
/** Encryption keys given as `_pragma=key(…)`. */
const KEY_PRAGMA = /(_pragma=(?:re|hex|hexre|text)*key\s*(?:\(|=|%28))[^&\s]*/gi;

/**
 * A connection string of any engine with every password replaced by `[REDACTED]`. The user, the host and the
 * database stay readable; a password is never invented. Text that cannot be told apart is masked rather than
 * shown, so a malformed string loses more than its password.
 */
export function redactConnectionString(connectionString: string): string {
  return redactUserInfo(connectionString)
    .replace(SECRET_SETTING, `$1${PLACEHOLDER}`)
    .replace(KEY_PRAGMA, `$1${PLACEHOLDER})`);
}

function redactUserInfo(text: string): string {
  const scheme = SCHEME.exec(text)?.[0];
  if (scheme === undefined) {
    if (FILE_FORM.test(text)) return text;
    return maskPassword(text, 0, dsnHostAt(text));
  }
  const at = urlHostAt(text, scheme.length);
  if (/^[^:]*@/.test(text.slice(scheme.length))) return text;
  return maskPassword(text, scheme.length, at);
}

/** Masks what stands between the first colon and the `@` of the host; a name with `=` in it is a setting. */
function maskPassword(text: string, start: number, at: number): string {
  const colon = text.indexOf(':', start);
  if (at < 0 || colon < 0 || colon > at || text.slice(start, colon).includes('=')) return text;
  return `${text.slice(0, colon + 1)}${PLACEHOLDER}${text.slice(at)}`;
}

/** The `@` in front of `protocol(address)`, or else the last one: passwords may hold `@`, `:` and `/`. */
function dsnHostAt(text: string): number {
  return [...text.matchAll(PROTOCOL_AFTER_AT)].at(-1)?.index ?? text.lastIndexOf('@');
}

/** The last `@` in front of a `?name=value` query. A password may hold an unescaped `@`, `/` or `?`. */
function urlHostAt(text: string, start: number): number {
  const beforeQuery = BEFORE_QUERY.exec(text.slice(start))?.[1];
  return text.lastIndexOf('@', beforeQuery === undefined ? text.length : start + beforeQuery.length);
}
