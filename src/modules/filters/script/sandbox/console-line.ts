const LONGEST_LINE_BYTES = 8192;
const ELLIPSIS = '...';

/** A line a script prints, at most 8192 bytes of UTF-8; a longer one ends in `...`. */
export function consoleLine(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST_LINE_BYTES) return text;
  let end = LONGEST_LINE_BYTES - ELLIPSIS.length;
  // The following byte continues a character: that character does not fit.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString() + ELLIPSIS;
}
