import { CannectorsError } from '../../../core/errors.ts';
import type { Value } from '../../../core/record.ts';
import { stringifyJson } from '../../../core/stringify-json.ts';
import { boundDate } from './date-text.ts';
import type { DateForm } from './dsn.ts';
import type { SqliteValue } from './library.ts';

const SMALLEST_INTEGER = -(2n ** 63n);
const LARGEST_INTEGER = 2n ** 63n - 1n;

/**
 * The arguments of a statement in the types SQLite binds without loss: whole numbers as INTEGER, lists and
 * objects as JSON text, dates in the form the connection asks for.
 *
 * @throws {CannectorsError} naming the argument whose value SQLite would change silently: text with a NUL
 * character, an integer beyond 64 bits, not-a-number
 */
export function bindValues(values: readonly Value[], dateForm: DateForm): SqliteValue[] {
  const bound = new Array<SqliteValue>(values.length);
  for (let index = 0; index < values.length; index += 1) {
    bound[index] = bindValue(values[index] ?? null, index, dateForm);
  }
  return bound;
}

function bindValue(value: Value, index: number, dateForm: DateForm): SqliteValue {
  switch (typeof value) {
    case 'string':
      return bindText(value, index);
    case 'number':
      if (Number.isSafeInteger(value)) return value;
      if (Number.isNaN(value)) throw refusal(index, 'is not a number (NaN)');
      // A double would be stored as `1e+17` in a TEXT column.
      return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? BigInt(value) : value;
    case 'bigint':
      if (value < SMALLEST_INTEGER || value > LARGEST_INTEGER) {
        throw refusal(index, 'is an integer beyond 64 bits, the largest SQLite can store');
      }
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      if (value === null) return null;
      return value instanceof Date ? boundDate(value, dateForm) : bindText(stringifyJson(value), index);
  }
}

function bindText(text: string, index: number): string {
  if (text.includes('\0')) {
    throw refusal(index, 'holds a NUL character, at which SQLite would cut the text off');
  }
  return text.isWellFormed() ? text : text.toWellFormed();
}

function refusal(index: number, reason: string): CannectorsError {
  return new CannectorsError(`binding argument ${index + 1}: the value ${reason}`, {
    category: 'validation',
  });
}
