import type { Duration } from '../core/duration.ts';
import type { CannectorsError, ErrorCategory } from '../core/errors.ts';
import type { OperationPreview } from '../modules/contract/operation-preview.ts';
import type { RetryInfos } from '../modules/contract/retry-reports.ts';

export type Stage = 'input' | 'filter' | 'output';

/** Why a run failed, as reports show it. */
export interface RunFailure {
  readonly stage: Stage;
  /** `INPUT_FAILED`, `FILTER_FAILED`, `OUTPUT_FAILED`, or the module's own code. */
  readonly code: string;
  /** Redacted. Filter failures start with `filter module <i> failed: `. */
  readonly message: string;
  /** The module type when the error names one, else the stage. */
  readonly module: string;
  /** 0-based among the filters that run. */
  readonly filterIndex?: number;
  /** What the module knows, together with where the failure is in the file. */
  readonly details: FailureDetails;
  readonly error: CannectorsError;
}

/** Flat facts about a failure; never a credential, never record content. */
export type FailureDetails = CannectorsError['details'];

/** What a dry-run says about the output: its operations, or why they cannot be described. */
export type DryRunPreview =
  | { readonly kind: 'operations'; readonly operations: readonly OperationPreview[] }
  | { readonly kind: 'failed'; readonly reason: string };

/** What one run did. */
export interface RunResult {
  readonly pipelineId: string;
  readonly status: 'success' | 'error';
  readonly startedAt: Date;
  readonly completedAt: Date;
  readonly duration: Duration;
  /** Records the output accepted; in a dry-run those it would have been given. */
  readonly recordsProcessed: number;
  /** Records given to the output minus those it accepted. */
  readonly recordsFailed: number;
  /** Records that filters left out because something failed; not those that conditions and drops routed out. */
  readonly recordsSkipped: number;
  /** Error markers by category, sorted by name; empty when no record was marked. */
  readonly errorCounts: readonly (readonly [ErrorCategory, number])[];
  readonly failure?: RunFailure;
  /** What requests took, where they were repeated or an HTTP output failed; absent otherwise. */
  readonly retryInfo?: RetryInfos;
  /** True when the run ended because it was cancelled. */
  readonly cancelled: boolean;
  readonly dryRunPreview?: DryRunPreview;
}
