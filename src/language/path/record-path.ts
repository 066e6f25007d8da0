import type { DataObject, Value } from '../../core/record.ts';
import { compileRead, compileWrite, deleteAt } from './path-access.ts';
import { parsePathSteps } from './path-syntax.ts';

export { LARGEST_GROWTH_INDEX } from './path-access.ts';

/**
 * A place in a record, such as `customer.addresses[0].city`: keys separated by `.`, each with at most one `[n]`
 * after it. A key that holds dots or brackets is written `a\.b` or `["a.b"]`. Every key is plain data: `__proto__`
 * and `constructor` too.
 */
export interface RecordPath {
  /** The path as written. */
  readonly text: string;
  /** The first key: what decides whether a write lands in a reserved field. */
  readonly firstKey: string;
  /** The value, `null` included; `undefined` when a key or element on the way is missing. */
  get(record: DataObject): Value | undefined;
  /**
   * Writes the value and creates what is missing on the way. A value on the way that cannot hold the next step
   * is replaced; lists are padded with null up to the index.
   *
   * @returns true when a value other than null had to give way on the way down
   * @throws {RangeError} when a list would have to grow beyond {@link LARGEST_GROWTH_INDEX}
   */
  set(record: DataObject, value: Value): boolean;
  /**
   * Removes the key from its object, or the element from its list, which closes the gap. Anything missing on the
   * way leaves the record unchanged; emptied parents stay.
   */
  delete(record: DataObject): void;
}

/**
 * Reads a record path once, for use on many records.
 *
 * @throws {LocatedError} `empty path`, or `invalid array index in path: "<segment>"` and what to write instead
 */
export function parseRecordPath(text: string): RecordPath {
  const steps = parsePathSteps(text);
  return {
    text,
    firstKey: String(steps[0]),
    get: compileRead(steps),
    set: compileWrite(steps, text),
    delete: (record) => deleteAt(steps, record),
  };
}
