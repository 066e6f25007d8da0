import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { parseJson } from '../../core/parse-json.ts';
import { isDataObject } from '../../core/record.ts';

/** The process that a lock file names. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
}

/**
 * Marks a state file as in use by this process, for the eyes of other processes: nothing keeps them from writing.
 *
 * @returns the other process that has it marked and, as far as can be told, is alive; the mark is taken over
 */
export function markInUse(lockPath: string): LockHolder | undefined {
  const holder = readHolder(lockPath);
  writeFileSync(lockPath, JSON.stringify({ pid: process.pid, host: hostname() }), { mode: 0o600 });
  return holder !== undefined && isOther(holder) ? holder : undefined;
}

/** Removes the mark, when it is still this process's. */
export function unmark(lockPath: string): void {
  const holder = readHolder(lockPath);
  if (holder?.pid === process.pid && holder.host === hostname()) rmSync(lockPath, { force: true });
}

function readHolder(lockPath: string): LockHolder | undefined {
  try {
    const content = parseJson(readFileSync(lockPath, 'utf8'));
    if (!isDataObject(content)) return undefined;
    const { pid, host } = content;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    // No lock file, or one that another process is just writing.
    return undefined;
  }
}

/** A process of another host, such as an earlier container, cannot be asked whether it lives. */
function isOther({ pid, host }: LockHolder): boolean {
  if (host !== hostname()) return false;
  return pid !== process.pid && isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
