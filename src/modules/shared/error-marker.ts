import type { CannectorsError } from '../../core/errors.ts';
import { type DataObject, type DataRecord, RESERVED_FIELDS, type Value } from '../../core/record.ts';
import { getOwn } from '../../core/value.ts';
import { redactText } from '../../observability/redaction.ts';
import type { Run } from '../contract/run.ts';

/** Appends a marker to the record's `_errors` and counts it in the run's tally. */
export function markRecord(
  record: DataRecord,
  module: string,
  error: CannectorsError,
  recordIndex: number,
  run: Run,
): void {
  const marker: DataObject = {
    module,
    category: error.category,
    retryable: error.retryable,
    message: redactText(error.message),
  };
  if (error.code !== undefined) marker['code'] = error.code;
  if (error.statusCode !== undefined) marker['statusCode'] = error.statusCode;
  marker['recordIndex'] = recordIndex;
  appendMarkers(record, [marker]);
  run.markers.add(error.category);
}

/** Takes the markers out of an object. They were counted when they were created. */
export function takeMarkers(from: DataObject): Value[] {
  const markers = getOwn(from, RESERVED_FIELDS.errors);
  if (!Array.isArray(markers)) return [];
  delete from[RESERVED_FIELDS.errors];
  return markers;
}

/**
 * Puts markers behind those that an object has. The list is copied first: records that share it never see each
 * other's later markers.
 */
export function appendMarkers(record: DataObject, markers: readonly Value[]): void {
  const existing = getOwn(record, RESERVED_FIELDS.errors);
  record[RESERVED_FIELDS.errors] = Array.isArray(existing) ? [...existing, ...markers] : [...markers];
}

/** True when a write to that path would land in the runtime's own `_errors` list. */
export function writesIntoErrors(firstSegment: string): boolean {
  return firstSegment === RESERVED_FIELDS.errors;
}

/** The problem text for a target under `_errors`. */
export function reservedTargetMessage(path: string): string {
  return `field path "${path}" writes into "_errors", which is reserved for the runtime's error markers`;
}
