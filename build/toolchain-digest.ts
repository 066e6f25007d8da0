import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentKey } from './content-cache.ts';
import { sha256 } from './integrity.ts';
import type { PackageLock } from './node-release.ts';

/** Packages whose code decides the bytes of an executable. */
const PACKAGES = ['postject', 'resedit', 'pe-library'];

/** Files whose code does, besides the folder `executable`. */
const FILES = ['assemble.ts', 'inject.ts'];

/**
 * A value that changes whenever the code that prepares, injects and completes executables does: cached results
 * of other code are not used.
 * @param folder the folder of this file
 */
export async function toolchainDigest(folder: string, lock: PackageLock): Promise<string> {
  const names = await readdir(join(folder, 'executable'), { recursive: true });
  const sources = names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join('executable', name));
  const inputs: Record<string, string> = {};
  for (const name of [...FILES, ...sources]) {
    inputs[name.replaceAll('\\', '/')] = sha256(await readFile(join(folder, name)));
  }
  for (const name of PACKAGES) {
    inputs[`package ${name}`] = lock.packages?.[`node_modules/${name}`]?.integrity ?? 'absent';
  }
  return contentKey(inputs);
}
