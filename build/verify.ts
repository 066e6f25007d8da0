import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readBuildRecord } from './build-record.ts';
import { CHECKSUM_FILE, readChecksums } from './checksum-file.ts';
import { ContentCache, isMissing } from './content-cache.ts';
import type { Platform } from './executable/format.ts';
import { hashFile } from './hash-file.ts';
import { hostIdentity } from './host-traces.ts';
import { platformOf } from './inspect-executable.ts';
import { inParallel, inspectInWorker, WORKERS } from './worker-job.ts';

/** What is said about one file. */
interface Verdict {
  readonly name: string;
  readonly problems: readonly string[];
  /** How much was compared. */
  readonly extent: string;
}

/** Verifies every executable in `bin/`; returns the exit code. */
async function main(root: string): Promise<number> {
  const folder = join(root, 'bin');
  const executables = await executablesIn(folder);
  if (executables.length === 0) {
    process.stderr.write('verify: bin/ holds no executable; build one first\n');
    return 1;
  }
  const cache = new ContentCache(join(root, '.cache'));
  const checksums = await readChecksums(folder);
  const verdicts = await inParallel(executables, WORKERS, ({ name, platform }) =>
    verify(root, cache, join(folder, name), name, platform, checksums.get(name)),
  );
  for (const { name, problems, extent } of verdicts) {
    process.stdout.write(`${problems.length === 0 ? 'ok   ' : 'WRONG'} bin/${name}: ${extent}\n`);
    process.stdout.write(problems.map((problem) => `      ${problem}\n`).join(''));
  }
  return verdicts.some(({ problems }) => problems.length > 0) ? 1 : 0;
}

async function verify(
  root: string,
  cache: ContentCache,
  path: string,
  name: string,
  platform: Platform,
  listed: string | undefined,
): Promise<Verdict> {
  const record = await readBuildRecord(cache, await hashFile(path));
  const whole = record !== undefined && !record.signedExternally;
  const { sha256, problems } = await inspectInWorker({
    path,
    platform,
    host: hostIdentity(root),
    ...(record === undefined ? {} : { blobPath: record.blobPath }),
    ...(whole ? { preparedPath: record.preparedPath } : {}),
  });
  return {
    name,
    problems: [...(listed === sha256 ? [] : [checksumProblem(listed, sha256)]), ...problems],
    extent: extentOf(record?.signedExternally),
  };
}

function checksumProblem(listed: string | undefined, sha256: string): string {
  return listed === undefined
    ? `${CHECKSUM_FILE} does not list it`
    : `SHA-256 is ${sha256}, but ${CHECKSUM_FILE} says ${listed}`;
}

function extentOf(signedExternally: boolean | undefined): string {
  if (signedExternally === undefined) {
    return 'checksum compared and blob readable; not built from this cache, so nothing else can be compared';
  }
  return signedExternally
    ? 'checksum and blob compared; the rest was changed by the signing command'
    : 'checksum, blob, structure and every byte compared';
}

async function executablesIn(folder: string): Promise<{ name: string; platform: Platform }[]> {
  const found: { name: string; platform: Platform }[] = [];
  for (const name of await namesIn(folder)) {
    const platform = name.startsWith('.') ? undefined : platformOf(await head(join(folder, name)));
    if (platform !== undefined) {
      found.push({ name, platform });
    }
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (isMissing(error)) {
      return [];
    }
    throw error;
  }
}

async function head(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

try {
  process.exitCode = await main(join(import.meta.dirname, '..'));
} catch (error) {
  process.stderr.write(`verify: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
