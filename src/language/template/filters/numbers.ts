import { numberText } from '../../../core/scalar-text.ts';
import { exactInteger, parseDecimal } from '../../number/decimal.ts';
import { choiceArgument, integerArgument, refuseValue, subjectText } from '../call-values.ts';
import { isTruthy } from '../conversion.ts';
import type { FilterDefinition } from '../definition.ts';
import { integerFromText } from '../integer-text.ts';
import { isText } from '../operations/concatenation.ts';
import type { TemplateValue } from '../value.ts';
import { MOST_PLACES, roundedNumber } from './rounding.ts';

export const NUMBER_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'int',
    summary:
      'The value as a whole number: fractions are cut off, text is read in the given base (by its `0x`, `0o` or `0b` for base 0), anything else is `default`.',
    parameters: [
      { name: 'default', default: 0 },
      { name: 'base', default: 10 },
    ],
    examples: [
      { template: "{{ '42.9' | int }} {{ (-1.5) | int }}", output: '42 -1' },
      { template: "{{ 'abc' | int(-1) }}", output: '-1' },
      { template: "{{ '0xff' | int(base=16) }}", output: '255' },
    ],
    apply(value, [fallback = null, base], site) {
      const radix = integerArgument(base, 'base', "filter 'int'", site.fail, { minimum: 0, maximum: 36 });
      return integerOf(isText(value) ? subjectText(value, site) : value, radix) ?? fallback;
    },
  },
  {
    name: 'float',
    summary: 'The value as a number, text included; anything that is no number is `default`.',
    parameters: [{ name: 'default', default: 0 }],
    examples: [
      { template: "{{ ' 3.50 ' | float }}", output: '3.5' },
      { template: "{{ 'n/a' | float(default=-1) }}", output: '-1' },
    ],
    apply: (value, [fallback = null], site) =>
      floatOf(isText(value) ? subjectText(value, site) : value) ?? fallback,
  },
  {
    name: 'abs',
    summary: 'The number without its sign.',
    parameters: [],
    examples: [
      { template: '{{ (-4.5) | abs }}', output: '4.5' },
      { template: "{{ 'x' | abs }}", error: "invalid call to filter 'abs': expected a number, got string" },
    ],
    apply(value, _, site) {
      if (typeof value === 'bigint') return value < 0n ? -value : value;
      return typeof value === 'number'
        ? Math.abs(value)
        : refuseValue("filter 'abs'", 'a number', value, site.fail);
    },
  },
  {
    name: 'round',
    summary:
      'The number with that many decimals: `common` rounds half away from zero, `floor` down, `ceil` up. A negative ' +
      'precision rounds to tens, hundreds and so on.',
    parameters: [
      { name: 'precision', default: 0 },
      { name: 'method', default: 'common' },
    ],
    examples: [
      { template: '{{ 2.5 | round }} {{ (-2.5) | round }}', output: '3 -3' },
      { template: '{{ 1.005 | round(2) }}', output: '1.01' },
      { template: "{{ 42.55 | round(1, 'floor') }} {{ 1234 | round(-2, 'ceil') }}", output: '42.5 1300' },
    ],
    apply(value, [precision, method = null], site) {
      if (typeof value !== 'number' && typeof value !== 'bigint') {
        return refuseValue("filter 'round'", 'a number', value, site.fail);
      }
      const decimals = integerArgument(precision, 'precision', "filter 'round'", site.fail, {
        minimum: -MOST_PLACES,
        maximum: MOST_PLACES,
      });
      const how = choiceArgument(method, ['common', 'ceil', 'floor'], 'method', "filter 'round'", site.fail);
      return roundedNumber(value, decimals, how);
    },
  },
  {
    name: 'filesizeformat',
    summary: 'A number of bytes as people read it: `13 kB`, or with `binary` in units of 1024.',
    parameters: [{ name: 'binary', default: false }],
    examples: [
      { template: '{{ 13000 | filesizeformat }}', output: '13.0 kB' },
      { template: '{{ 2097152 | filesizeformat(true) }}', output: '2.0 MiB' },
      { template: '{{ 1 | filesizeformat }} {{ 999 | filesizeformat }}', output: '1 Byte 999 Bytes' },
    ],
    apply(value, [binary = false], site) {
      const bytes = floatOf(value) ?? refuseValue("filter 'filesizeformat'", 'a number', value, site.fail);
      return fileSize(Number(bytes), isTruthy(binary));
    },
  },
];

function integerOf(value: TemplateValue, base: number): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') {
    const integer = integerFromText(value, base);
    return integer === undefined && base === 10 ? truncated(parseDecimal(value.trim())) : integer;
  }
  return typeof value === 'number' ? truncated(value) : undefined;
}

function truncated(value: number | undefined): number | bigint | undefined {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  // Adding zero turns the -0 of -0.5 into 0.
  const whole = Math.trunc(value) + 0;
  return Number.isSafeInteger(whole) ? whole : exactInteger(BigInt(whole));
}

function floatOf(value: TemplateValue): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return Number(value);
  const number = typeof value === 'string' ? parseDecimal(value.trim()) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const UNITS = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];

function fileSize(bytes: number, binary: boolean): string {
  const base = binary ? 1024 : 1000;
  if (bytes === 1) return '1 Byte';
  if (Math.abs(bytes) < base) return `${numberText(Math.trunc(bytes))} Bytes`;
  let size = bytes / base;
  let unit = 0;
  for (; Math.abs(size) >= base && unit < UNITS.length - 1; unit += 1) size /= base;
  const prefix = binary ? `${UNITS[unit]?.toUpperCase()}i` : UNITS[unit];
  const digits = Math.abs(size) < 1e21 ? size.toFixed(1) : numberText(size);
  return `${digits} ${prefix}B`;
}
