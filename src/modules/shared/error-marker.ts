import type { CannectorsError } from '../../core/errors.ts';
import { type DataObject, type DataRecord, RESERVED_FIELDS } from '../../core/record.ts';
import { getOwn } from '../../core/value.ts';
import { redactText } from '../../observability/redaction.ts';
import type { Run } from '../contract/run.ts';

/**
 * Appends a marker to the record's `_errors` and counts it in the run's tally. The list is copied first:
 * records that share it never see each other's later markers.
 */
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
  const existing = getOwn(record, RESERVED_FIELDS.errors);
  record[RESERVED_FIELDS.errors] = Array.isArray(existing) ? [...existing, marker] : [marker];
  run.markers.add(error.category);
}

/** True when a write to that path would land in the runtime's own `_errors` list. */
export function writesIntoErrors(firstSegment: string): boolean {
  return firstSegment === RESERVED_FIELDS.errors;
}

/** The problem text for a target under `_errors`. */
export function reservedTargetMessage(path: string): string {
  return `field path "${path}" writes into "_errors", which is reserved for the runtime's error markers`;
}
