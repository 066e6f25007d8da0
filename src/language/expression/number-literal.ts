import { LocatedError } from '../located-error.ts';
import { exactInteger, fitsInteger } from '../number/decimal.ts';

const DIGITS = String.raw`\d+(?:_\d+)*`;
const HEXADECIMAL = String.raw`0[xX][\da-fA-F]+(?:_[\da-fA-F]+)*`;
const OCTAL = '0[oO][0-7]+(?:_[0-7]+)*';
const BINARY = '0[bB][01]+(?:_[01]+)*';
// A dot that another dot follows is the range operator.
const DECIMAL = String.raw`(?:${DIGITS}(?:\.(?!\.)(?:${DIGITS})?)?|\.${DIGITS})(?:[eE][+-]?\d+)?`;
const NUMBER = new RegExp(`(?:${HEXADECIMAL}|${OCTAL}|${BINARY}|${DECIMAL})`, 'y');
const NUMBER_CHARACTERS = /[\p{L}\p{Nd}_$]*/uy;

/** A number literal's value and the offset just after it. */
interface NumberLiteral {
  readonly value: number | bigint;
  /** Written with a point or an exponent. */
  readonly isFloat: boolean;
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
  if (text === '' || rest !== '') {
    throw new LocatedError(`bad number syntax: "${text}${rest}"`, source, offset);
  }
  const digits = text.replaceAll('_', '');
  const end = offset + text.length;
  if (!/^0[xX]/.test(digits) && /[.eE]/.test(digits)) {
    const value = Number(digits);
    if (!Number.isFinite(value)) throw new LocatedError(`invalid float literal: ${text}`, source, offset);
    return { value, isFloat: true, end };
  }
  const integer = BigInt(digits);
  if (!fitsInteger(integer)) throw new LocatedError(`invalid integer literal: ${text}`, source, offset);
  return { value: exactInteger(integer), isFloat: false, end };
}
