/** What one request took, repetitions included. */
export interface RetryInfo {
  /** Attempts made, the first included. */
  readonly totalAttempts: number;
  /** Repetitions made. */
  readonly retryCount: number;
  /** The wait before each repetition in milliseconds. */
  readonly retryDelaysMs: readonly number[];
  /** From the start of the first attempt to the end of the last one, waits included, in milliseconds. */
  readonly totalDurationMs: number;
}
