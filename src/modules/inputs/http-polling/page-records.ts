import { CannectorsError } from '../../../core/errors.ts';
import { type DataRecord, isDataObject, type Value } from '../../../core/record.ts';
import { getOwn, kindOf } from '../../../core/value.ts';

/** Top-level fields that hold the records when the author names none, in order of preference. */
const USUAL_FIELDS = ['data', 'items', 'results', 'records'] as const;

/** What one answer holds. */
export interface PageRecords {
  readonly records: DataRecord[];
  /** Elements left out because they are no objects. */
  readonly dropped: number;
  /** Why there is nothing to read although the answer is sound; undefined when records were looked for. */
  readonly nothing?: string;
}

/**
 * Finds the records of an answer that is a list, or an object that holds a list.
 *
 * @param dataField dot path to the list; ignored when the answer is itself a list
 * @throws {CannectorsError} category `validation`: `failed to parse JSON response` when the answer is neither list
 *   nor object or an element of a root list is no object; `dataField does not contain an array` when the path
 *   leads elsewhere
 */
export function pageRecords(root: Value, dataField: string | undefined): PageRecords {
  if (root === null) return { records: [], dropped: 0, nothing: 'the answer is null' };
  if (Array.isArray(root)) return { records: root.map(rootElement), dropped: 0 };
  if (!isDataObject(root)) {
    throw unusable(`expected an object or an array, got ${kindOf(root)}`);
  }
  if (dataField !== undefined) return fieldRecords(root, dataField);
  for (const field of USUAL_FIELDS) {
    const list = getOwn(root, field);
    if (Array.isArray(list)) return objectsOf(list);
  }
  return { records: [root], dropped: 0 };
}

function rootElement(element: Value, index: number): DataRecord {
  if (element === null) return {};
  if (isDataObject(element)) return element;
  throw unusable(`element ${index} of the list must be an object, got ${kindOf(element)}`);
}

function fieldRecords(root: DataRecord, dataField: string): PageRecords {
  let value: Value = root;
  for (const segment of dataField.split('.')) {
    const next: Value | undefined = isDataObject(value) ? getOwn(value, segment) : undefined;
    if (next === undefined) {
      throw notAnArray(`field '${segment}' not found (dataField is '${dataField}')`);
    }
    value = next;
  }
  if (value === null) return { records: [], dropped: 0, nothing: 'dataField is null' };
  if (Array.isArray(value)) return objectsOf(value);
  throw notAnArray(`expected array, got ${kindOf(value)} (dataField is '${dataField}')`);
}

function objectsOf(list: Value[]): PageRecords {
  const records = list.filter(isDataObject);
  return { records, dropped: list.length - records.length };
}

function unusable(reason: string): CannectorsError {
  return new CannectorsError(`failed to parse JSON response: ${reason}`, { category: 'validation' });
}

function notAnArray(reason: string): CannectorsError {
  return new CannectorsError(`dataField does not contain an array: ${reason}`, { category: 'validation' });
}
