import { LocatedError } from '../located-error.ts';

/** A string literal's value and the offset just after it. */
interface StringLiteral {
  readonly value: string;
  readonly end: number;
}

const SIMPLE_ESCAPES = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
]);

const CODE_POINT_ESCAPE =
  /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\}|U([\da-fA-F]{8})|([0-3][0-7]{2}))/y;

/**
 * Reads a `'…'` or `"…"` literal.
 *
 * @param start offset of the opening quote
 * @throws {LocatedError} `literal not terminated` or `invalid char escape`
 */
export function readQuoted(source: string, start: number): StringLiteral {
  const quote = source.charAt(start);
  let value = '';
  for (let offset = start + 1; offset < source.length; ) {
    const character = source.charAt(offset);
    if (character === quote) return { value, end: offset + 1 };
    if (character === '\n') break;
    if (character !== '\\') {
      value += character;
      offset += 1;
      continue;
    }
    const escaped = source.charAt(offset + 1);
    const simple = escaped === quote ? quote : SIMPLE_ESCAPES.get(escaped);
    if (simple !== undefined) {
      value += simple;
      offset += 2;
      continue;
    }
    CODE_POINT_ESCAPE.lastIndex = offset;
    const match = CODE_POINT_ESCAPE.exec(source);
    const codePoint = match === null ? Number.NaN : codePointOf(match);
    if (match === null || !(codePoint <= 0x10ffff)) {
      throw new LocatedError(
        'invalid char escape (write \\\\ for a backslash, or use a raw string between backticks)',
        source,
        offset,
      );
    }
    value += String.fromCodePoint(codePoint);
    offset += match[0].length;
  }
  throw new LocatedError('literal not terminated', source, start);
}

function codePointOf([, byte, four, braced, eight, octal]: RegExpExecArray): number {
  if (octal !== undefined) return Number.parseInt(octal, 8);
  return Number.parseInt(byte ?? four ?? braced ?? eight ?? '', 16);
}

/**
 * Reads a literal between backticks: no escapes, two backticks stand for one.
 *
 * @param start offset of the opening backtick
 * @throws {LocatedError} `literal not terminated`
 */
export function readRaw(source: string, start: number): StringLiteral {
  let value = '';
  for (let offset = start + 1; ; ) {
    const end = source.indexOf('`', offset);
    if (end < 0) throw new LocatedError('literal not terminated', source, start);
    value += source.slice(offset, end);
    if (source.charAt(end + 1) !== '`') return { value, end: end + 1 };
    value += '`';
    offset = end + 2;
  }
}
