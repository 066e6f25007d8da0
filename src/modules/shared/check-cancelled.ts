import { throwIfCancelled } from '../../core/errors.ts';

const RECORDS_BETWEEN_CHECKS = 100;

/**
 * Looks at the run's cancellation now and then while records are processed one by one.
 *
 * @param recordIndex position of the record about to be processed
 * @throws {CancelledError}
 */
export function checkCancelled(signal: AbortSignal, recordIndex: number): void {
  if (recordIndex % RECORDS_BETWEEN_CHECKS === 0) throwIfCancelled(signal);
}
