import { type DataObject, isDataObject, type Value } from '../../core/record.ts';
import { setOwn } from '../../core/value.ts';
import { LocatedError } from '../located-error.ts';
import { readOwn } from './read-own.ts';

/** A write may make a list grow up to this many elements; a larger index is refused. */
export const LARGEST_GROWTH_INDEX = 100_000;

/** One step down: a key of an object or a position in a list. */
type Step = string | number;

/**
 * A place in a record, such as `customer.addresses[0].city`: keys separated by `.`, each with at most one
 * `[n]` after it. There is no escaping, and every key is plain data: `__proto__` and `constructor` too.
 */
export class RecordPath {
  /** The path as written. */
  readonly text: string;
  /** The key of the first segment, without its index: what decides whether a write lands in a reserved field. */
  readonly firstKey: string;
  readonly #steps: readonly Step[];

  constructor(text: string, firstKey: string, steps: readonly Step[]) {
    this.text = text;
    this.firstKey = firstKey;
    this.#steps = steps;
  }

  /** The value, `null` included; `undefined` when a key or element on the way is missing. */
  get(record: DataObject): Value | undefined {
    let current: Value | undefined = record;
    for (const step of this.#steps) {
      current = child(current, step);
      if (current === undefined) return undefined;
    }
    return current;
  }

  /**
   * Writes the value and creates what is missing on the way. A value on the way that cannot hold the next step
   * is replaced; lists are padded with null up to the index.
   *
   * @returns true when a value other than null had to give way on the way down
   * @throws {RangeError} when a list would have to grow beyond {@link LARGEST_GROWTH_INDEX}
   */
  set(record: DataObject, value: Value): boolean {
    let container: Value = record;
    let replaced = false;
    const last = this.#steps.length - 1;
    for (let position = 0; position < last; position += 1) {
      const step = this.#steps[position] as Step;
      const existing = child(container, step);
      const wantsList = typeof this.#steps[position + 1] === 'number';
      let next: Value | undefined = existing;
      if (next === undefined || (wantsList ? !Array.isArray(next) : !isDataObject(next))) {
        next = wantsList ? [] : {};
        replaced ||= existing !== undefined && existing !== null;
        this.#assign(container, step, next);
      }
      container = next;
    }
    this.#assign(container, this.#steps[last] as Step, value);
    return replaced;
  }

  /**
   * Removes the key from its object, or the element from its list, which closes the gap. Anything missing on the
   * way leaves the record unchanged; emptied parents stay.
   */
  delete(record: DataObject): void {
    let container: Value | undefined = record;
    const last = this.#steps.length - 1;
    for (let position = 0; position < last; position += 1) {
      container = child(container, this.#steps[position] as Step);
    }
    const step = this.#steps[last] as Step;
    if (typeof step === 'number') {
      if (Array.isArray(container) && step < container.length) container.splice(step, 1);
    } else if (isDataObject(container)) {
      delete container[step];
    }
  }

  /** The walk has made every container fit its step. */
  #assign(container: Value, step: Step, value: Value): void {
    if (typeof step === 'string') {
      setOwn(container as DataObject, step, value);
      return;
    }
    const list = container as Value[];
    if (step >= list.length && step > LARGEST_GROWTH_INDEX) {
      throw new RangeError(
        `index ${step} in path "${this.text}" is too large: a list may grow up to index ${LARGEST_GROWTH_INDEX}`,
      );
    }
    while (list.length < step) list.push(null);
    list[step] = value;
  }
}

function child(container: Value | undefined, step: Step): Value | undefined {
  if (typeof step === 'number') return Array.isArray(container) ? container[step] : undefined;
  return isDataObject(container) ? readOwn(container, step) : undefined;
}

const SEGMENT = /^([^[]*)(?:\[(\d+)\])?$/;

/**
 * Reads a record path once, for use on many records.
 *
 * @throws {LocatedError} `empty path`, or `invalid array index in path: "<segment>"` for anything but one
 *   non-negative decimal index at the end of a segment
 */
export function parseRecordPath(text: string): RecordPath {
  if (text === '') throw new LocatedError('empty path', text, 0);
  const steps: Step[] = [];
  let offset = 0;
  for (const segment of text.split('.')) {
    const match = SEGMENT.exec(segment);
    const [, key, index] = match ?? [];
    if (key === undefined || (index !== undefined && (key === '' || !Number.isSafeInteger(Number(index))))) {
      throw new LocatedError(`invalid array index in path: "${segment}"`, text, offset);
    }
    steps.push(key);
    if (index !== undefined) steps.push(Number(index));
    offset += segment.length + 1;
  }
  return new RecordPath(text, String(steps[0]), steps);
}
