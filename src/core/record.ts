/**
 * The data that moves through a pipeline.
 *
 * Integers that a JavaScript number cannot hold exactly (beyond 2^53) are `bigint`; every other number is a
 * `number`. `Date` appears only where a source or a script made one. Objects carry own keys only: names that
 * come from data are looked up with `Object.hasOwn`, never through the prototype.
 */
export type Value = null | boolean | string | number | bigint | Date | Value[] | DataObject;

/** An object inside a record: own enumerable string keys, in insertion order. */
export interface DataObject {
  [key: string]: Value;
}

/** One record: the unit that inputs yield, filters edit and outputs deliver. */
export type DataRecord = DataObject;

/**
 * A value that lives inside a language and never in a record: a duration, a time zone, a macro. Nothing of it can
 * be reached as if it were a member of a data object.
 */
export abstract class OpaqueValue {
  /** Equality of values of the same kind; by default only with itself. */
  isEqualTo(other: OpaqueValue): boolean {
    return this === other;
  }

  /** Negative, zero or positive; `undefined` when the two have no order. */
  compareTo(_other: OpaqueValue): number | undefined {
    return undefined;
  }
}

/** True for a plain data object: not null, not a list, not a date, not an opaque value. */
export function isDataObject(value: unknown): value is DataObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof OpaqueValue)
  );
}

/** Field names the runtime owns; they are dropped from everything that comes from outside. */
export const RESERVED_FIELDS = { metadata: '_metadata', errors: '_errors' } as const;
