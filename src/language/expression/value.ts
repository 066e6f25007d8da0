import { Duration } from '../../core/duration.ts';
import { type DataObject, isDataObject, OpaqueValue, type Value } from '../../core/record.ts';
import { setOwn } from '../../core/value.ts';

/** What an expression computes with: the values of records, and durations, time zones and groups besides. */
export type ExpressionValue =
  | null
  | boolean
  | string
  | number
  | bigint
  | Date
  | OpaqueValue
  | ExpressionValue[]
  | ExpressionObject;

/** An object inside an expression: own keys only. */
export interface ExpressionObject {
  [key: string]: ExpressionValue;
}

/** True for an object with members: no list, timestamp or opaque value. */
export function isObject(value: ExpressionValue): value is ExpressionObject {
  return isDataObject(value);
}

/** What `groupBy` and `fromPairs` give: lists or values by key, where keys keep their type. */
export class KeyedValues extends OpaqueValue {
  readonly entries: ReadonlyMap<ExpressionValue, ExpressionValue>;

  /** @param entries keys are null, booleans, texts or numbers; a `bigint` only beyond 2^53 */
  constructor(entries: ReadonlyMap<ExpressionValue, ExpressionValue>) {
    super();
    this.entries = entries;
  }
}

/**
 * The value as data, for whoever uses the result of an expression: a duration is its whole nanoseconds, groups are
 * an object, any other opaque value is its text.
 */
export function toData(value: ExpressionValue): Value {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(toData);
  if (value instanceof Duration) return value.nanoseconds;
  const entries =
    value instanceof KeyedValues ? value.entries : isObject(value) ? Object.entries(value) : undefined;
  if (entries === undefined) return String(value);
  const result: DataObject = {};
  for (const [key, member] of entries) setOwn(result, String(key), toData(member));
  return result;
}
