import { LocatedError } from '../../located-error.ts';
import { exactInteger, fitsInteger } from '../../number/decimal.ts';

const DIGITS = String.raw`\d+(?:_\d+)*`;
const HEXADECIMAL = String.raw`0[xX][\da-fA-F]+(?:_[\da-fA-F]+)*`;
const OCTAL = '0[oO][0-7]+(?:_[0-7]+)*';
const BINARY = '0[bB][01]+(?:_[01]+)*';
const DECIMAL = String.raw`${DIGITS}(?:\.${DIGITS})?(?:[eE][+-]?\d+)?`;
const NUMBER = new RegExp(`(?:${HEXADECIMAL}|${OCTAL}|${BINARY}|${DECIMAL})`, 'y');
const NUMBER_CHARACTERS = /[\p{L}\p{Nd}_]*/uy;
const INDEX = /\d+/y;

interface NumberLiteral {
  readonly value: number | bigint;
  readonly end: number;
}

/**
 * Reads the number literal that starts at the offset. Integers are signed 64-bit: those beyond 2^53 become
 * `bigint`.
 *
 * @throws {LocatedError} `bad number syntax`, `invalid integer literal` or `invalid float literal`
 */
export function readNumber(source: string, offset: number): NumberLiteral {
  NUMBER.lastIndex = offset;
  const text = NUMBER.exec(source)?.[0] ?? '';
  NUMBER_CHARACTERS.lastIndex = offset + text.length;
  const rest = NUMBER_CHARACTERS.exec(source)?.[0] ?? '';
  if (rest !== '') throw new LocatedError(`bad number syntax: "${text}${rest}"`, source, offset);
  const digits = text.replaceAll('_', '');
  const end = offset + text.length;
  if (!/^0[xX]/.test(digits) && /[.eE]/.test(digits)) {
    const value = Number(digits);
    if (!Number.isFinite(value)) throw new LocatedError(`invalid float literal: ${text}`, source, offset);
    return { value, end };
  }
  return { value: integer(digits, text, source, offset), end };
}

/** Reads the digits of an index that follows a dot: in `a.0.1` the dot after 0 is no decimal point. */
export function readIndex(source: string, offset: number): NumberLiteral {
  INDEX.lastIndex = offset;
  const text = INDEX.exec(source)?.[0] ?? '';
  return { value: integer(text, text, source, offset), end: offset + text.length };
}

function integer(digits: string, text: string, source: string, offset: number): number | bigint {
  const value = BigInt(digits);
  if (!fitsInteger(value)) throw new LocatedError(`invalid integer literal: ${text}`, source, offset);
  return exactInteger(value);
}
