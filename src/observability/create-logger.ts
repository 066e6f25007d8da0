import type { Clock } from '../core/ports.ts';
import type { LogRecord, LogSink } from './log-record.ts';
import type { LogFields, Logger, LogLevel } from './logger.ts';
import { redactText } from './redaction.ts';

const SEVERITY: Readonly<Record<LogLevel, number>> = { DEBUG: 0, INFO: 1, WARN: 2, ERROR: 3 };

export interface LoggerOptions {
  /** Records below it are dropped. */
  readonly level: LogLevel;
  /** Each gets every record, in this order. */
  readonly sinks: readonly LogSink[];
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * A logger that has handed each record to every sink when the call returns. A sink that throws loses the record
 * and disturbs nothing else. The field `error` is redacted here, for all callers.
 */
export function createLogger(options: LoggerOptions): Logger {
  return new SinkLogger(options, {});
}

class SinkLogger implements Logger {
  readonly #options: LoggerOptions;
  readonly #context: LogFields;

  constructor(options: LoggerOptions, context: LogFields) {
    this.#options = options;
    this.#context = context;
  }

  debug(message: string, fields?: LogFields): void {
    this.log('DEBUG', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.log('INFO', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.log('WARN', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.log('ERROR', message, fields);
  }

  log(level: LogLevel, message: string, fields?: LogFields): void {
    if (!this.enabled(level)) return;
    const record: LogRecord = {
      time: this.#options.clock.now(),
      level,
      message,
      fields: withRedactedError({ ...this.#context, ...fields }),
    };
    for (const sink of this.#options.sinks) {
      try {
        sink.write(record);
      } catch {
        // A record that cannot be written is lost: logging never fails a pipeline.
      }
    }
  }

  enabled(level: LogLevel): boolean {
    return SEVERITY[level] >= SEVERITY[this.#options.level];
  }

  with(fields: LogFields): Logger {
    return new SinkLogger(this.#options, { ...this.#context, ...fields });
  }
}

function withRedactedError(fields: LogFields): LogFields {
  const { error } = fields;
  return typeof error === 'string' ? { ...fields, error: redactText(error) } : fields;
}
