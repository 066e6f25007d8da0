import type { Value } from '../../../core/record.ts';
import { kindOf, numberText, timestampText } from '../../../core/value.ts';
import { exactInteger, fitsInteger, parseDecimal, parseInteger } from '../../number/decimal.ts';
import { typeName } from '../type-name.ts';
import type { Builtin } from './builtin.ts';

const NUMBER_OR_TEXT = { accepts: ['int', 'float', 'number', 'string'] } as const;

/** `int(v)`: the whole part of a number, or the number a plain decimal text stands for. */
export const int: Builtin = {
  name: 'int',
  parameters: [NUMBER_OR_TEXT],
  returns: 'int',
  call: ([value = null], fail) => {
    const integer = integerOf(value);
    return integer !== undefined && fitsInteger(integer)
      ? exactInteger(integer)
      : fail(cannotConvert('int', value));
  },
};

function integerOf(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
  return typeof value === 'string' ? parseInteger(value) : undefined;
}

/** `float(v)`: a number as it is, or the number a text stands for. */
export const float: Builtin = {
  name: 'float',
  parameters: [NUMBER_OR_TEXT],
  returns: 'number',
  call: ([value = null], fail) => {
    if (typeof value === 'number') return value;
    if (typeof value === 'bigint') return Number(value);
    const number = typeof value === 'string' ? parseDecimal(value) : undefined;
    return number !== undefined && Number.isFinite(number) ? number : fail(cannotConvert('float', value));
  },
};

/** The published message shows the text of a string and the type of anything else. */
function cannotConvert(name: string, value: Value): string {
  return `invalid operation: ${name}(${typeof value === 'string' ? value.slice(0, 40) : typeName(value)})`;
}

/** `string(v)`: the text of any value. */
export const string: Builtin = {
  name: 'string',
  parameters: [{ accepts: ['nil', 'bool', 'int', 'float', 'number', 'string', 'list', 'object'] }],
  returns: 'string',
  call: ([value = null]) => textOf(value),
};

/** Numbers are plain decimals, lists `[a b]`, objects `map[k:v]` sorted by key, null `<nil>`. */
function textOf(value: Value): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(textOf).join(' ')}]`;
  if (value instanceof Date) return timestampText(value);
  switch (typeof value) {
    case 'object': {
      const keys = Object.keys(value).sort();
      return `map[${keys.map((key) => `${key}:${textOf(value[key] as Value)}`).join(' ')}]`;
    }
    case 'number':
    case 'bigint':
      return numberText(value);
    default:
      return String(value);
  }
}

/** `len(v)`: elements of a list, keys of an object, code points of a text. */
export const len: Builtin = {
  name: 'len',
  parameters: [{ accepts: ['string', 'list', 'object'] }],
  returns: 'int',
  call: ([value = null], fail) => {
    if (typeof value === 'string') return codePointLength(value);
    if (Array.isArray(value)) return value.length;
    if (kindOf(value) === 'object') return Object.keys(value as object).length;
    return fail(`invalid argument for len (type ${typeName(value)})`);
  },
};

/** Characters of a text, each code point counted once. */
export function codePointLength(text: string): number {
  let length = text.length;
  for (let at = 1; at < text.length; at += 1) {
    if (isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1))) length -= 1;
  }
  return length;
}

function isHighSurrogate(codeUnit: number): boolean {
  return codeUnit >= 0xd800 && codeUnit <= 0xdbff;
}

function isLowSurrogate(codeUnit: number): boolean {
  return codeUnit >= 0xdc00 && codeUnit <= 0xdfff;
}
