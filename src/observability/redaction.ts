const INVALID_URL = '[invalid URL]';
const SCHEME_MARK = '://';
/** A template expression, which may hold any character, stands for itself inside a URL. */
const TEMPLATE_OPEN = '{{';
const TEMPLATE_CLOSE = '}}';
const SCHEME = /^[a-z][a-z0-9+.-]*$/i;

/**
 * A URL without anything that may be a credential: scheme, host, port and path stay as written, userinfo,
 * query and fragment go. Template expressions in the path stay readable. Empty text stays empty; text that is
 * no absolute URL becomes `[invalid URL]`.
 */
export function sanitizeUrl(url: string): string {
  if (url === '') return '';
  const mark = url.indexOf(SCHEME_MARK);
  const scheme = url.slice(0, Math.max(mark, 0));
  if (!SCHEME.test(scheme)) return INVALID_URL;
  const rest = url.slice(mark + SCHEME_MARK.length);
  const authorityEnd = endOf(rest, 0, (character) => '/\\?#'.includes(character));
  const pathEnd = endOf(rest, authorityEnd, (character) => character === '?' || character === '#');
  const authority = rest.slice(0, authorityEnd);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  // Parsers skip surplus slashes before the host of http URLs, so a path after an empty host may hold userinfo.
  if (host === '' && scheme.toLowerCase() !== 'file') return INVALID_URL;
  // "1" fits wherever an expression may stand, port included.
  if (!URL.canParse(`${scheme}://${host.replace(/\{\{.*?\}\}/gs, '1')}/`)) return INVALID_URL;
  // A path may hold a whole URL, as proxies have it.
  const path = rest.slice(authorityEnd, pathEnd).replace(/:\/\/[^/]*@/g, SCHEME_MARK);
  return `${scheme}://${host}${path}`;
}

/**
 * Free text with every URL that has an explicit scheme replaced by its {@link sanitizeUrl} form. Everything
 * else is left alone: quotes, parentheses and punctuation around a URL, and dotted names without a scheme.
 */
export function redactText(text: string): string {
  let result = '';
  let done = 0;
  for (let mark = text.indexOf(SCHEME_MARK); mark >= 0; mark = text.indexOf(SCHEME_MARK, mark + 1)) {
    const start = schemeStart(text, done, mark);
    if (start === mark) continue;
    const end = urlEnd(text, start, mark + SCHEME_MARK.length);
    result += text.slice(done, start) + sanitizeUrl(text.slice(start, end));
    done = end;
    mark = end - 1;
  }
  return done === 0 ? text : result + text.slice(done);
}

function schemeStart(text: string, from: number, mark: number): number {
  let start = mark;
  while (start > from && /[a-z0-9+.-]/i.test(text.charAt(start - 1))) start -= 1;
  while (start < mark && !/[a-z]/i.test(text.charAt(start))) start += 1;
  return start;
}

const CLOSING = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['<', '>'],
]);

/** Where the URL that starts at `start` ends: at white space, its closing quote or the next URL of a list. */
function urlEnd(text: string, start: number, from: number): number {
  const closing = CLOSING.get(text.charAt(start - 1));
  const end = endOf(
    text,
    from,
    (character, at) =>
      character === closing || /\s/.test(character) || (/[,;|]/.test(character) && startsUrl(text, at + 1)),
  );
  return withoutPunctuation(text, from, end);
}

function startsUrl(text: string, at: number): boolean {
  return /^[a-z][a-z0-9+.-]{0,30}:\/\//i.test(text.slice(at, at + 34));
}

const BRACKETS = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/** Moves the end back over punctuation of the sentence and over brackets that were opened before the URL. */
function withoutPunctuation(text: string, from: number, end: number): number {
  let url: string | undefined;
  const surplus = new Map<string, number>();
  for (; end > from; end -= 1) {
    const last = text.charAt(end - 1);
    const opening = BRACKETS.get(last);
    if (opening !== undefined) {
      url ??= text.slice(from, end);
      const count = surplus.get(last) ?? url.split(last).length - url.split(opening).length;
      if (count <= 0) break;
      surplus.set(last, count - 1);
    } else if (!/[.,;:!?"'`>\\]/.test(last)) break;
  }
  return end;
}

/** The first position from `from` on where `stops` holds, template expressions skipped; else the end of the text. */
function endOf(text: string, from: number, stops: (character: string, at: number) => boolean): number {
  let at = from;
  while (at < text.length) {
    if (text.startsWith(TEMPLATE_OPEN, at)) {
      const close = text.indexOf(TEMPLATE_CLOSE, at);
      if (close > 0) {
        at = close + TEMPLATE_CLOSE.length;
        continue;
      }
    }
    if (stops(text.charAt(at), at)) return at;
    at += 1;
  }
  return at;
}
