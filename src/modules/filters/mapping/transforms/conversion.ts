import type { DataObject, Value } from '../../../../core/record.ts';
import { kindOf } from '../../../../core/value.ts';
import {
  exactInteger,
  fitsInteger,
  parseDecimal,
  parseInteger,
} from '../../../../language/number/decimal.ts';
import { transformText } from './text.ts';
import type { PresentValue, Transform, TransformOperation } from './transform.ts';

const TRUE_WORDS = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE_WORDS = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

export const toText = conversion(transformText);

/** Integers are signed 64-bit; those beyond 2^53 are kept exactly. */
export const toInt = conversion((value) => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return integerText(value);
  if (typeof value === 'bigint') return fitsInteger(value) ? exactInteger(value) : outOfRange('int');
  if (typeof value !== 'number') return unsupported(value, 'int');
  // Adding 0 turns -0 into 0.
  if (Number.isSafeInteger(value)) return value + 0;
  if (Math.abs(value) === Number.POSITIVE_INFINITY) return outOfRange('int');
  if (!Number.isInteger(value)) throw new Error(`cannot convert float with fractional part to int: ${value}`);
  return fitsInteger(BigInt(value)) ? BigInt(value) : outOfRange('int');
});

function integerText(text: string): number | bigint {
  const value = parseInteger(text.trim());
  if (value === undefined) return unparsable('int', text, 'invalid syntax');
  return fitsInteger(value) ? exactInteger(value) : unparsable('int', text, 'value out of range');
}

export const toFloat = conversion((value) => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return decimalText(value);
  // An integer beyond 2^53 keeps its digits: it is a number already.
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number') return unsupported(value, 'float');
  // JSON has no text for the others: they would fail the whole output later.
  return Number.isFinite(value) ? value : outOfRange('float');
});

function decimalText(text: string): number {
  const value = parseDecimal(text.trim());
  if (value === undefined) return unparsable('float', text, 'invalid syntax');
  return Number.isFinite(value) ? value : unparsable('float', text, 'value out of range');
}

export const toBool = conversion((value) => {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'number':
    case 'bigint':
      return value !== 0 && value !== 0n;
    case 'string': {
      const word = value.trim();
      if (TRUE_WORDS.has(word)) return true;
      return FALSE_WORDS.has(word) ? false : unparsable('bool', value, 'invalid syntax');
    }
    default:
      return unsupported(value, 'bool');
  }
});

export const toArray = conversion((value) => (Array.isArray(value) ? value : [value]));

export const toObject = conversion((value): DataObject => {
  if (kindOf(value) !== 'object') return unsupported(value, 'object');
  return value as DataObject;
});

function conversion(convert: (value: PresentValue) => Value): TransformOperation {
  const transform: Transform = convert;
  return { failureCode: 'TYPE_CONVERSION', compile: () => transform };
}

function unsupported(value: Value, wanted: string): never {
  throw new Error(`cannot convert ${kindOf(value)} to ${wanted}`);
}

function outOfRange(wanted: string): never {
  throw new Error(`cannot convert number to ${wanted}: value out of range`);
}

/** The text itself may be personal data: only its length is told. */
function unparsable(wanted: string, text: string, reason: string): never {
  throw new Error(`cannot parse ${wanted} from string of length ${text.length}: ${reason}`);
}
