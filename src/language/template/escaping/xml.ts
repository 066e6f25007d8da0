import { asciiTable, replaceUnits } from './replace-units.ts';

/** Markup, white space that a parser would normalise, and what is no character of XML 1.0, surrogates aside. */
const SPECIAL = /[\u0000-\u001f&<>"'\ufffe\uffff]/;
const REPLACEMENT_CHARACTER = '\ufffd';

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['\t', '&#x9;'],
  ['\n', '&#xA;'],
  ['\r', '&#xD;'],
]);

const ASCII = asciiTable(
  (unit) => ENTITIES.get(String.fromCharCode(unit)) ?? (unit < 0x20 ? REPLACEMENT_CHARACTER : undefined),
);

/**
 * The text as character data or attribute value of XML 1.0: `&`, `<`, `>` and both quotes as entities, TAB, LF and
 * CR as character references, which no parser normalises. What the production `Char` (section 2.2 of the
 * recommendation) excludes becomes U+FFFD: other control characters, U+FFFE, U+FFFF and unpaired surrogates. Not
 * for CDATA sections, where nothing can be escaped.
 */
export function escapeXml(text: string): string {
  const wellFormed = text.toWellFormed();
  return SPECIAL.test(wellFormed) ? replaceUnits(wellFormed, ASCII, noncharacter) : wellFormed;
}

function noncharacter(unit: number): string | undefined {
  return unit >= 0xfffe ? REPLACEMENT_CHARACTER : undefined;
}
