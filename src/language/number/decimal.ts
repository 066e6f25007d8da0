const SMALLEST_INTEGER = -(2n ** 63n);
const LARGEST_INTEGER = 2n ** 63n - 1n;

/** True when the value fits a signed 64-bit integer. */
export function fitsInteger(value: bigint): boolean {
  return value >= SMALLEST_INTEGER && value <= LARGEST_INTEGER;
}

/** The exact number as records hold it: a `number` up to 2^53, a `bigint` beyond. */
export function exactInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The integer that a text of decimal digits with an optional sign stands for, whatever its size. */
export function parseInteger(text: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  return BigInt(text.startsWith('+') ? text.slice(1) : text);
}

/** The number that a text in decimal or scientific notation stands for; infinite when it is out of range. */
export function parseDecimal(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}
