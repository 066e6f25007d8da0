import { basename, dirname, join, resolve } from 'node:path';
import { EXECUTABLE_KIND, PREPARED_KIND } from './assemble.ts';
import { BLOB_KIND } from './blob.ts';
import { type BuildContext, prepareBuild } from './build-preparation.ts';
import { pruneBuildRecords } from './build-record.ts';
import type { ReportRow } from './build-report.ts';
import type { BuildOutput, BuildRequest } from './build-request.ts';
import { buildTarget } from './build-target.ts';
import { updateChecksums } from './checksum-file.ts';
import { describeEnd, runCommand } from './command.ts';
import { ContentCache } from './content-cache.ts';
import type { SourceVersion } from './source-version.ts';
import { hostTarget } from './targets.ts';
import { inParallel, WORKERS } from './worker-job.ts';

/** Executables of earlier builds that stay in the cache: two builds of every target and some for this machine. */
const KEPT_EXECUTABLES = 14;
/** Prepared binaries that stay: one for every target, and another pair for Windows, whose version resource changes. */
const KEPT_PREPARED = 8;
/** Blobs that stay: each commit makes two. */
const KEPT_BLOBS = 24;

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
      built.push({ output, ...(await buildTarget(build, output)) });
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
  await cache.prune(BLOB_KIND, KEPT_BLOBS);
  await pruneBuildRecords(cache);
  const order = request.outputs.map(({ target }) => target.name);
  const rows = built.map(({ row }) => row).sort((a, b) => order.indexOf(a.target) - order.indexOf(b.target));
  return { rows, failures };
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
