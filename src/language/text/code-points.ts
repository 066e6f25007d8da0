/** Characters of a text, each code point counted once. An unpaired surrogate is a character of its own. */
export function codePointLength(text: string): number {
  let length = text.length;
  for (let at = 1; at < text.length; at += 1) if (splitsPair(text, at)) length -= 1;
  return length;
}

/** The UTF-16 offset of the character at that index; the length of the text when there are not as many. */
export function codePointOffset(text: string, index: number): number {
  if (index >= text.length) return text.length;
  let offset = 0;
  for (let left = index; left > 0 && offset < text.length; left -= 1)
    offset += splitsPair(text, offset + 1) ? 2 : 1;
  return offset;
}

/** The first characters of a text. */
export function firstCodePoints(text: string, count: number): string {
  return count <= 0 ? '' : text.slice(0, codePointOffset(text, count));
}

/** True when the offset lies inside a surrogate pair. */
export function splitsPair(text: string, offset: number): boolean {
  const low = text.charCodeAt(offset);
  if (!(low >= 0xdc00 && low <= 0xdfff)) return false;
  const high = text.charCodeAt(offset - 1);
  return high >= 0xd800 && high <= 0xdbff;
}
