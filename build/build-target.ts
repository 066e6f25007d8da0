import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import {
  type AssemblyJob,
  EXECUTABLE_FILE,
  EXECUTABLE_KIND,
  EXECUTABLE_RECORD,
  type ExecutableRecord,
  PREPARED_FILE,
  PREPARED_KIND,
} from './assemble.ts';
import { copyFileAtomically } from './atomic-file.ts';
import type { Build } from './build-preparation.ts';
import { writeBuildRecord } from './build-record.ts';
import type { ReportRow } from './build-report.ts';
import type { BuildOutput } from './build-request.ts';
import { type ContentCache, contentKey } from './content-cache.ts';
import { signingCommand, writeSigned } from './external-signer.ts';
import { hashFile } from './hash-file.ts';
import { hostIdentity } from './host-traces.ts';
import { assembleInWorker, inspectInWorker } from './worker-job.ts';

/** Puts one executable together, or takes it from the cache, and writes it to its place. */
export async function buildTarget(
  build: Build,
  { target, path }: BuildOutput,
): Promise<{ row: ReportRow; sha256: string }> {
  const { context, cache, supply, product, digest } = build;
  const { root, environment, progress } = context;
  const startedAt = performance.now();
  const vendor = await supply.binary(target);
  const blob = await build.blob(target.platform);
  const preparedKey = contentKey({
    digest,
    vendor: vendor.sha256,
    // Only Windows files name the product before the blob is injected.
    ...(target.platform === 'windows' ? { product: JSON.stringify(product) } : {}),
  });
  const executableKey = contentKey({ digest, prepared: preparedKey, blob: blob.sha256 });
  const cached = await cachedExecutable(cache, executableKey);
  const job: AssemblyJob = {
    cacheRoot: cache.root,
    platform: target.platform,
    vendor,
    blobPath: blob.path,
    product,
    preparedKey,
    executableKey,
    host: hostIdentity(root),
  };
  const record = cached ?? (await assembleInWorker(job));
  for (const message of record.messages) {
    progress.line(`${target.name}: injector: ${message}`);
  }
  const output = resolve(root, path);
  const finished = join(cache.folder(EXECUTABLE_KIND, executableKey), EXECUTABLE_FILE);
  const command = signingCommand(target.platform, environment);
  let { sha256, size } = record;
  if (command === undefined) {
    await copyFileAtomically(finished, output, 0o755);
  } else {
    await mkdir(dirname(output), { recursive: true });
    await writeSigned(finished, output, command);
    const signed = await inspectInWorker({
      path: output,
      platform: target.platform,
      blobPath: blob.path,
      host: job.host,
    });
    if (signed.problems.length > 0) {
      throw new Error(`after signing: ${signed.problems.join('; ')}`);
    }
    ({ sha256, size } = signed);
  }
  await writeBuildRecord(cache, sha256, {
    target: target.name,
    blobPath: blob.path,
    preparedPath: join(cache.folder(PREPARED_KIND, preparedKey), PREPARED_FILE),
    signedExternally: command !== undefined,
  });
  const note = `${cached === undefined ? 'built' : 'cached'}${command === undefined ? '' : ', signed by command'}`;
  return {
    sha256,
    row: {
      target: target.name,
      path: relative(root, output) || output,
      bytes: size,
      milliseconds: performance.now() - startedAt,
      note,
    },
  };
}

/** The record of an executable in the cache whose bytes are still those that were verified. */
async function cachedExecutable(cache: ContentCache, key: string): Promise<ExecutableRecord | undefined> {
  const folder = await cache.find(EXECUTABLE_KIND, key);
  if (folder === undefined) {
    return undefined;
  }
  // The record is written by assemble.ts and published together with the executable.
  const record = JSON.parse(await readFile(join(folder, EXECUTABLE_RECORD), 'utf8')) as ExecutableRecord;
  if ((await hashFile(join(folder, EXECUTABLE_FILE))) === record.sha256) {
    return record;
  }
  await cache.discard(EXECUTABLE_KIND, key);
  return undefined;
}
