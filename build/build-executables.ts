import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
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
import { KEPT_BLOBS, readBlobSettings, writeBlob } from './blob.ts';
import { pruneBuildRecords, writeBuildRecord } from './build-record.ts';
import type { ReportRow } from './build-report.ts';
import type { BuildOutput, BuildRequest } from './build-request.ts';
import { updateChecksums } from './checksum-file.ts';
import { describeEnd, runCommand } from './command.ts';
import { ContentCache, contentKey } from './content-cache.ts';
import type { Platform } from './executable/format.ts';
import type { ProductInformation } from './executable/prepare.ts';
import { signingCommand, writeSigned } from './external-signer.ts';
import { hashFile } from './hash-file.ts';
import { hostIdentity } from './host-traces.ts';
import type { PackageLock, PackageManifest } from './node-release.ts';
import { NodeSupply } from './node-supply.ts';
import { productInformation } from './product-information.ts';
import type { Progress } from './progress.ts';
import { assembleRuntimeContent, type RuntimeParts } from './runtime-content.ts';
import { readGitFacts, type SourceVersion, sourceVersion } from './source-version.ts';
import { hostTarget } from './targets.ts';
import { toolchainDigest } from './toolchain-digest.ts';
import { assembleInWorker, inParallel, inspectInWorker, WORKERS } from './worker-job.ts';

/** Executables of earlier builds that stay in the cache: two builds of every target and some for this machine. */
const KEPT_EXECUTABLES = 14;
/** Prepared binaries that stay: one for every target, and another pair for Windows, whose version resource changes. */
const KEPT_PREPARED = 8;

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

/** A target that could not be built, and why. */
export interface BuildFailure {
  readonly target: string;
  readonly error: unknown;
}

/** What a build did. */
export interface BuildOutcome {
  readonly rows: readonly ReportRow[];
  readonly failures: readonly BuildFailure[];
}

/**
 * Builds what the request asks for, two targets at a time. A target that fails does not stop the others.
 * @throws Error when the runtime cannot be bundled, which concerns every target
 */
export async function buildExecutables(context: BuildContext, request: BuildRequest): Promise<BuildOutcome> {
  const cache = new ContentCache(join(context.root, '.cache'));
  await cache.removeStaleWork();
  const build = await prepareBuild(context, request, cache);
  const built: { output: BuildOutput; row: ReportRow; sha256: string }[] = [];
  const failures: BuildFailure[] = [];
  await inParallel(request.outputs, WORKERS, async (output) => {
    try {
      built.push({ output, ...(await buildOne(build, output)) });
    } catch (error) {
      failures.push({ target: output.target.name, error });
    }
  });
  // Only when no other process is being started: one that inherits the file open for writing makes it unusable.
  for (const { output } of built) {
    if (output.target === hostTargetIfAny()) {
      await checkThatItRuns(resolve(context.root, output.path), build.source);
    }
  }
  await writeChecksums(context.root, built);
  await cache.prune(EXECUTABLE_KIND, KEPT_EXECUTABLES);
  await cache.prune(PREPARED_KIND, KEPT_PREPARED);
  await cache.prune('blobs', KEPT_BLOBS);
  await pruneBuildRecords(cache);
  const order = request.outputs.map(({ target }) => target.name);
  const rows = built.map(({ row }) => row).sort((a, b) => order.indexOf(a.target) - order.indexOf(b.target));
  return { rows, failures };
}

/** What all targets of a build share. */
interface Build {
  readonly context: BuildContext;
  readonly cache: ContentCache;
  readonly supply: NodeSupply;
  readonly source: SourceVersion;
  readonly product: ProductInformation;
  readonly digest: string;
  readonly blob: (platform: Platform) => Promise<{ path: string; sha256: string }>;
}

async function prepareBuild(
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

async function buildOne(
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

function hostTargetIfAny() {
  try {
    return hostTarget();
  } catch {
    return undefined;
  }
}

async function checkThatItRuns(path: string, source: SourceVersion): Promise<void> {
  const run = await runCommand(path, ['version'], { timeout: 60_000 });
  if (run.exitCode !== 0 || !run.stdout.includes(source.version)) {
    throw new Error(
      `${path} version does not print ${source.version} (${describeEnd(run)}):\n${run.stdout}${run.stderr}`,
    );
  }
}

async function writeChecksums(
  root: string,
  built: readonly { output: BuildOutput; sha256: string }[],
): Promise<void> {
  const folder = join(root, 'bin');
  const inBin = built.filter(({ output }) => dirname(resolve(root, output.path)) === folder);
  if (inBin.length > 0) {
    await updateChecksums(
      folder,
      new Map(inBin.map(({ output, sha256 }) => [basename(output.path), sha256])),
    );
  }
}
