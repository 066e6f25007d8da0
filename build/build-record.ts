import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import { type ContentCache, isMissing } from './content-cache.ts';

/** What a written file was made from, kept by the file's SHA-256 so that it can be verified later. */
export interface BuildRecord {
  readonly target: string;
  readonly blobPath: string;
  readonly preparedPath: string;
  /** A signing command changed the file after it was put together. */
  readonly signedExternally: boolean;
}

const KIND = 'builds';
const FILE = 'build.json';

/** Remembers what the file with this SHA-256 was made from. */
export async function writeBuildRecord(
  cache: ContentCache,
  sha256: string,
  record: BuildRecord,
): Promise<void> {
  await cache.discard(KIND, sha256);
  await cache.publish(KIND, sha256, (folder) =>
    writeFileAtomically(join(folder, FILE), `${JSON.stringify(record, null, 2)}\n`),
  );
}

/** What the file with this SHA-256 was made from; undefined when this cache does not hold all of it any more. */
export async function readBuildRecord(cache: ContentCache, sha256: string): Promise<BuildRecord | undefined> {
  try {
    // The record is written by this file.
    const record = JSON.parse(await readFile(join(cache.folder(KIND, sha256), FILE), 'utf8')) as BuildRecord;
    await Promise.all([access(record.blobPath), access(record.preparedPath)]);
    return record;
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Forgets all but the most recent builds. */
export async function pruneBuildRecords(cache: ContentCache): Promise<void> {
  await cache.prune(KIND, 64);
}
