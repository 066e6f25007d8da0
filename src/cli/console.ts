import type { TextSink } from '../observability/log-record.ts';

/**
 * The two streams a person reads. Progress and success go to standard output and are left out under `--quiet`;
 * errors and warnings go to standard error and are not.
 */
export class Console {
  readonly #stdout: TextSink;
  readonly #stderr: TextSink;
  readonly #quiet: boolean;

  constructor(streams: { readonly stdout: TextSink; readonly stderr: TextSink }, quiet: boolean) {
    this.#stdout = streams.stdout;
    this.#stderr = streams.stderr;
    this.#quiet = quiet;
  }

  /** Lines that `--quiet` leaves out. */
  progress(...lines: readonly string[]): void {
    if (!this.#quiet) writeLines(this.#stdout, lines);
  }

  /** Lines that were asked for, `--quiet` or not. */
  result(...lines: readonly string[]): void {
    writeLines(this.#stdout, lines);
  }

  /** Lines that report an error or a warning. */
  problem(...lines: readonly string[]): void {
    writeLines(this.#stderr, lines);
  }
}

function writeLines(sink: TextSink, lines: readonly string[]): void {
  if (lines.length > 0) sink.write(`${lines.join('\n')}\n`);
}
