import { type DataObject, isDataObject, type Value } from '../../../core/record.ts';
import { getOwn } from '../../../core/value.ts';

/** The object at a name; undefined when none stands there. */
export function objectAt(object: DataObject | undefined, name: string): DataObject | undefined {
  const value = object && getOwn(object, name);
  return isDataObject(value) ? value : undefined;
}

/** The text at a name; empty when none stands there. */
export function textAt(object: DataObject, name: string): string {
  const value = getOwn(object, name);
  return typeof value === 'string' ? value : '';
}

/** The objects of a list with their positions; none when it is no list. */
export function* objectsIn(list: Value | undefined): Generator<[number, DataObject]> {
  if (!Array.isArray(list)) return;
  for (const [index, item] of list.entries()) if (isDataObject(item)) yield [index, item];
}
