import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds the lock of a database file. */
export interface LockState {
  /** `abandoned`: it was taken by a process of this host that no longer lives. */
  readonly kind: 'free' | 'held' | 'abandoned';
  /** When the lock was taken; absent when it is free. */
  readonly since?: Date;
}

interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** Tells processes apart that got the same id one after the other. */
  readonly process: string;
  /** The lock directory this is about: what it says holds for no other one. */
  readonly lock: string;
}

const THIS_PROCESS = { pid: process.pid, host: hostname(), process: randomUUID() } as const;

/**
 * The lock of a database file. node-sqlite3-wasm locks with an empty directory beside the file, which a killed
 * process leaves behind. A note beside it says who took the lock, so that a lock without a living owner can be
 * told from one in use and removed.
 */
export class FileLock {
  /** The lock directory. */
  readonly directory: string;
  readonly #note: string;
  #noted: string | undefined;

  /** @param path absolute path of the database file, as the engine gets it */
  constructor(path: string) {
    this.directory = `${path}.lock`;
    this.#note = `${path}.lock-owner`;
  }

  inspect(): LockState {
    const since = this.#since();
    if (since === undefined) return { kind: 'free' };
    return { kind: this.#abandonedBy() === undefined ? 'held' : 'abandoned', since };
  }

  /** Notes that this process holds the lock. Without the right to write the note, nothing is noted. */
  mark(): void {
    const lock = this.#identity();
    if (lock === undefined || lock === this.#noted) return;
    try {
      writeFileSync(this.#note, JSON.stringify({ ...THIS_PROCESS, lock } satisfies LockOwner), {
        mode: 0o600,
      });
      this.#noted = lock;
    } catch {
      this.#noted = undefined;
    }
  }

  /** Removes this process's note. */
  unmark(): void {
    const noted = this.#noted;
    if (noted === undefined) return;
    this.#noted = undefined;
    const owner = readOwner(this.#note);
    if (owner?.process === THIS_PROCESS.process && owner.lock === noted) rmSync(this.#note, { force: true });
  }

  /**
   * Removes a lock whose owner no longer lives and returns the owner's process id. Of several processes that
   * try, the one that gets hold of the note wins; the others see the lock held or free.
   */
  recover(): number | undefined {
    const owner = this.#abandonedBy();
    if (owner === undefined) return undefined;
    const claimed = `${this.#note}.${THIS_PROCESS.process}`;
    try {
      renameSync(this.#note, claimed);
      const isTheSame = readOwner(claimed)?.lock === owner.lock && this.#identity() === owner.lock;
      if (!isTheSame) {
        renameSync(claimed, this.#note);
        return undefined;
      }
      rmdirSync(this.directory);
      rmSync(claimed, { force: true });
      return owner.pid;
    } catch {
      return undefined;
    }
  }

  #abandonedBy(): LockOwner | undefined {
    const owner = readOwner(this.#note);
    if (owner === undefined || owner.host !== THIS_PROCESS.host || owner.lock !== this.#identity())
      return undefined;
    if (owner.process === THIS_PROCESS.process) return undefined;
    return owner.pid === THIS_PROCESS.pid || !isAlive(owner.pid) ? owner : undefined;
  }

  #since(): Date | undefined {
    return statSync(this.directory, { throwIfNoEntry: false })?.mtime;
  }

  #identity(): string | undefined {
    const stat = statSync(this.directory, { throwIfNoEntry: false });
    return stat === undefined ? undefined : `${stat.ino}:${stat.mtimeMs}`;
  }
}

function readOwner(note: string): LockOwner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(note, 'utf8'));
    return isOwner(owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isOwner(value: unknown): value is LockOwner {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, host, process, lock } = value as Partial<LockOwner>;
  return (
    typeof pid === 'number' &&
    typeof host === 'string' &&
    typeof process === 'string' &&
    typeof lock === 'string'
  );
}

/** A process that exists but belongs to someone else answers EPERM. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
