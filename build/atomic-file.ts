import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file so that `path` holds either its old content or all of `data`, whatever interrupts the write:
 * written beside, flushed to the disk, renamed. A running executable at `path` keeps its own bytes.
 * Folders are made as needed.
 */
export async function writeFileAtomically(
  path: string,
  data: Uint8Array | string,
  mode = 0o644,
): Promise<void> {
  await replaceFile(path, mode, async (part) => {
    const file = await open(part, 'wx', mode);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

/** Copies a file with the promise of {@link writeFileAtomically}, sharing blocks where the file system can. */
export async function copyFileAtomically(source: string, path: string, mode = 0o644): Promise<void> {
  await replaceFile(path, mode, async (part) => {
    await copyFile(source, part, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    const file = await open(part, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

/**
 * Lets `write` make a file beside `path` and renames it to `path` with exactly `mode`, independent of the umask.
 * The part file is removed when `write` fails.
 */
export async function replaceFile(
  path: string,
  mode: number,
  write: (part: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  try {
    await write(part);
    const file = await open(part, 'r');
    try {
      await file.chmod(mode);
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
