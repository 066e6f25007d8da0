import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildExecutables } from './build-executables.ts';
import { buildTable } from './build-report.ts';
import { BUILD_HELP, parseBuildRequest } from './build-request.ts';
import { type PackageLock, type PackageManifest, pinnedNodeVersion } from './node-release.ts';
import { Progress } from './progress.ts';
import type { RuntimeParts } from './runtime-content.ts';

const CANNECTORS: RuntimeParts = {
  entry: 'src/main.ts',
  schema: async () => {
    const { assembleJsonSchema } = await import('../src/pipeline/validation/json-schema.ts');
    const { builtInRegistry } = await import('../src/modules/built-in.ts');
    return assembleJsonSchema(builtInRegistry());
  },
};

/** Builds executables as the command line asks; returns the exit code. */
async function main(argv: readonly string[], root: string): Promise<number> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as PackageManifest;
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as PackageLock;
  const request = parseBuildRequest(argv, process.env, pinnedNodeVersion(manifest));
  if (request === 'help') {
    process.stdout.write(BUILD_HELP);
    return 0;
  }
  const { rows, failures } = await buildExecutables(
    {
      root,
      manifest,
      lock,
      parts: CANNECTORS,
      environment: process.env,
      progress: new Progress(process.stderr),
    },
    request,
  );
  if (rows.length > 0) {
    process.stdout.write(`${buildTable(rows)}\n`);
  }
  for (const { target, error } of failures) {
    process.stderr.write(`build: ${target}: ${messageOf(error)}\n`);
  }
  return failures.length > 0 ? 1 : 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  process.exitCode = await main(process.argv.slice(2), join(import.meta.dirname, '..'));
} catch (error) {
  process.stderr.write(`build: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
