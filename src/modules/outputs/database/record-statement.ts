import type { BoundStatement } from '../../../clients/sql/connection.ts';
import { type DataObject, type DataRecord, isDataObject, RESERVED_FIELDS } from '../../../core/record.ts';
import { getOwn } from '../../../core/value.ts';
import type { SqlSource } from '../../shared/sql-source.ts';

const NOTHING: DataObject = {};

/** The statement that writes one record. */
export function recordStatement(source: SqlSource, record: DataRecord): BoundStatement {
  const meta = getOwn(record, RESERVED_FIELDS.metadata);
  return source.bind({
    record,
    meta: isDataObject(meta) ? meta : NOTHING,
    state: NOTHING,
    pagination: NOTHING,
  });
}
