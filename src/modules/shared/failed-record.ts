import { Duration } from '../../core/duration.ts';
import { type CannectorsError, isCancelled } from '../../core/errors.ts';
import type { DataRecord } from '../../core/record.ts';
import type { LogFields } from '../../observability/logger.ts';
import { redactText } from '../../observability/redaction.ts';
import type { Run } from '../contract/run.ts';
import { markRecord } from './error-marker.ts';
import type { OnError } from './on-error.ts';

/** A record that a filter could not process. */
export interface FailedRecord {
  /** Type of the filter. */
  readonly module: string;
  /** What failed, as the published log messages name it: `mapping`, `condition evaluation`. */
  readonly subject: string;
  readonly error: CannectorsError;
  readonly record: DataRecord;
  /** 0-based position in the list handed to the filter. */
  readonly recordIndex: number;
  /** Monotonic nanoseconds at the start of the invocation. */
  readonly started: number;
  /** More fields for the log line. */
  readonly fields?: LogFields;
}

/**
 * Applies `onError` to a failed record: `fail` throws its error, `skip` logs, counts and drops it, `log` logs it, gives
 * it an error marker and keeps it. A cancellation is always thrown.
 *
 * @returns whether the record is kept
 */
export function keepsFailedRecord(failed: FailedRecord, onError: OnError, run: Run): boolean {
  const { module, subject, error, record, recordIndex, started } = failed;
  if (isCancelled(error)) throw error;
  const fields = { module_type: module, record_index: recordIndex };
  const message = redactText(error.message);
  switch (onError) {
    case 'fail': {
      const duration = new Duration(run.clock.monotonic() - started);
      run.log.error('filter processing failed', { ...fields, duration, error: message });
      throw error;
    }
    case 'skip':
      run.log.warn(`skipping record due to ${subject} error`, {
        ...fields,
        ...failed.fields,
        error: message,
      });
      run.skipped.add();
      return false;
    case 'log':
      run.log.error(`${subject} error (continuing)`, { ...fields, ...failed.fields, error: message });
      markRecord(record, module, error, recordIndex, run);
      return true;
  }
}
