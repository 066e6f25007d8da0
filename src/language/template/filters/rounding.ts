import { exactInteger } from '../../number/decimal.ts';

/** Decimals, or zeros, that a number can be rounded to: about as many as a double can have. */
export const MOST_PLACES = 300;

/** How a number is rounded: half away from zero, up, or down. */
export type Rounding = 'common' | 'ceil' | 'floor';

const ROUND = {
  common: (value: number) => Math.sign(value) * Math.round(Math.abs(value)),
  ceil: Math.ceil,
  floor: Math.floor,
} as const;

/**
 * Rounds a number as its decimal digits are printed, so that 1.005 becomes 1.01 with two decimals although its
 * binary value lies below.
 *
 * @param decimals at most {@link MOST_PLACES}; negative for tens, hundreds and so on
 */
export function roundedNumber(value: number | bigint, decimals: number, how: Rounding): number | bigint {
  if (typeof value === 'bigint') return decimals >= 0 ? value : roundedInteger(value, -decimals, how);
  const scaled = shifted(value, decimals);
  // Larger numbers have no fraction to round off, and scaling back could lose digits.
  if (!(Math.abs(scaled) <= Number.MAX_SAFE_INTEGER)) return value;
  return shifted(ROUND[how](scaled), -decimals) + 0;
}

/** The number times a power of ten, by moving the point in its shortest decimal digits. */
function shifted(value: number, places: number): number {
  const [digits = '0', exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}

function roundedInteger(value: bigint, zeros: number, how: Rounding): number | bigint {
  const unit = 10n ** BigInt(zeros);
  const down = value - (((value % unit) + unit) % unit);
  const rest = value - down;
  const up =
    how === 'ceil' ? rest > 0n : how === 'common' && (rest * 2n > unit || (rest * 2n === unit && value > 0n));
  return exactInteger(up ? down + unit : down);
}
