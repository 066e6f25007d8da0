const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ["'", '&#39;'],
  ['"', '&#34;'],
]);

/** The text with the characters that mean something in HTML as entities. */
export function htmlEscaped(text: string): string {
  return text.replace(/[&<>'"]/g, (character) => ENTITIES.get(character) ?? character);
}

const DECODED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);

/** The text without HTML comments and tags, white space collapsed, numeric and the most common entities decoded. */
export function withoutTags(text: string): string {
  const bare = without(without(text, '<!--', '-->'), '<', '>');
  return bare
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ')
    .replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, decoded);
}

function decoded(entity: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return DECODED.get(name) ?? entity;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
    ? '\ufffd'
    : String.fromCodePoint(code);
}

/** The text without everything from an opening to the next closing; an opening that is never closed stays. */
function without(text: string, open: string, close: string): string {
  let result = '';
  let copied = 0;
  let start = text.indexOf(open);
  while (start >= 0) {
    const end = text.indexOf(close, start + open.length);
    if (end < 0) break;
    result += text.slice(copied, start);
    copied = end + close.length;
    start = text.indexOf(open, copied);
  }
  return result + text.slice(copied);
}
