import type { Clock } from '../../core/ports.ts';
import type { Logger } from '../../observability/logger.ts';
import type { MarkerTally } from './marker-tally.ts';
import type { RetryReports } from './retry-reports.ts';
import type { SkippedRecords } from './skipped-records.ts';
import type { RunState } from './state.ts';

/** What opening a module may use: it happens before, and outlives, any single run. */
export interface OpenContext {
  /** Fires when the process is to stop. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly clock: Clock;
}

/** One pass of records through a pipeline. Modules read nothing global: whatever a run needs is here. */
export interface Run extends OpenContext {
  readonly pipelineId: string;
  /** Correlates every log line of this run. */
  readonly traceId: string;
  /** Fires when this run is cancelled. A module that notices throws `CancelledError`. */
  readonly signal: AbortSignal;
  /** Carries `trace_id` and `pipeline_id` on every record. */
  readonly log: Logger;
  /** What earlier runs kept, for inputs that ask for it through `persistence`. */
  readonly state: RunState;
  /** Error markers written in this run, by category. */
  readonly markers: MarkerTally;
  /** Records that a failure in a filter has cost this run. */
  readonly skipped: SkippedRecords;
  /** What requests took, told by the inputs and outputs that repeat them. */
  readonly retries: RetryReports;
}
