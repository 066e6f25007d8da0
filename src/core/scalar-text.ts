/**
 * Plain decimal text of a finite number, never with an exponent. A whole number has all its digits and no `.0`
 * (`2 ** 70` is `1180591620717411303424`), `-0` is `0`; any other number has the shortest digits that read back as
 * the same number (`1.5e-7` is `0.00000015`).
 */
export function numberText(value: number | bigint): string {
  if (typeof value === 'bigint') return value.toString();
  if (value === 0) return '0';
  if (Number.isSafeInteger(value)) return String(value);
  if (Number.isInteger(value)) return BigInt(value).toString();
  const text = String(value);
  const exponentAt = text.indexOf('e-');
  if (exponentAt < 0) return text;
  const negative = text.startsWith('-');
  const digits = text.slice(negative ? 1 : 0, exponentAt).replace('.', '');
  const zeros = '0'.repeat(Number(text.slice(exponentAt + 2)) - 1);
  return `${negative ? '-' : ''}0.${zeros}${digits}`;
}

/** RFC 3339 text of a date in UTC; the fraction is kept when it is not zero. An invalid date is empty text. */
export function timestampText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}
