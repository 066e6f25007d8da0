import { LineDescriptor } from './descriptor.ts';
import type { TextSink } from './log-record.ts';

/** Standard output and standard error by file descriptor. */
export type ConsoleDescriptor = 1 | 2;

/**
 * A console stream whose text is with the operating system when `write` returns. `process.stdout` and
 * `process.stderr` are left alone: touching them makes pipes non-blocking and buffers what is written.
 */
export function consoleSink(descriptor: ConsoleDescriptor): TextSink {
  // Only the stream writes Unicode to a Windows console; bytes would be read in the console's code page.
  if (process.platform === 'win32' && process.getBuiltinModule('node:tty').isatty(descriptor)) {
    return descriptor === 1 ? process.stdout : process.stderr;
  }
  return new LineDescriptor(descriptor);
}
