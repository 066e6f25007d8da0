import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { getSystemErrorMessage } from 'node:util';
import { errorText } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import { LineDescriptor } from './descriptor.ts';
import type { TextSink } from './log-record.ts';

/** A file that has reached this many bytes is renamed and a new one begun. */
export const ROTATION_BYTES = 10_485_760;
/** Rotated files that are kept beside the current one. */
export const ROTATED_FILES_KEPT = 10;
const MODE = 0o600;

/** What went wrong with the file, by the event that reports it. The log goes on where it can. */
export type LogFileProblem = 'log rotation failed' | 'failed to sync log file' | 'failed to close log file';

export interface LogFileOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Called at once, possibly from inside `write`; may write to the file itself. */
  onProblem(problem: LogFileProblem, reason: string): void;
}

/**
 * A file that log lines are appended to. Created for its owner only (mode 0600); existing files keep their mode
 * and parent directories are not created. At {@link ROTATION_BYTES} it is renamed to
 * `<path>.<YYYYMMDD-HHMMSS>` in local time, with `-2`, `-3`, … when that name is taken; the oldest of more than
 * {@link ROTATED_FILES_KEPT} such files are deleted.
 */
export class LogFile implements TextSink {
  readonly #path: string;
  readonly #options: LogFileOptions;
  #descriptor = -1;
  #lines = new LineDescriptor(-1);
  #bytes = 0;
  #closed = false;
  #rotateAt = ROTATION_BYTES;

  /** @throws Error `opening log file: open <path>: <reason>` */
  static open(path: string, options: LogFileOptions): LogFile {
    const file = new LogFile(path, options);
    if (sizeOf(path) >= ROTATION_BYTES) file.#attempt('log rotation failed', () => file.#rename());
    try {
      file.#open();
    } catch (error) {
      throw new Error(`opening log file: open ${path}: ${reasonOf(error)}`, { cause: error });
    }
    return file;
  }

  private constructor(path: string, options: LogFileOptions) {
    this.#path = path;
    this.#options = options;
  }

  write(text: string): void {
    // The number of a closed descriptor may already belong to another file.
    if (this.#closed) return;
    if (this.#bytes >= this.#rotateAt) this.#rotate();
    this.#bytes += this.#lines.write(text);
  }

  /** Hands the file to the disk and closes it; later lines are lost. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#attempt('failed to sync log file', () => {
      if (fstatSync(this.#descriptor).isFile()) fsyncSync(this.#descriptor);
    });
    this.#attempt('failed to close log file', () => closeSync(this.#descriptor));
  }

  #open(): void {
    const descriptor = openSync(this.#path, 'a', MODE);
    const stats = fstatSync(descriptor);
    this.#descriptor = descriptor;
    this.#lines = new LineDescriptor(descriptor);
    this.#bytes = stats.size;
    if (!stats.isFile()) this.#rotateAt = Number.POSITIVE_INFINITY;
    else this.#rotateAt = stats.size < ROTATION_BYTES ? ROTATION_BYTES : stats.size + ROTATION_BYTES;
  }

  /** Begins a new file. When that fails the lines go on into the old one, until it has grown as much again. */
  #rotate(): void {
    const previous = this.#descriptor;
    this.#rotateAt = this.#bytes + ROTATION_BYTES;
    this.#attempt('log rotation failed', () => {
      this.#rename();
      this.#open();
      closeSync(previous);
    });
  }

  #rename(): void {
    renameSync(this.#path, freeName(`${this.#path}.${timestamp(this.#options.clock.now())}`));
    for (const name of rotatedFiles(this.#path).slice(0, -ROTATED_FILES_KEPT)) rmSync(name);
  }

  #attempt(problem: LogFileProblem, action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#options.onProblem(problem, reasonOf(error));
    }
  }
}

/** Size of a regular file; 0 when there is none, or none that can be looked at. */
function sizeOf(path: string): number {
  try {
    const stats = statSync(path);
    return stats.isFile() ? stats.size : 0;
  } catch {
    return 0;
  }
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let number = 2; existsSync(name); number += 1) name = `${wanted}-${number}`;
  return name;
}

/** The rotated files of a log file, oldest first. */
function rotatedFiles(path: string): string[] {
  const prefix = `${basename(path)}.`;
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix))
    .flatMap((name) => {
      const match = /^(\d{8}-\d{6})(?:-(\d+))?$/.exec(name.slice(prefix.length));
      return match === null ? [] : [{ name, stamp: match[1] ?? '', number: Number(match[2] ?? 1) }];
    })
    .sort((a, b) => (a.stamp === b.stamp ? a.number - b.number : a.stamp < b.stamp ? -1 : 1))
    .map(({ name }) => join(dirname(path), name));
}

/** `YYYYMMDD-HHMMSS` in local time. */
function timestamp(time: Date): string {
  const [year, month, day, hour, minute, second] = [
    time.getFullYear(),
    time.getMonth() + 1,
    time.getDate(),
    time.getHours(),
    time.getMinutes(),
    time.getSeconds(),
  ].map((part) => String(part).padStart(2, '0'));
  return `${year}${month}${day}-${hour}${minute}${second}`;
}

/** The operating system's words for a failure, without the code, call and path that Node.js adds. */
function reasonOf(error: unknown): string {
  const errno = error instanceof Error && 'errno' in error ? error.errno : undefined;
  return typeof errno === 'number' ? getSystemErrorMessage(errno) : errorText(error);
}
