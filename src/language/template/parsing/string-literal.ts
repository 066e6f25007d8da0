import { LocatedError } from '../../located-error.ts';
import { normalizeNewlines } from '../source-text.ts';

const SIMPLE_ESCAPES = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
]);

const CODE_UNIT_ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4}))/y;

/**
 * Reads a `'…'` or `"…"` literal; line endings inside it are line feeds.
 *
 * @param start offset of the opening quote
 * @throws {LocatedError} `string is not closed` or `invalid escape`
 */
export function readString(source: string, start: number): { value: string; end: number } {
  const quote = source.charAt(start);
  let value = '';
  let offset = start + 1;
  for (;;) {
    const end = plainEnd(source, offset, quote);
    if (end >= source.length) throw new LocatedError('string is not closed', source, start);
    value += normalizeNewlines(source.slice(offset, end));
    if (source.charAt(end) === quote) return { value, end: end + 1 };
    const simple = SIMPLE_ESCAPES.get(source.charAt(end + 1));
    CODE_UNIT_ESCAPE.lastIndex = end;
    const match = simple === undefined ? CODE_UNIT_ESCAPE.exec(source) : null;
    if (simple === undefined && match === null) {
      throw new LocatedError(
        `invalid escape ${source.slice(end, end + 2)} (write \\\\ for a backslash)`,
        source,
        end,
      );
    }
    value += simple ?? String.fromCharCode(Number.parseInt(match?.[1] ?? match?.[2] ?? '', 16));
    offset = end + (match?.[0].length ?? 2);
  }
}

/** The offset of the next quote or backslash; the length of the source when there is none. */
function plainEnd(source: string, from: number, quote: string): number {
  let offset = from;
  while (offset < source.length) {
    const character = source.charAt(offset);
    if (character === quote || character === '\\') break;
    offset += 1;
  }
  return offset;
}
