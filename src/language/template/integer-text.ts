import { exactInteger } from '../number/decimal.ts';

/** Longer integers are refused: converting them takes time that grows with the square of their length. */
const LONGEST_INTEGER = 4300;
const PREFIXES: Readonly<Record<string, number>> = { '0x': 16, '0o': 8, '0b': 2 };

/**
 * The integer that a text stands for, read as Python's `int(text, base)` does: white space around it, a sign, `_`
 * between digits, and the prefix of the base. `undefined` when it is none.
 *
 * @param base 2 to 36; 0 goes by the prefix
 */
export function integerFromText(text: string, base: number): number | bigint | undefined {
  const match = /^\s*([+-]?)(0[xob])?([0-9a-z]+(?:_[0-9a-z]+)*)\s*$/.exec(text.toLowerCase());
  if (match === null) return undefined;
  const [, sign = '', prefix = '', rest = ''] = match;
  const prefixBase = PREFIXES[prefix];
  const radix = base === 0 ? (prefixBase ?? 10) : base;
  const digits = (prefixBase === radix ? rest : prefix + rest).replaceAll('_', '');
  if (digits.length > LONGEST_INTEGER) return undefined;
  let result = 0n;
  for (const digit of digits) {
    const value = Number.parseInt(digit, 36);
    if (value >= radix) return undefined;
    result = result * BigInt(radix) + BigInt(value);
  }
  return exactInteger(sign === '-' ? -result : result);
}
