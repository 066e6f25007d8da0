import type { CannectorsError } from '../core/errors.ts';
import { NESTING } from '../modules/shared/nested-error.ts';
import type { FailureDetails } from './run-result.ts';

/** A top-level filter that failed, or that holds the one that did. */
export interface FailedFilter {
  readonly type: string;
  /** Position among the filters that run. */
  readonly position: number;
  /** Position among the filters as written. */
  readonly index: number;
}

/**
 * The details of the module's own error, the position of the record, and for a filter where it is: `filterIndex`
 * among those that run, `fileIndex` as written, `path` down to the nested filter that failed.
 */
export function failureDetails(
  { details: { [NESTING]: nesting, ...details }, recordIndex }: CannectorsError,
  filter?: FailedFilter,
): FailureDetails {
  const record = recordIndex === undefined ? {} : { record_index: recordIndex };
  if (filter === undefined) return { ...details, ...record };
  const top = `filters[${filter.index}]`;
  return {
    ...details,
    ...record,
    filterIndex: filter.position,
    filterType: filter.type,
    fileIndex: filter.index,
    path: nesting === undefined ? top : `${top}.${nesting}`,
  };
}
