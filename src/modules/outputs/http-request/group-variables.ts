import type { DataObject } from '../../../core/record.ts';
import { templateVariables } from '../../shared/template-variables.ts';
import type { Grouping, RecordGroup } from './record-group.ts';

/**
 * What the templates of one request see. In batch mode `record` is the first record of the batch, with all of them
 * as `records` and their number as `recordCount`.
 */
export function groupVariables(group: RecordGroup, mode: Grouping['mode']): DataObject {
  const variables = templateVariables(group.records[0] ?? {});
  if (mode === 'single') return variables;
  const records = [...group.records];
  return { ...variables, record: { ...variables.record, records, recordCount: records.length } };
}
