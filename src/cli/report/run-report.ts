import { Duration, durationText } from '../../core/duration.ts';
import { printable } from '../../observability/printable.ts';
import type { RunResult } from '../../pipeline/run-result.ts';

/** The summary of a run that succeeded. */
export function successReport(result: RunResult, { verbose }: { readonly verbose: boolean }): string[] {
  const { status, recordsProcessed, recordsFailed, recordsSkipped, errorCounts, duration } = result;
  const lines = [
    '✓ Pipeline executed successfully',
    `  Status: ${status}`,
    `  Records processed: ${recordsProcessed}`,
  ];
  if (recordsFailed > 0) lines.push(`  Records failed: ${recordsFailed}`);
  if (recordsSkipped > 0) lines.push(`  Records skipped: ${recordsSkipped}`);
  if (errorCounts.length > 0) {
    lines.push(`  Error markers: ${errorCounts.reduce((total, [, count]) => total + count, 0)}`);
    for (const [category, count] of errorCounts) lines.push(`    ${category}: ${count}`);
  }
  if (verbose) lines.push(`  Duration: ${durationText(inMilliseconds(duration))}`);
  return lines;
}

/** The summary of a run that failed. */
export function failureReport({ failure }: RunResult): string[] {
  const lines = ['✗ Pipeline execution failed'];
  if (failure !== undefined) {
    lines.push(`  Module: ${failure.module}`, `  Error: ${printable(failure.message)}`);
  }
  return lines;
}

/** Rounded to milliseconds from one millisecond on. */
function inMilliseconds(duration: Duration): Duration {
  return duration.milliseconds < 1 ? duration : Duration.ofMilliseconds(Math.round(duration.milliseconds));
}
