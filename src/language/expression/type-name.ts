import type { Value } from '../../core/record.ts';
import { kindOf } from '../../core/value.ts';

const NAMES = {
  null: '<nil>',
  boolean: 'bool',
  string: 'string',
  array: '[]interface {}',
  object: 'map[string]interface {}',
  timestamp: 'time.Time',
} as const;

/** True for a number that counts as an integer: whole and exact. */
export function isInteger(value: Value): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
}

/** The type of a value as evaluation errors name it, a published vocabulary. */
export function typeName(value: Value): string {
  const kind = kindOf(value);
  if (kind === 'number') return isInteger(value) ? 'int' : 'float64';
  return NAMES[kind];
}

/** The text of the error that a value of one type gets where another one is needed. */
export function conversionError(value: Value, wanted: 'string' | 'bool'): string {
  const actual = value === null ? 'nil' : typeName(value);
  return `interface conversion: interface {} is ${actual}, not ${wanted}`;
}
