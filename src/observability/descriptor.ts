import { writeSync } from 'node:fs';

const RETRY_MS = 2;
const NEWLINE = 0x0a;

/**
 * Writes whole lines to a file descriptor, synchronously: what has been written survives the death of the
 * process. A descriptor that cannot take the text (broken pipe, full disk, closed file) loses it silently.
 */
export class LineDescriptor {
  readonly #descriptor: number;
  readonly #write: typeof writeSync;
  /** The last line was cut short by a failure. */
  #torn = false;

  /** @param write replaces `fs.writeSync` */
  constructor(descriptor: number, write: typeof writeSync = writeSync) {
    this.#descriptor = descriptor;
    this.#write = write;
  }

  /**
   * @param text whole lines, ending with a newline
   * @returns how many bytes were written
   */
  write(text: string): number {
    const bytes = Buffer.from(this.#torn ? `\n${text}` : text);
    let written = 0;
    while (written < bytes.length) {
      try {
        written += this.#write(this.#descriptor, bytes, written, bytes.length - written);
      } catch (error) {
        if (!isBusy(error)) break;
        pause();
      }
    }
    if (written > 0) this.#torn = bytes[written - 1] !== NEWLINE;
    return written;
  }
}

/** A reader that is slower than the program fills a pipe; one in non-blocking mode then refuses instead of waiting. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EINTR');
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
}
