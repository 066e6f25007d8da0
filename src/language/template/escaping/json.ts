import { asciiTable, replaceUnits } from './replace-units.ts';

/** What RFC 8259 forbids in a string, and what HTML and JavaScript would read as more than data. */
const SPECIAL = /[\u0000-\u001f"\\<>&\u2028\u2029]/;
/** The part of it that the engine's own function leaves alone. */
const KEPT_BY_ENGINE = /[<>&\u2028\u2029]/;

const ASCII = asciiTable((unit) => {
  const character = String.fromCharCode(unit);
  if (KEPT_BY_ENGINE.test(character)) return unicodeEscape(unit);
  return SPECIAL.test(character) ? stringContent(character) : undefined;
});

/**
 * The text as the content of a JSON string (RFC 8259), without the quotes: `"` and `\` escaped, control characters
 * as `\b \f \n \r \t` or `\u00xx`, and `<`, `>`, `&`, U+2028 and U+2029 as `\uxxxx`. An unpaired surrogate becomes
 * U+FFFD.
 */
export function escapeJson(text: string): string {
  const wellFormed = text.toWellFormed();
  if (!SPECIAL.test(wellFormed)) return wellFormed;
  if (!KEPT_BY_ENGINE.test(wellFormed)) return stringContent(wellFormed);
  return replaceUnits(wellFormed, ASCII, lineSeparator);
}

function lineSeparator(unit: number): string | undefined {
  return unit === 0x2028 || unit === 0x2029 ? unicodeEscape(unit) : undefined;
}

function stringContent(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
