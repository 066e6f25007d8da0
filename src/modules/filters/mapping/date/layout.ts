import { dayOfYear, MONTHS, type Moment, WEEKDAYS, weekday } from './moment.ts';

/** A compiled output format. */
export interface DateLayout {
  print(moment: Moment): string;
  /** Words of the literal text that other products' formats use as tokens, and this one prints as they stand. */
  readonly suspicious: readonly string[];
}

/** The format of a `dateFormat` without one. */
export const DEFAULT_DATE_FORMAT = 'YYYY-MM-DDTHH:mm:ss';

type Print = (moment: Moment) => string;

/** First pass: letter tokens stand for parts of the reference instant, replaced everywhere, in this order. */
const LETTER_TOKENS = [
  ['YYYY', '2006'],
  ['YY', '06'],
  ['MM', '01'],
  ['DD', '02'],
  ['HH', '15'],
  ['mm', '04'],
  ['ss', '05'],
  ['SSS', '000'],
] as const;

const pad = (value: number, width: number, fill = '0'): string => String(value).padStart(width, fill);
const hour12 = ({ hour }: Moment): number => (hour % 12 === 0 ? 12 : hour % 12);
const monthName = ({ month }: Moment): string => MONTHS[month - 1] ?? '';
const weekdayName = (moment: Moment): string => WEEKDAYS[weekday(moment)] ?? '';

/**
 * Second pass: how each part of the reference instant, Mon Jan 2 15:04:05 2006 -0700 MST, prints. The first token
 * that fits a position wins, so longer ones stand before their beginnings.
 */
const REFERENCE_TOKENS: readonly (readonly [pattern: string, print: Print])[] = [
  ['January', monthName],
  ['Jan(?![a-z])', (moment) => monthName(moment).slice(0, 3)],
  ['Monday', weekdayName],
  ['Mon(?![a-z])', (moment) => weekdayName(moment).slice(0, 3)],
  ['MST', ({ zone, offset }) => zone ?? numericOffset(offset, '', 'minutes')],
  ['002', (moment) => pad(dayOfYear(moment), 3)],
  ['01', ({ month }) => pad(month, 2)],
  ['02', ({ day }) => pad(day, 2)],
  ['03', (moment) => pad(hour12(moment), 2)],
  ['04', ({ minute }) => pad(minute, 2)],
  ['05', ({ second }) => pad(second, 2)],
  ['06', ({ year }) => pad(year % 100, 2)],
  ['15', ({ hour }) => pad(hour, 2)],
  ['1', ({ month }) => String(month)],
  ['2006', ({ year }) => pad(year, 4)],
  ['__2', (moment) => pad(dayOfYear(moment), 3, ' ')],
  ['_2(?!006)', ({ day }) => pad(day, 2, ' ')],
  ['2', ({ day }) => String(day)],
  ['3', (moment) => String(hour12(moment))],
  ['4', ({ minute }) => String(minute)],
  ['5', ({ second }) => String(second)],
  ['PM', ({ hour }) => (hour < 12 ? 'AM' : 'PM')],
  ['pm', ({ hour }) => (hour < 12 ? 'am' : 'pm')],
  ...offsetTokens('-', (offset, separator, precision) => numericOffset(offset, separator, precision)),
  ...offsetTokens('Z', (offset, separator, precision) =>
    offset === 0 ? 'Z' : numericOffset(offset, separator, precision),
  ),
];

type OffsetPrecision = 'hours' | 'minutes' | 'seconds';

function offsetTokens(
  start: '-' | 'Z',
  print: (offset: number, separator: string, precision: OffsetPrecision) => string,
): [string, Print][] {
  return [
    [`${start}070000`, ({ offset }) => print(offset, '', 'seconds')],
    [`${start}07:00:00`, ({ offset }) => print(offset, ':', 'seconds')],
    [`${start}0700`, ({ offset }) => print(offset, '', 'minutes')],
    [`${start}07:00`, ({ offset }) => print(offset, ':', 'minutes')],
    [`${start}07`, ({ offset }) => print(offset, '', 'hours')],
  ];
}

function numericOffset(offset: number, separator: string, precision: OffsetPrecision): string {
  const minutes = Math.abs(offset);
  const parts = [pad(Math.trunc(minutes / 60), 2), pad(minutes % 60, 2), '00'];
  const length = { hours: 1, minutes: 2, seconds: 3 }[precision];
  return (offset < 0 ? '-' : '+') + parts.slice(0, length).join(separator);
}

const FRACTION = String.raw`[.,](?:0+|9+)(?!\d)`;

/** One group per token, in the order of {@link REFERENCE_TOKENS}, then one for the fraction of a second. */
const TOKEN = new RegExp(
  [...REFERENCE_TOKENS.map(([pattern]) => pattern), FRACTION].map((pattern) => `(${pattern})`).join('|'),
  'g',
);

/** Compiles an output format; every text is one. */
export function compileDateLayout(format: string): DateLayout {
  const reference = LETTER_TOKENS.reduce((text, [token, part]) => text.replaceAll(token, part), format);
  const parts: (string | Print)[] = [];
  let end = 0;
  for (const match of reference.matchAll(TOKEN)) {
    if (match.index > end) parts.push(reference.slice(end, match.index));
    end = match.index + match[0].length;
    const token = match.slice(1).findIndex((group) => group !== undefined);
    parts.push(REFERENCE_TOKENS[token]?.[1] ?? fraction(match[0]));
  }
  if (end < reference.length) parts.push(reference.slice(end));
  return {
    print: (moment) => parts.map((part) => (typeof part === 'string' ? part : part(moment))).join(''),
    suspicious: parts.flatMap((part) => (typeof part === 'string' ? suspiciousWords(part) : [])),
  };
}

/** Zeros print that many digits, nines drop trailing zeros and, when nothing is left, the separator too. */
function fraction(token: string): Print {
  const separator = token.charAt(0);
  const width = token.length - 1;
  const digits = ({ nanosecond }: Moment): string => pad(nanosecond, 9).slice(0, width).padEnd(width, '0');
  if (token.charAt(1) === '0') return (moment) => separator + digits(moment);
  return (moment) => {
    const kept = digits(moment).replace(/0+$/, '');
    return kept === '' ? '' : separator + kept;
  };
}

function suspiciousWords(literal: string): string[] {
  const words = literal.match(/\p{L}+/gu) ?? [];
  return words.filter((word) => /^(?:y{2,4}|d{1,4}|M|D|hh|H|A|E{1,4}|S{1,2})$/.test(word));
}
