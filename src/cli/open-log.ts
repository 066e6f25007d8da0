import { errorText } from '../core/errors.ts';
import { createLogger } from '../observability/create-logger.ts';
import { formatHuman } from '../observability/human-format.ts';
import { formatJson } from '../observability/json-format.ts';
import { LogFile, type LogFileProblem } from '../observability/log-file.ts';
import { lineSink } from '../observability/log-record.ts';
import type { Logger, LogLevel } from '../observability/logger.ts';
import type { CliHost } from './cli-host.ts';
import type { Console } from './console.ts';
import type { FlagValues } from './flags.ts';

/** The log of one process. */
export interface OpenLog {
  readonly logger: Logger;
  /** Hands the log file to the disk. */
  close(): void;
}

/**
 * Opens the log that the flags ask for: on the console JSON, or for people under `--verbose`; in the file always
 * JSON. A file that cannot be opened is reported and does without.
 */
export function openLog(flags: FlagValues, host: CliHost, console: Console): OpenLog {
  const { verbose, logFile: path } = flags;
  const { clock, environment } = host.ports;
  const colour = verbose && (environment.get('NO_COLOR') ?? '') === '' && host.stdoutIsTerminal;
  const sinks = [lineSink(verbose ? (record) => formatHuman(record, { colour }) : formatJson, host.stdout)];
  const early: [LogFileProblem, string][] = [];
  let onProblem = (problem: LogFileProblem, reason: string): void => {
    early.push([problem, reason]);
  };
  const file =
    path === undefined
      ? undefined
      : openFile(path, { clock, onProblem: (problem, reason) => onProblem(problem, reason) }, console);
  if (file !== undefined) sinks.push(lineSink(formatJson, file));
  const logger = createLogger({ level: levelOf(flags), sinks, clock });
  onProblem = (problem, reason) => logger.warn(problem, { error: reason });
  for (const [problem, reason] of early) onProblem(problem, reason);
  if (file !== undefined) {
    logger.info('log file opened', { path, console_format: verbose ? 'human' : 'json' });
  }
  return { logger, close: () => file?.close() };
}

function levelOf({ verbose, quiet }: FlagValues): LogLevel {
  if (verbose) return 'DEBUG';
  return quiet ? 'ERROR' : 'INFO';
}

function openFile(
  path: string,
  options: Parameters<typeof LogFile.open>[1],
  console: Console,
): LogFile | undefined {
  try {
    return LogFile.open(path, options);
  } catch (error) {
    console.problem(`⚠ Failed to open log file: ${errorText(error)}`);
    return undefined;
  }
}
