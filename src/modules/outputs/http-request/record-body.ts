import { CannectorsError, errorText } from '../../../core/errors.ts';
import { type DataRecord, RESERVED_FIELDS } from '../../../core/record.ts';
import { stringifyJson } from '../../../core/stringify-json.ts';
import type { RecordGroup } from './record-group.ts';

/** Methods whose requests carry the records. */
const CARRYING_METHODS = new Set(['POST', 'PUT', 'PATCH']);

/** True when requests of that method carry their records in the body. */
export function carriesRecords(method: string): boolean {
  return CARRYING_METHODS.has(method);
}

/**
 * The JSON body of a group: an array in batch mode, even for one record; the object itself in single mode. The
 * runtime's `_metadata` stays behind.
 *
 * @param indent spaces per level; 0 writes one line, as requests are sent
 * @throws {CannectorsError} category `validation`, `failed to marshal records to JSON`, naming the record
 */
export function recordBody(group: RecordGroup, mode: 'batch' | 'single', indent = 0): string {
  const texts = group.records.map((record, position) =>
    recordText(record, group.firstRecord + position, indent),
  );
  if (mode === 'single') return texts[0] ?? '';
  if (indent === 0) return `[${texts.join(',')}]`;
  const margin = ' '.repeat(indent);
  return `[\n${texts.map((text) => margin + text.replaceAll('\n', `\n${margin}`)).join(',\n')}\n]`;
}

function recordText(record: DataRecord, recordIndex: number, indent: number): string {
  try {
    return stringifyJson(withoutMetadata(record), indent);
  } catch (error) {
    throw new CannectorsError(
      `failed to marshal records to JSON: record ${recordIndex}: ${errorText(error)}`,
      { category: 'validation', recordIndex, cause: error },
    );
  }
}

function withoutMetadata(record: DataRecord): DataRecord {
  if (!Object.hasOwn(record, RESERVED_FIELDS.metadata)) return record;
  const { [RESERVED_FIELDS.metadata]: _, ...rest } = record;
  return rest;
}
