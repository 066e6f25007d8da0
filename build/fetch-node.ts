import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import { type ContentCache, isMissing } from './content-cache.ts';
import { sha256 } from './integrity.ts';
import type { NodeProvider } from './node-archive.ts';
import { formatMegabytes, formatSeconds, type Progress } from './progress.ts';
import { nodeBinaryName, type Target } from './targets.ts';

/** A Node.js binary in the cache. */
export interface VendorNode {
  readonly target: Target;
  readonly version: string;
  /** Path of the binary as it was published. */
  readonly path: string;
  /** Path of Node's licence text, when the archive held one. */
  readonly licencePath?: string;
  /** SHA-256 of the binary as it was unpacked. */
  readonly sha256: string;
}

/** The record beside a cached binary. */
interface VendorRecord {
  readonly checkedAgainst: string;
  readonly sha256: string;
  readonly hasLicence: boolean;
}

const CACHE_KIND = 'node';
const RECORD = 'vendor.json';

/**
 * The Node.js binary of a version and target: from the cache, or fetched with `provider` and put there in one rename,
 * so that a killed download leaves nothing behind that looks like a binary. A cached one needs no network.
 * @param group folder of the cache: one for each version and source
 */
export async function fetchNode(
  cache: ContentCache,
  group: string,
  version: string,
  target: Target,
  provider: NodeProvider,
  progress: Progress,
): Promise<VendorNode> {
  const key = `${group}/${target.name}`;
  const cached = await readRecord(cache.folder(CACHE_KIND, key));
  if (cached !== undefined) {
    if (provider.expected === undefined || cached.checkedAgainst === provider.expected) {
      return vendorNode(cache.folder(CACHE_KIND, key), version, target, cached);
    }
    await cache.discard(CACHE_KIND, key);
  }
  const task = progress.start(`fetching ${provider.label}`);
  try {
    const startedAt = performance.now();
    const files = await cache.inWorkFolder((work) => provider.fetch(work, task.advance));
    const record: VendorRecord = {
      checkedAgainst: files.checkedAgainst,
      sha256: sha256(files.binary),
      hasLicence: files.licence !== undefined,
    };
    task.advance(0.9);
    const folder = await cache.publish(CACHE_KIND, key, async (work) => {
      await writeFileAtomically(join(work, nodeBinaryName(target)), files.binary, 0o755);
      if (files.licence !== undefined) {
        await writeFileAtomically(join(work, 'LICENSE'), files.licence);
      }
      await writeFileAtomically(join(work, RECORD), `${JSON.stringify(record, null, 2)}\n`);
    });
    task.finish(
      `fetched ${provider.label}: ${formatMegabytes(files.binary.length)} in ${formatSeconds(performance.now() - startedAt)}, checked`,
    );
    return vendorNode(folder, version, target, record);
  } catch (error) {
    task.abandon();
    throw error;
  }
}

async function readRecord(folder: string): Promise<VendorRecord | undefined> {
  try {
    // The record is written by this file and published together with the binary in one rename.
    return JSON.parse(await readFile(join(folder, RECORD), 'utf8')) as VendorRecord;
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

function vendorNode(folder: string, version: string, target: Target, record: VendorRecord): VendorNode {
  return {
    target,
    version,
    path: join(folder, nodeBinaryName(target)),
    sha256: record.sha256,
    ...(record.hasLicence ? { licencePath: join(folder, 'LICENSE') } : {}),
  };
}
