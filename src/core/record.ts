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

/** True for a plain data object: not null, not a list, not a date. */
export function isDataObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** Field names the runtime owns; they are dropped from everything that comes from outside. */
export const RESERVED_FIELDS = { metadata: '_metadata', errors: '_errors' } as const;
