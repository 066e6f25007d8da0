import type { Moment } from '../../../../language/time/calendar.ts';
import { compileLayout, type Layout } from '../../../../language/time/layout.ts';
import { momentInUtc, parseMoment } from '../../../../language/time/moment.ts';
import type { TransformOperation, TransformSettings } from './transform.ts';

/** The format of a `dateFormat` without one. */
export const DEFAULT_DATE_FORMAT = 'YYYY-MM-DDTHH:mm:ss';

/** Letter tokens stand for parts of the reference moment; they are replaced everywhere, in this order. */
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

/** Prints a date-time text or a timestamp in another format, as it stands in its own offset. */
export const dateFormat: TransformOperation = {
  failureCode: 'TRANSFORM_FAILED',
  compile: (settings) => {
    const { print } = compileDateFormat(formatOf(settings));
    return (value) => {
      if (typeof value === 'string') return print(readMoment(value));
      if (!(value instanceof Date)) return value;
      if (Number.isNaN(value.getTime())) throw new Error('could not parse date: invalid timestamp');
      return print(momentInUtc(value));
    };
  },
  warning: (settings) => {
    const suspicious = suspiciousWords(compileDateFormat(formatOf(settings)));
    if (suspicious.length === 0) return undefined;
    const words = suspicious.join(', ');
    const message = `the format prints ${words} as plain text: the tokens are YYYY YY MM DD HH mm ss SSS`;
    return { setting: 'format', message };
  },
};

function formatOf({ format }: TransformSettings): string {
  return format || DEFAULT_DATE_FORMAT;
}

/** Compiles a format; every text is one. */
export function compileDateFormat(format: string): Layout {
  return compileLayout(LETTER_TOKENS.reduce((text, [token, part]) => text.replaceAll(token, part), format));
}

/** Words of the literal text that other products' formats use as tokens, and this one prints as they stand. */
export function suspiciousWords({ literals }: Layout): string[] {
  const words = literals.flatMap((literal) => literal.match(/\p{L}+/gu) ?? []);
  return words.filter((word) => /^(?:y{2,4}|d{1,4}|M|D|hh|H|A|E{1,4}|S{1,2})$/.test(word));
}

/** The text itself may be personal data: only its length is told. */
function readMoment(text: string): Moment {
  const moment = parseMoment(text);
  if (moment === undefined) throw new Error(`could not parse date: string of length ${text.length}`);
  return moment;
}
