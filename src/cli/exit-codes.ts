/** What the process says to the shell. The texts are those of the help pages. */
export const EXIT_CODES = {
  success: { code: 0, meaning: 'success' },
  validation: {
    code: 1,
    meaning: 'the configuration is not valid, a variable it names is not set, or it is disabled',
  },
  parse: { code: 2, meaning: 'the configuration file cannot be read or parsed' },
  runtime: { code: 3, meaning: 'the command line is wrong, or the run failed' },
} as const;

/** Signals that a run handles: their number (POSIX) and the name people read. */
export const SIGNALS = {
  SIGINT: { number: 2, name: 'interrupt' },
  SIGTERM: { number: 15, name: 'terminated' },
} as const;

export type HandledSignal = keyof typeof SIGNALS;

/** The exit code of a process that a signal ended, as shells report it: 128 plus the number of the signal. */
export function signalExitCode(signal: HandledSignal): number {
  return 128 + SIGNALS[signal].number;
}
