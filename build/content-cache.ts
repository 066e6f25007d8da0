import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** A build that died leaves its work folder behind; after this time nothing can be using it any more. */
const STALE_WORK_FOLDER_MS = 24 * 60 * 60 * 1000;

/**
 * The key of a result: SHA-256 over the names and values that determine it.
 * Names are sorted and lengths are part of the text, so that no two sets of inputs share a key.
 */
export function contentKey(inputs: Readonly<Record<string, string | number>>): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(inputs).sort()) {
    const value = String(inputs[name]);
    hash.update(`${name.length}:${name}=${value.length}:${value}\n`);
  }
  return hash.digest('hex');
}

/**
 * Results kept by the content they were made from: one folder an entry, complete or absent.
 * Several builds may use the same cache at once; the first to finish an entry wins.
 */
export class ContentCache {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** Folder of an entry, whether it exists or not. `key` may hold `/` to group entries. */
  folder(kind: string, key: string): string {
    return join(this.root, kind, key);
  }

  /** The folder of an entry that exists, marked as used now; otherwise undefined. */
  async find(kind: string, key: string): Promise<string | undefined> {
    const folder = this.folder(kind, key);
    const now = new Date();
    try {
      await utimes(folder, now, now);
      return folder;
    } catch (error) {
      if (isMissing(error)) {
        return undefined;
      }
      throw error;
    }
  }

  /**
   * Fills a new work folder with `fill` and publishes it as the entry in one rename.
   * @returns the entry's folder; it holds another build's equal result when that one was faster
   */
  async publish(kind: string, key: string, fill: (folder: string) => Promise<void>): Promise<string> {
    const folder = this.folder(kind, key);
    await this.inWorkFolder(async (work) => {
      await fill(work);
      await mkdir(join(folder, '..'), { recursive: true });
      try {
        await rename(work, folder);
      } catch (error) {
        if ((await this.find(kind, key)) === undefined) {
          throw error;
        }
      }
    });
    return folder;
  }

  /** Removes an entry, for one that does not hold what it should. */
  async discard(kind: string, key: string): Promise<void> {
    await rm(this.folder(kind, key), { recursive: true, force: true });
  }

  /** Runs `use` with a folder of its own inside the cache, so that a rename out of it stays on one file system. */
  async inWorkFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
    const work = join(this.root, 'work', randomBytes(8).toString('hex'));
    await mkdir(work, { recursive: true });
    try {
      return await use(work);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  /** Keeps the `keep` most recently used entries of a kind and removes the others. */
  async prune(kind: string, keep: number): Promise<void> {
    const entries = await this.#entriesByUse(kind);
    for (const { path } of entries.slice(keep)) {
      await rm(path, { recursive: true, force: true });
    }
  }

  /** Removes work folders that a killed build left behind. */
  async removeStaleWork(now = Date.now()): Promise<void> {
    for (const { path, usedAt } of await this.#entriesByUse('work')) {
      if (now - usedAt > STALE_WORK_FOLDER_MS) {
        await rm(path, { recursive: true, force: true });
      }
    }
  }

  async #entriesByUse(kind: string): Promise<{ path: string; usedAt: number }[]> {
    const entries: { path: string; usedAt: number }[] = [];
    for (const name of await namesIn(join(this.root, kind))) {
      const path = join(this.root, kind, name);
      try {
        entries.push({ path, usedAt: (await stat(path)).mtimeMs });
      } catch (error) {
        if (!isMissing(error)) {
          throw error;
        }
      }
    }
    return entries.sort((a, b) => b.usedAt - a.usedAt || a.path.localeCompare(b.path));
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) {
      return [];
    }
    throw error;
  }
}

/** Whether an error of the file system says that the path does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
