import { Duration } from '../../core/duration.ts';
import { OpaqueValue } from '../../core/record.ts';
import { kindOf } from '../../core/value.ts';
import { type ExpressionValue, KeyedValues } from './value.ts';

const NAMES = {
  null: '<nil>',
  boolean: 'bool',
  string: 'string',
  array: '[]interface {}',
  object: 'map[string]interface {}',
  timestamp: 'time.Time',
} as const;

/** True for a number that counts as an integer: whole and exact. */
export function isInteger(value: ExpressionValue): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
}

/** The type of a value as evaluation errors name it, a published vocabulary. */
export function typeName(value: ExpressionValue): string {
  const kind = kindOf(value);
  if (kind === 'number') return isInteger(value) ? 'int' : 'float64';
  if (!(value instanceof OpaqueValue)) return NAMES[kind];
  if (value instanceof Duration) return 'time.Duration';
  return value instanceof KeyedValues ? 'map[interface {}]interface {}' : 'time.Location';
}

/** The text of the error that a value of one type gets where another one is needed. */
export function conversionError(value: ExpressionValue, wanted: 'string' | 'bool'): string {
  const actual = value === null ? 'nil' : typeName(value);
  return `interface conversion: interface {} is ${actual}, not ${wanted}`;
}
