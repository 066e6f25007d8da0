import { join } from 'node:path';
import { readBlobSettings, writeBlob } from './blob.ts';
import type { BuildRequest } from './build-request.ts';
import type { ContentCache } from './content-cache.ts';
import type { Platform } from './executable/format.ts';
import type { ProductInformation } from './executable/prepare.ts';
import type { PackageLock, PackageManifest } from './node-release.ts';
import { NodeSupply } from './node-supply.ts';
import { productInformation } from './product-information.ts';
import type { Progress } from './progress.ts';
import { assembleRuntimeContent, type RuntimeParts } from './runtime-content.ts';
import { readGitFacts, type SourceVersion, sourceVersion } from './source-version.ts';
import { toolchainDigest } from './toolchain-digest.ts';

/** Everything a build is made of. */
export interface BuildContext {
  /** Absolute path of the project. */
  readonly root: string;
  readonly manifest: PackageManifest;
  readonly lock: PackageLock;
  readonly parts: RuntimeParts;
  readonly environment: NodeJS.ProcessEnv;
  readonly progress: Progress;
}

/** What all targets of a build share. */
export interface Build {
  readonly context: BuildContext;
  readonly cache: ContentCache;
  readonly supply: NodeSupply;
  readonly source: SourceVersion;
  readonly product: ProductInformation;
  readonly digest: string;
  readonly blob: (platform: Platform) => Promise<{ path: string; sha256: string }>;
}

/**
 * Bundles the runtime and sets up what the targets need.
 * @throws Error when the runtime cannot be bundled
 */
export async function prepareBuild(
  context: BuildContext,
  request: BuildRequest,
  cache: ContentCache,
): Promise<Build> {
  const { root, manifest, lock, parts, environment, progress } = context;
  const source = sourceVersion(await readGitFacts(root), manifest.version, environment['SOURCE_DATE_EPOCH']);
  const version = request.nodeVersion;
  const supply = new NodeSupply({
    root,
    version,
    source: request.nodeSource,
    lock,
    environment,
    cache,
    progress,
  });
  progress.line(`cannectors ${source.version} (commit ${source.commit}) on Node.js ${version}`);
  const node = { version, licence: await supply.licence() };
  const startedAt = performance.now();
  const content = await assembleRuntimeContent(root, parts, source, node);
  const assetBytes = [...content.assets.values()].reduce((sum, asset) => sum + asset.length, 0);
  progress.line(
    `bundled: main file ${kilobytes(content.main.length)}, ${content.assets.size} assets of ${kilobytes(assetBytes)} in all, ` +
      `${Math.round(performance.now() - startedAt)} ms`,
  );
  const settings = await readBlobSettings(join(root, 'sea-config.json'));
  const blobs = new Map<Platform, Promise<{ path: string; sha256: string }>>();
  const blob = (platform: Platform) => {
    const written =
      blobs.get(platform) ??
      supply.blobWriter().then((node) => writeBlob(cache, { ...content, settings, platform, node }));
    blobs.set(platform, written);
    return written;
  };
  const product = productInformation(source, manifest.version);
  return {
    context,
    cache,
    supply,
    source,
    product,
    digest: await toolchainDigest(import.meta.dirname, lock),
    blob,
  };
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}
