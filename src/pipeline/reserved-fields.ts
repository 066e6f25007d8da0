import { type DataRecord, RESERVED_FIELDS } from '../core/record.ts';
import type { Logger } from '../observability/logger.ts';

/** Removes the runtime's own top-level fields from records that came from outside, with one warning a field. */
export function dropReservedFields(records: readonly DataRecord[], log: Logger): void {
  for (const field of Object.values(RESERVED_FIELDS)) {
    let count = 0;
    for (const record of records) {
      if (!Object.hasOwn(record, field)) continue;
      delete record[field];
      count += 1;
    }
    if (count > 0) log.warn('dropped reserved field from inbound records', { field, records: count });
  }
}
