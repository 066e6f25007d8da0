import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import { ContentCache } from './content-cache.ts';
import { finishExecutable } from './executable/finish.ts';
import type { Platform } from './executable/format.ts';
import { type ProductInformation, prepareExecutable } from './executable/prepare.ts';
import { verifyExecutable } from './executable/verify.ts';
import { type HostIdentity, hostTraces } from './host-traces.ts';
import { injectBlob } from './inject.ts';
import { sha256 } from './integrity.ts';

/** Kinds of cache entries an assembly reads and writes. */
export const PREPARED_KIND = 'prepared';
export const EXECUTABLE_KIND = 'executables';

/** Files inside those entries. */
export const PREPARED_FILE = 'node';
export const EXECUTABLE_FILE = 'cannectors';
export const EXECUTABLE_RECORD = 'executable.json';

/** Name recorded in the macOS signature. */
const IDENTIFIER = 'cannectors';

/** One executable to put together; plain data, since it goes to a worker. */
export interface AssemblyJob {
  readonly cacheRoot: string;
  readonly platform: Platform;
  readonly vendor: { readonly path: string; readonly sha256: string };
  readonly blobPath: string;
  readonly product: ProductInformation;
  readonly preparedKey: string;
  readonly executableKey: string;
  readonly host: HostIdentity;
}

/** What is known of an executable in the cache. */
export interface ExecutableRecord {
  readonly sha256: string;
  readonly size: number;
  /** Messages of the injector that a person should see. */
  readonly messages: readonly string[];
}

/**
 * Prepares the Node.js binary, injects the blob, completes and verifies the file, and puts it into the cache.
 * @throws Error when the cached binary is damaged or the result is not what it should be
 */
export async function assembleExecutable(job: AssemblyJob): Promise<ExecutableRecord> {
  const cache = new ContentCache(job.cacheRoot);
  const prepared = await preparedBinary(cache, job);
  const blob = await readFile(job.blobPath);
  const { file, messages } = await cache.inWorkFolder(async (work) => {
    const path = join(work, EXECUTABLE_FILE);
    await writeFileAtomically(path, prepared);
    const messages = await injectBlob(path, blob);
    return { file: finishExecutable(job.platform, await readFile(path), IDENTIFIER), messages };
  });
  const problems = verifyExecutable(file, {
    platform: job.platform,
    blob,
    prepared,
    forbiddenText: hostTraces(job.host, prepared),
  });
  if (problems.length > 0) {
    throw new Error(`the executable is not what it should be:\n  ${problems.join('\n  ')}`);
  }
  const record: ExecutableRecord = { sha256: sha256(file), size: file.length, messages };
  await cache.publish(EXECUTABLE_KIND, job.executableKey, async (folder) => {
    await writeFileAtomically(join(folder, EXECUTABLE_FILE), file, 0o755);
    await writeFileAtomically(join(folder, EXECUTABLE_RECORD), `${JSON.stringify(record, null, 2)}\n`);
  });
  return record;
}

async function preparedBinary(
  cache: ContentCache,
  { platform, vendor, product, preparedKey }: AssemblyJob,
): Promise<Buffer> {
  const cached = await cache.find(PREPARED_KIND, preparedKey);
  if (cached !== undefined) {
    return readFile(join(cached, PREPARED_FILE));
  }
  const original = await readFile(vendor.path);
  if (sha256(original) !== vendor.sha256) {
    throw new Error(`${vendor.path} is not the file that was fetched; remove its folder and build again`);
  }
  const prepared = prepareExecutable(platform, original, product);
  await cache.publish(PREPARED_KIND, preparedKey, (folder) =>
    writeFileAtomically(join(folder, PREPARED_FILE), prepared),
  );
  return prepared;
}
