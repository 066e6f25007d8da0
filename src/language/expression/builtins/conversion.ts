import { exactInteger, fitsInteger, parseDecimal, parseInteger } from '../../number/decimal.ts';
import { isInteger, typeName } from '../type-name.ts';
import { type ExpressionValue, isObject, KeyedValues } from '../value.ts';
import { ANY, type FunctionBuiltin } from './builtin.ts';
import { displayText } from './value-text.ts';

const SHAPE = { form: 'function', category: 'conversion' } as const;

const NUMBER_OR_TEXT = [{ name: 'value', accepts: ['int', 'float', 'number', 'string'] }] as const;

export const int: FunctionBuiltin = {
  ...SHAPE,
  name: 'int',
  parameters: NUMBER_OR_TEXT,
  summary:
    'The whole part of a number, or the integer that a text of decimal digits with an optional sign stands for.',
  returns: 'int',
  call: ([value = null], fail) => {
    const integer = integerOf(value);
    return integer !== undefined && fitsInteger(integer)
      ? exactInteger(integer)
      : fail(cannotConvert('int', value));
  },
  examples: [
    { expression: 'int("42") + 1', value: 43 },
    { expression: 'int(-7.9)', value: -7 },
    { expression: 'int("5.5")', error: 'invalid operation: int(5.5)' },
    { expression: 'int(missing)', error: 'invalid operation: int(<nil>)' },
  ],
};

/** More digits than any integer of 64 bits has, whatever zeros it starts with. */
const DIGIT_LIMIT = 1_000;

function integerOf(value: ExpressionValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
  return typeof value === 'string' && value.length <= DIGIT_LIMIT ? parseInteger(value) : undefined;
}

export const float: FunctionBuiltin = {
  ...SHAPE,
  name: 'float',
  parameters: NUMBER_OR_TEXT,
  summary: 'A number as it is, or the number that a text in decimal or scientific notation stands for.',
  returns: 'number',
  call: ([value = null], fail) => {
    if (typeof value === 'number') return value;
    const number =
      typeof value === 'bigint' ? Number(value) : typeof value === 'string' ? parseDecimal(value) : undefined;
    return number !== undefined && Number.isFinite(number) ? number : fail(cannotConvert('float', value));
  },
  examples: [
    { expression: 'float("1.5e3")', value: 1500 },
    { expression: 'float(7)', value: 7 },
    { expression: 'float("abc")', error: 'invalid operation: float(abc)' },
  ],
};

/** The published message shows the text of a string and the type of anything else. */
function cannotConvert(name: string, value: ExpressionValue): string {
  return `invalid operation: ${name}(${typeof value === 'string' ? value.slice(0, 40) : typeName(value)})`;
}

export const string: FunctionBuiltin = {
  ...SHAPE,
  name: 'string',
  parameters: [{ name: 'value', accepts: ANY }],
  summary:
    'The text of any value: numbers as plain decimals, nil as <nil>, lists as [a b], objects as map[k:v] sorted by key, timestamps in RFC 3339.',
  returns: 'string',
  call: ([value = null], fail, evaluation) =>
    typeof value === 'string' ? value : displayText(value, fail, evaluation),
  examples: [
    { expression: 'string(1234567.5)', value: '1234567.5' },
    { expression: 'string([true, "a", nil])', value: '[true a <nil>]' },
    { expression: 'string({b: 1, a: [2]})', value: 'map[a:[2] b:1]' },
  ],
};

export const type: FunctionBuiltin = {
  ...SHAPE,
  name: 'type',
  parameters: [{ name: 'value', accepts: ANY }],
  summary:
    'The name of the type of a value: "nil", "bool", "int" for a whole number, "float" for any other, "string", "array", "map", "time.Time" or "time.Duration".',
  returns: 'string',
  call: ([value = null]) => typeWord(value),
  examples: [
    { expression: 'type(2.0)', value: 'int' },
    { expression: 'type(1.5)', value: 'float' },
    { expression: 'type({})', value: 'map' },
    { expression: 'type(missing)', value: 'nil' },
  ],
};

function typeWord(value: ExpressionValue): string {
  if (value === null) return 'nil';
  if (Array.isArray(value)) return 'array';
  if (isObject(value) || value instanceof KeyedValues) return 'map';
  if (typeof value === 'number') return isInteger(value) ? 'int' : 'float';
  // What is left is called the same in messages.
  return typeName(value);
}
