import type { Duration } from '../core/duration.ts';

/** Severity, most severe last. */
export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** What a field may hold. Durations print as nanoseconds in JSON; `undefined` fields are left out. */
export type LogFieldValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Duration
  | readonly (string | number)[]
  | Readonly<Record<string, number>>
  | undefined;

/** The fields of one event, in the order they are printed. */
export type LogFields = Readonly<Record<string, LogFieldValue>>;

/**
 * Writes events. A record is on its way to the operating system when the call returns; a failing sink never
 * throws. `message` is the event name of the published contract.
 */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Writes at a level that is computed. */
  log(level: LogLevel, message: string, fields?: LogFields): void;
  /** True when records of that level are written: guard for fields that are costly to compute. */
  enabled(level: LogLevel): boolean;
  /** A logger that puts these fields first on every record. */
  with(fields: LogFields): Logger;
}
