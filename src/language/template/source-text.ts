/** A template may have this many UTF-16 code units. */
export const SOURCE_LIMIT = 1024 * 1024;

/** True when the text holds anything but text: an output tag, a block tag or a comment. */
export function hasTags(source: string): boolean {
  return /\{[{%#]/.test(source);
}

/** Every line ending as a line feed. */
export function normalizeNewlines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** The text without the one newline that ends it, if it ends with one. */
export function withoutFinalNewline(text: string): string {
  return text.replace(/(?:\r\n|\r|\n)$/, '');
}
