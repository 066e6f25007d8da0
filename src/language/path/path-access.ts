import { type DataObject, isDataObject, type Value } from '../../core/record.ts';
import { setOwn } from '../../core/value.ts';
import type { PathStep } from './path-syntax.ts';
import { readOwn } from './read-own.ts';

/** A write may make a list grow up to this many elements; a larger index is refused. */
export const LARGEST_GROWTH_INDEX = 100_000;

/** Reads a place of a record; `undefined` when something on the way is missing. */
export type ReadPath = (record: DataObject) => Value | undefined;
/** Writes a place of a record; true when a value other than null had to give way on the way down. */
export type WritePath = (record: DataObject, value: Value) => boolean;

/** The steps as a function of its own when they are few and their keys ordinary, which most are. */
export function compileRead(steps: readonly PathStep[]): ReadPath {
  const [first, second, third] = steps;
  if (steps.length <= 3 && steps.every(isOrdinary) && typeof first === 'string') {
    if (second === undefined) return (record) => record[first];
    if (typeof second === 'string') {
      if (third === undefined) return (record) => member(record[first], second);
      if (typeof third === 'string') {
        return (record) => {
          const outer = record[first];
          if (typeof outer !== 'object' || outer === null) return undefined;
          return member((outer as DataObject)[second], third);
        };
      }
    } else {
      if (third === undefined) return (record) => element(record[first], second);
      if (typeof third === 'string') return (record) => member(element(record[first], second), third);
    }
  }
  return (record) => {
    let current: Value | undefined = record;
    for (const step of steps) {
      current = child(current, step);
      if (current === undefined) return undefined;
    }
    return current;
  };
}

/**
 * {@link compileRead} for writing.
 *
 * @param text the path as written, for the error
 */
export function compileWrite(steps: readonly PathStep[], text: string): WritePath {
  const last = steps.at(-1);
  const walk: WritePath = (record, value) => writeStepByStep(steps, text, record, value);
  if (typeof last !== 'string' || !isOrdinary(last)) return walk;
  if (steps.length === 1) {
    return (record, value) => {
      record[last] = value;
      return false;
    };
  }
  const readParent = compileRead(steps.slice(0, -1));
  return (record, value) => {
    const parent = readParent(record);
    if (!isDataObject(parent)) return walk(record, value);
    parent[last] = value;
    return false;
  };
}

/** Removes the key, or the element and closes the gap; nothing when something on the way is missing. */
export function deleteAt(steps: readonly PathStep[], record: DataObject): void {
  let container: Value | undefined = record;
  const last = steps.length - 1;
  for (let position = 0; position < last; position += 1) {
    container = child(container, steps[position] as PathStep);
  }
  const step = steps[last] as PathStep;
  if (typeof step === 'number') {
    if (Array.isArray(container) && step < container.length) container.splice(step, 1);
  } else if (isDataObject(container)) {
    delete container[step];
  }
}

/** What lists and timestamps answer to beside their elements; the last two belong to a `Timestamp`. */
const NOT_DATA = [[], new Date(0), { submilliseconds: 0, zone: 0 }];

/** Such a key finds nothing on the prototype of an object, and nothing at all in a list or a timestamp. */
export function isOrdinary(step: PathStep): boolean {
  return typeof step === 'number' || (!/^\d+$/.test(step) && !NOT_DATA.some((value) => step in value));
}

/** Reading an ordinary key needs no question but whether anything can be read: the answer of a list is right too. */
function member(container: Value | undefined, ordinaryKey: string): Value | undefined {
  return typeof container === 'object' && container !== null
    ? (container as DataObject)[ordinaryKey]
    : undefined;
}

function element(container: Value | undefined, index: number): Value | undefined {
  return Array.isArray(container) ? container[index] : undefined;
}

function child(container: Value | undefined, step: PathStep): Value | undefined {
  if (typeof step === 'number') return element(container, step);
  return isDataObject(container) ? readOwn(container, step) : undefined;
}

function writeStepByStep(
  steps: readonly PathStep[],
  text: string,
  record: DataObject,
  value: Value,
): boolean {
  let container: Value = record;
  let replaced = false;
  const last = steps.length - 1;
  for (let position = 0; position < last; position += 1) {
    const step = steps[position] as PathStep;
    const existing = child(container, step);
    const wantsList = typeof steps[position + 1] === 'number';
    let next = existing;
    if (next === undefined || (wantsList ? !Array.isArray(next) : !isDataObject(next))) {
      next = wantsList ? [] : {};
      replaced ||= existing !== undefined && existing !== null;
      assign(container, step, next, text);
    }
    container = next;
  }
  assign(container, steps[last] as PathStep, value, text);
  return replaced;
}

/** The walk has made every container fit its step. */
function assign(container: Value, step: PathStep, value: Value, text: string): void {
  if (typeof step === 'string') {
    setOwn(container as DataObject, step, value);
    return;
  }
  const list = container as Value[];
  if (step >= list.length && step > LARGEST_GROWTH_INDEX) {
    throw new RangeError(
      `index ${step} in path "${text}" is too large: a list may grow up to index ${LARGEST_GROWTH_INDEX}`,
    );
  }
  while (list.length < step) list.push(null);
  list[step] = value;
}
