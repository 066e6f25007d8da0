/** Longest body a preview shows, in bytes. */
export const LARGEST_PREVIEW = 1_048_576;

/**
 * A body as a preview shows it: whole up to 1 MiB, else cut at the end of a line, with a last line that says how
 * much was left out.
 */
export function bodyPreview(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= LARGEST_PREVIEW) return text;
  const lineEnd = bytes.lastIndexOf('\n', LARGEST_PREVIEW);
  let end = lineEnd > 0 ? lineEnd : LARGEST_PREVIEW;
  // Bytes 10xxxxxx continue a character.
  while (lineEnd <= 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  const shown = bytes.subarray(0, end).toString('utf8');
  return `${shown}\n... (truncated, ${bytes.length} bytes total, ${end} bytes shown)`;
}
