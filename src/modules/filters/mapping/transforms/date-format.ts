import { compileDateLayout, DEFAULT_DATE_FORMAT } from '../date/layout.ts';
import { type Moment, momentInUtc, parseMoment } from '../date/moment.ts';
import type { TransformOperation, TransformSettings } from './transform.ts';

/** Prints a date-time text or a timestamp in another format, as it stands in its own offset. */
export const dateFormat: TransformOperation = {
  failureCode: 'TRANSFORM_FAILED',
  compile: (settings) => {
    const { print } = compileDateLayout(formatOf(settings));
    return (value) => {
      if (typeof value === 'string') return print(readMoment(value));
      if (!(value instanceof Date)) return value;
      if (Number.isNaN(value.getTime())) throw new Error('could not parse date: invalid timestamp');
      return print(momentInUtc(value));
    };
  },
  warning: (settings) => {
    const { suspicious } = compileDateLayout(formatOf(settings));
    if (suspicious.length === 0) return undefined;
    return `the format prints ${suspicious.join(', ')} as plain text: the tokens are YYYY YY MM DD HH mm ss SSS`;
  },
};

function formatOf({ format }: TransformSettings): string {
  return format || DEFAULT_DATE_FORMAT;
}

/** The text itself may be personal data: only its length is told. */
function readMoment(text: string): Moment {
  const moment = parseMoment(text);
  if (moment === undefined) throw new Error(`could not parse date: string of length ${text.length}`);
  return moment;
}
