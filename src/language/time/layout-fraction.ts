import type { LayoutPart } from './layout-part.ts';
import { digitAt, type Read } from './reading.ts';

/** How the fraction of a second is written: a separator, then digits. */
export const FRACTION_PATTERN = String.raw`[.,](?:0+|9+)(?!\d)`;

/** Zeros print that many digits, nines drop trailing zeros and, when nothing is left, the separator too. */
export function fractionPart(token: string): LayoutPart {
  const separator = token.charAt(0);
  const width = token.length - 1;
  const digits = (nanosecond: number): string =>
    String(nanosecond).padStart(9, '0').slice(0, width).padEnd(width, '0');
  if (token.charAt(1) === '9') {
    return {
      role: 'fraction',
      print: ({ nanosecond }) => {
        const kept = digits(nanosecond).replace(/0+$/, '');
        return kept === '' ? '' : separator + kept;
      },
      read: optionalFraction,
    };
  }
  return {
    role: 'fraction',
    print: ({ nanosecond }) => separator + digits(nanosecond),
    read: (text, reading) => {
      const end = reading.at + token.length;
      return optionalFraction(text, reading) && reading.at === end;
    },
  };
}

/** A point or comma and the digits after it, as many as there are; those after the ninth are cut. */
export const optionalFraction: Read = (text, reading) => {
  const separator = text.charAt(reading.at);
  if ((separator !== '.' && separator !== ',') || digitAt(text, reading.at + 1) < 0) return true;
  let nanosecond = 0;
  let scale = 1e8;
  let at = reading.at + 1;
  for (let digit = digitAt(text, at); digit >= 0; digit = digitAt(text, at)) {
    if (scale >= 1) nanosecond += digit * scale;
    scale /= 10;
    at += 1;
  }
  reading.nanosecond = nanosecond;
  reading.at = at;
  return true;
};
