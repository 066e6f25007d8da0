import type { DataRecord } from '../../../core/record.ts';

/** The records of one request. */
export interface RecordGroup {
  /** 0-based position among the requests. */
  readonly index: number;
  /** 0-based position of its first record in the whole list. */
  readonly firstRecord: number;
  readonly records: readonly DataRecord[];
}

/** How records are shared out over requests. */
export interface Grouping {
  readonly mode: 'batch' | 'single';
  /** Most records per request in batch mode; all of them when absent. */
  readonly batchSize: number | undefined;
}

/** How many requests carry that many records. */
export function groupCount(recordCount: number, grouping: Grouping): number {
  return recordCount === 0 ? 0 : Math.ceil(recordCount / groupSize(recordCount, grouping));
}

/** Consecutive groups in order; only the last one may be smaller. No records, no group. */
export function* groupsOf(records: readonly DataRecord[], grouping: Grouping): Generator<RecordGroup> {
  const size = groupSize(records.length, grouping);
  for (let first = 0, index = 0; first < records.length; first += size, index += 1) {
    yield { index, firstRecord: first, records: records.slice(first, first + size) };
  }
}

function groupSize(recordCount: number, { mode, batchSize }: Grouping): number {
  return mode === 'single' ? 1 : (batchSize ?? recordCount);
}
