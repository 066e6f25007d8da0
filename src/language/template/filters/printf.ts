import { numberText } from '../../../core/scalar-text.ts';

/** One verb of a format: `%-8.2f`, `%(name)s`. */
export interface Verb {
  readonly key: string | undefined;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
}

/** A format taken apart: text, and the verbs between. */
export type FormatPart = string | Verb;

const VERB = /%(?:\(([^()]*)\))?([-+ 0#]*)(\d*)(?:\.(\d*))?[hlL]?([a-zA-Z%])/y;

/**
 * Takes a printf format apart.
 *
 * @returns the parts, or the offset of a `%` that starts no verb
 */
export function parseFormat(format: string): FormatPart[] | number {
  const parts: FormatPart[] = [];
  let copied = 0;
  for (let at = format.indexOf('%'); at >= 0; at = format.indexOf('%', copied)) {
    if (at > copied) parts.push(format.slice(copied, at));
    VERB.lastIndex = at;
    const match = VERB.exec(format);
    if (match === null) return at;
    const [all, key, flags = '', width = '', precision, conversion = ''] = match;
    parts.push(
      conversion === '%'
        ? '%'
        : {
            key,
            flags,
            width: Number(width),
            precision: precision === undefined ? undefined : Number(precision),
            conversion,
          },
    );
    copied = at + all.length;
  }
  if (copied < format.length) parts.push(format.slice(copied));
  return parts;
}

/** Decimals beyond these are refused: the engine cannot write more. */
export const MOST_DECIMALS = 100;

/** The digits of a number for `%f`, `%e` and `%g`, without a sign. */
export function floatDigits(magnitude: number, conversion: string, precision = 6, alternate = false): string {
  if (!Number.isFinite(magnitude)) return Number.isNaN(magnitude) ? 'nan' : 'inf';
  const kind = conversion.toLowerCase();
  const text =
    kind === 'f'
      ? fixed(magnitude, precision)
      : kind === 'e'
        ? scientific(magnitude, precision)
        : general(magnitude, precision === 0 ? 1 : precision, alternate);
  return conversion === kind ? text : text.toUpperCase();
}

function fixed(magnitude: number, precision: number): string {
  if (magnitude < 1e21) return magnitude.toFixed(precision);
  const digits = BigInt(magnitude).toString();
  return precision === 0 ? digits : `${digits}.${'0'.repeat(precision)}`;
}

/** Exponents have two digits at least, as in C. */
function scientific(magnitude: number, precision: number): string {
  return magnitude.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2');
}

function general(magnitude: number, precision: number, alternate: boolean): string {
  const text = scientific(magnitude, precision - 1);
  const exponent = Number(text.slice(text.indexOf('e') + 1));
  const decimals = Math.min(MOST_DECIMALS, precision - 1 - exponent);
  const short = exponent < -4 || exponent >= precision ? text : fixed(magnitude, decimals);
  return alternate ? short : withoutFinalZeros(short);
}

/** The zeros at the end of a fraction say nothing; those of an exponent do. */
function withoutFinalZeros(digits: string): string {
  const [mantissa = '', exponent] = digits.split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return exponent === undefined ? short : `${short}e${exponent}`;
}

/** The digits of a whole number in the base of `%d`, `%x`, `%o` or `%b`, without a sign. */
export function integerDigits(
  magnitude: number | bigint,
  conversion: string,
  precision = 0,
  alternate = false,
): string {
  const base = { x: 16, X: 16, o: 8, b: 2 }[conversion] ?? 10;
  const digits = base === 10 ? numberText(magnitude) : magnitude.toString(base);
  const cased = conversion === 'X' ? digits.toUpperCase() : digits;
  const prefix = alternate && base !== 10 ? `0${conversion}` : '';
  return prefix + cased.padStart(precision, '0');
}
