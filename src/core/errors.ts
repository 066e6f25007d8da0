/** What kind of failure it was; decides how reports and alerts treat it. */
export type ErrorCategory =
  | 'network'
  | 'authentication'
  | 'validation'
  | 'rate_limit'
  | 'server'
  | 'not_found'
  | 'unknown';

/** What a layer knows about a failure. Every field is optional except the text. */
export interface CannectorsErrorOptions {
  category?: ErrorCategory;
  /** Whether trying again later can help; derived from the category when absent. */
  retryable?: boolean;
  /** Stable machine-readable code such as `MISSING_FIELD`. */
  code?: string;
  /** HTTP status of the answer that failed, when there was one. */
  statusCode?: number;
  /** Module type that failed, such as `mapping`. */
  module?: string;
  /** 0-based position in the list handed to the module. */
  recordIndex?: number;
  /** Flat facts for reports; never a credential, never record content. */
  details?: Readonly<Record<string, string | number | boolean>>;
  cause?: unknown;
}

const RETRYABLE: Readonly<Record<ErrorCategory, boolean>> = {
  network: true,
  authentication: false,
  validation: false,
  rate_limit: true,
  server: true,
  not_found: false,
  unknown: true,
};

/** The one error type of the product: a text for people and the facts programs decide on. */
export class CannectorsError extends Error {
  override readonly name: string = 'CannectorsError';
  readonly category: ErrorCategory;
  readonly retryable: boolean;
  readonly code: string | undefined;
  readonly statusCode: number | undefined;
  readonly module: string | undefined;
  readonly recordIndex: number | undefined;
  readonly details: Readonly<Record<string, string | number | boolean>>;

  constructor(message: string, options: CannectorsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.category = options.category ?? 'unknown';
    this.retryable = options.retryable ?? RETRYABLE[this.category];
    this.code = options.code;
    this.statusCode = options.statusCode;
    this.module = options.module;
    this.recordIndex = options.recordIndex;
    this.details = options.details ?? {};
  }
}

/** The run was cancelled. Never absorbed by `onError`, never retried. */
export class CancelledError extends CannectorsError {
  override readonly name = 'CancelledError';

  constructor(cause?: unknown) {
    super('network error: context canceled', { category: 'network', retryable: false, cause });
  }
}

/** The error and what caused it, outermost first; the depth is bounded because a chain may bite its tail. */
function* causes(error: unknown): Generator<Error> {
  for (
    let current = error, depth = 0;
    current instanceof Error && depth < 32;
    current = current.cause, depth += 1
  ) {
    yield current;
  }
}

/**
 * Looks through the chain of causes for the error that knows what happened, so that wrapping an error with
 * more context never changes its verdict. Anything unclassified is `unknown` and retryable.
 */
export function classify(error: unknown): CannectorsError {
  for (const cause of causes(error)) {
    if (cause instanceof CannectorsError) return cause;
  }
  return new CannectorsError(errorText(error), { cause: error });
}

/** True when the error, or anything that caused it, is the cancellation of the run. */
export function isCancelled(error: unknown): boolean {
  for (const cause of causes(error)) {
    if (cause instanceof CancelledError) return true;
  }
  return false;
}

/** Throws {@link CancelledError} when the signal has fired. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new CancelledError(signal.reason);
}

/** The message of whatever was thrown, without a stack. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
