import type { LogFields, LogLevel } from './logger.ts';

/** One event on its way to the sinks. */
export interface LogRecord {
  readonly time: Date;
  readonly level: LogLevel;
  /** Event name of the published contract. */
  readonly message: string;
  /** In the order they are printed. */
  readonly fields: LogFields;
}

/** Where records go. `write` returns when the record is with the operating system. */
export interface LogSink {
  write(record: LogRecord): void;
}

/** Takes text that ends with a newline; several lines in one call stay together. */
export interface TextSink {
  write(text: string): void;
}

/** A sink that turns each record into one line of text. */
export function lineSink(format: (record: LogRecord) => string, text: TextSink): LogSink {
  return { write: (record) => text.write(`${format(record)}\n`) };
}
