import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** One JSON log record as printed. */
export interface PrintedRecord {
  readonly time: string;
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** How the program ended and what it printed. */
export interface CliOutcome {
  /** `null` when a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of standard output that are JSON records, parsed. */
  readonly records: readonly PrintedRecord[];
}

export interface CliOptions {
  /** Working directory of the program; the project when absent. */
  readonly cwd?: string;
  /** Added to the environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  /** A built executable to run instead of the source; `CANNECTORS_TEST_EXECUTABLE` when absent, if that is set. */
  readonly executable?: string | undefined;
}

const MAIN = resolve(import.meta.dirname, '../../src/main.ts');

/** Runs the program to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliOutcome> {
  return startCli(args, options).outcome();
}

/** Starts the program and leaves it running. */
export function startCli(args: readonly string[], options: CliOptions = {}): CliProcess {
  const { executable = process.env['CANNECTORS_TEST_EXECUTABLE'], cwd, env, stdin } = options;
  const [command, words] =
    executable === undefined ? [process.execPath, [MAIN, ...args]] : [resolve(executable), args];
  const child = spawn(command, words, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, NO_COLOR: undefined, NODE_OPTIONS: undefined, ...env },
    stdio: 'pipe',
  });
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  return new CliProcess(child);
}

/** A program that is running. */
export class CliProcess {
  readonly #child: ChildProcess;
  readonly #outcome: Promise<CliOutcome>;
  #stdout = '';
  #stderr = '';
  #ended = false;
  #waiting: { readonly text: string; readonly times: number; found(): void; ended(): void }[] = [];

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#wake();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#wake();
    });
    this.#outcome = new Promise((resolveOutcome, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode, signal) => {
        const [stdout, stderr] = [this.#stdout, this.#stderr];
        resolveOutcome({ exitCode, signal, stdout, stderr, records: parseRecords(stdout) });
        this.#ended = true;
        this.#wake();
      });
    });
  }

  /** Resolves when the program has ended and everything it printed has been read. */
  outcome(): Promise<CliOutcome> {
    return this.#outcome;
  }

  /** Resolves as soon as the program has printed the text so many times; fails when it ends without. */
  async printed(text: string, times = 1): Promise<void> {
    await new Promise<void>((found, reject) => {
      const ended = (): void => reject(new Error(`the program ended without printing "${text}"`));
      this.#waiting.push({ text, times, found, ended });
      this.#wake();
    });
  }

  send(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Closes the reading end of standard output. */
  stopReading(): void {
    this.#child.stdout?.destroy();
  }

  #wake(): void {
    this.#waiting = this.#waiting.filter((waiter) => {
      const printed = (this.#stdout + this.#stderr).split(waiter.text).length > waiter.times;
      if (printed) waiter.found();
      else if (this.#ended) waiter.ended();
      return !printed && !this.#ended;
    });
  }
}

/** The JSON records among the lines of a log. */
export function parseRecords(text: string): PrintedRecord[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{"time":'))
    .map((line) => JSON.parse(line) as PrintedRecord);
}
