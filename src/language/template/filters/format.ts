import { numberText } from '../../../core/scalar-text.ts';
import { stringifyJson } from '../../../core/stringify-json.ts';
import { getOwn, kindOf } from '../../../core/value.ts';
import { exactInteger } from '../../number/decimal.ts';
import { codePointLength, firstCodePoints } from '../../text/code-points.ts';
import { isMapping, madeText, subjectText } from '../call-values.ts';
import { textOf, toData, withoutRangeError } from '../conversion.ts';
import type { CallSite, FilterDefinition } from '../definition.ts';
import { padded } from '../text-operations.ts';
import type { TemplateMapping, TemplateValue } from '../value.ts';
import { floatDigits, integerDigits, MOST_DECIMALS, parseFormat, type Verb } from './printf.ts';

export const FORMAT_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'format',
    summary:
      'The text with its printf verbs filled in: `%s %d %i %f %e %g %x %o %b %c %r %v %%`, with flags `-+ 0#`, width ' +
      'and precision; `%(name)s` takes an argument given by name. `%r` is JSON.',
    parameters: [
      { name: 'values', rest: true },
      { name: 'members', named: true },
    ],
    examples: [
      { template: "{{ '%s-%05d' | format('A', 42) }}", output: 'A-00042' },
      { template: "{{ '%.2f|%5d|%-5s|' | format(3.14159, 42, 'ab') }}", output: '3.14|   42|ab   |' },
      {
        template: "{{ '%x %o %e %g %r %%' | format(255, 8, 1234.5, 0.5, 'a') }}",
        output: 'ff 10 1.234500e+03 0.5 "a" %',
      },
      { template: "{{ '%(n)s of %(all)s' | format(n=1, all=3) }}", output: '1 of 3' },
      {
        template: "{{ '%s %s' | format(1) }}",
        error: "invalid call to filter 'format': it has 2 verbs and 1 value",
      },
    ],
    apply(value, [positional, named], site) {
      const format = subjectText(value, site);
      const values = Array.isArray(positional) ? positional : [];
      const parts = parseFormat(format);
      if (typeof parts === 'number')
        return refuse(`unknown verb at "${format.slice(parts, parts + 4)}"`, site);
      const needed = parts.filter((part) => typeof part !== 'string' && part.key === undefined).length;
      if (needed !== values.length) {
        return refuse(`it has ${counted(needed, 'verb')} and ${counted(values.length, 'value')}`, site);
      }
      let next = 0;
      const texts = parts.map((part) => {
        if (typeof part === 'string') return madeText(part, site);
        return filledIn(
          part,
          part.key === undefined ? (values[next++] ?? null) : memberOf(named, part.key, site),
          site,
        );
      });
      return texts.join('');
    },
  },
];

function refuse(reason: string, site: CallSite): never {
  return site.fail(`invalid call to filter 'format': ${reason}`);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function memberOf(named: TemplateValue | undefined, key: string, site: CallSite): TemplateValue {
  const members: TemplateMapping = isMapping(named) ? named : {};
  const value = getOwn(members, key);
  return value === undefined ? refuse(`no argument is named '${key}'`, site) : value;
}

/** The text of one verb, filled up to its width and accounted for. */
function filledIn(verb: Verb, value: TemplateValue, site: CallSite): string {
  const { conversion, flags, width, precision } = verb;
  const left = flags.includes('-');
  if (!NUMERIC.has(conversion)) {
    const text = textual(conversion, value, site);
    const cut = precision === undefined || conversion === 'c' ? text : firstCodePoints(text, precision);
    return width > codePointLength(cut)
      ? padded(cut, width, ' ', left ? 'left' : 'right', site)
      : madeText(cut, site);
  }
  const number = numberOf(conversion, value, site);
  if ((precision ?? 0) > MOST_DECIMALS) return refuse(`a precision is at most ${MOST_DECIMALS}`, site);
  const negative = number < 0;
  const magnitude = typeof number === 'bigint' ? (negative ? -number : number) : Math.abs(number);
  const alternate = flags.includes('#');
  const digits = FLOATING.has(conversion)
    ? floatDigits(Number(magnitude), conversion, precision, alternate)
    : integerDigits(magnitude, conversion, precision, alternate);
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  if (flags.includes('0') && !left && Number.isFinite(Number(magnitude))) {
    return madeText(sign, site) + fieldOf(digits, width - sign.length, '0', false, site);
  }
  return fieldOf(sign + digits, width, ' ', left, site);
}

function fieldOf(text: string, width: number, fill: string, left: boolean, site: CallSite): string {
  return width > text.length
    ? padded(text, width, fill, left ? 'left' : 'right', site)
    : madeText(text, site);
}

const FLOATING: ReadonlySet<string> = new Set(['e', 'E', 'f', 'F', 'g', 'G']);
const NUMERIC: ReadonlySet<string> = new Set([...FLOATING, 'd', 'i', 'u', 'x', 'X', 'o', 'b']);

function numberOf(conversion: string, value: TemplateValue, site: CallSite): number | bigint {
  const number = typeof value === 'boolean' ? Number(value) : value;
  if (typeof number !== 'number' && typeof number !== 'bigint') {
    return refuse(`%${conversion} needs a number, got ${kindOf(value)}`, site);
  }
  if (typeof number === 'bigint' || FLOATING.has(conversion)) return number;
  if (!Number.isFinite(number)) return refuse(`%${conversion} needs a finite number, got ${number}`, site);
  const whole = Math.trunc(number);
  if (whole !== number && HEXADECIMAL.has(conversion)) {
    return refuse(`%${conversion} needs a whole number, got ${numberText(number)}`, site);
  }
  return exactInteger(BigInt(whole));
}

const HEXADECIMAL: ReadonlySet<string> = new Set(['x', 'X', 'o', 'b']);

function textual(conversion: string, value: TemplateValue, site: CallSite): string {
  switch (conversion) {
    case 's':
    case 'v':
      return textOf(value, site.fail);
    case 'r':
    case 'a':
    case 'q':
      return withoutRangeError(() => stringifyJson(toData(value)), site.fail);
    case 'c':
      if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0x10ffff) {
        return String.fromCodePoint(value);
      }
      if (typeof value === 'string' && codePointLength(value) === 1) return value;
      return refuse(`%c needs one character or its code, got ${kindOf(value)}`, site);
    default:
      return refuse(`unknown verb %${conversion}`, site);
  }
}
