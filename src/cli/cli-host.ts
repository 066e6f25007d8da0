import type { Ports } from '../core/ports.ts';
import type { TextSink } from '../observability/log-record.ts';
import type { HandledSignal } from './exit-codes.ts';

/** What the executable was built from. Empty or absent values are shown as `dev` and `unknown`. */
export interface BuildInfo {
  readonly version?: string;
  readonly commit?: string;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly buildDate?: string;
}

/** The process as the command line sees it. */
export interface CliHost {
  readonly ports: Ports;
  /** Text is with the operating system when `write` returns. */
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly stdoutIsTerminal: boolean;
  readonly buildInfo: BuildInfo;
  /** Replaces the default action of the signals until the returned function is called. */
  onSignal(handler: (signal: HandledSignal) => void): () => void;
  /** Reports errors that nothing caught, rejections included, until the returned function is called. */
  onUncaughtError(handler: (error: unknown) => void): () => void;
  /** How long a run in progress may go on after the first signal, in milliseconds; 10 seconds when absent. */
  readonly gracePeriodMs?: number;
}
