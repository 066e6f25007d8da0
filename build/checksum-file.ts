import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import { isMissing } from './content-cache.ts';
import { formatChecksums, parseChecksums } from './integrity.ts';

/** Name of the file that lists the checksums of the executables beside it. */
export const CHECKSUM_FILE = 'SHA256SUMS';

/** The checksums listed in a folder; none when it holds no list. */
export async function readChecksums(folder: string): Promise<Map<string, string>> {
  try {
    return parseChecksums(await readFile(join(folder, CHECKSUM_FILE), 'utf8'));
  } catch (error) {
    if (isMissing(error)) {
      return new Map();
    }
    throw error;
  }
}

/** Enters new checksums into the list of a folder and drops those of files that are no longer there. */
export async function updateChecksums(folder: string, built: ReadonlyMap<string, string>): Promise<void> {
  const present = new Set(await readdir(folder));
  const all = new Map([...(await readChecksums(folder)), ...built]);
  const kept = new Map([...all].filter(([name]) => present.has(name)));
  await writeFileAtomically(join(folder, CHECKSUM_FILE), formatChecksums(kept));
}
