import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import type { Bundle } from './bundle.ts';
import { describeEnd, runCommand } from './command.ts';
import { type ContentCache, contentKey } from './content-cache.ts';
import type { Platform } from './executable/format.ts';
import { sha256 } from './integrity.ts';

/** sea-config.json, and what a build adds to it (the settings of Node's single executable applications). */
export interface BlobSettings {
  readonly main: string;
  readonly output: string;
  readonly disableExperimentalSEAWarning: boolean;
  readonly useSnapshot: boolean;
  readonly useCodeCache: boolean;
  readonly execArgvExtension: string;
  readonly execArgv: readonly string[];
  readonly assets?: Readonly<Record<string, string>>;
}

/**
 * Options that depend on the operating system. Without `--openssl-config` the variable OPENSSL_CONF names a file
 * that can load native code into the process; the device that is always empty has two names.
 */
const PLATFORM_ARGUMENTS: Readonly<Record<Platform, readonly string[]>> = {
  linux: ['--openssl-config=/dev/null'],
  darwin: ['--openssl-config=/dev/null'],
  windows: ['--openssl-config=NUL'],
};

/**
 * Checks the settings whose absence would open the executable to its environment or make builds differ.
 * @throws Error that names the setting
 */
export function checkBlobSettings(settings: BlobSettings): void {
  const required: readonly [boolean, string][] = [
    [
      settings.execArgvExtension === 'none',
      '"execArgvExtension" must be "none": NODE_OPTIONS could load code',
    ],
    [
      settings.execArgv?.includes('--disable-sigusr1'),
      '"execArgv" must hold --disable-sigusr1: the signal opens a debugger port',
    ],
    [settings.useSnapshot === false, '"useSnapshot" must be false: a snapshot holds absolute paths'],
    [
      settings.useCodeCache === false,
      '"useCodeCache" must be false: a code cache differs from build to build',
    ],
    [isPlainName(settings.main), '"main" must be a plain file name: it is the path in stack traces'],
    [isPlainName(settings.output), '"output" must be a plain file name'],
    [settings.assets === undefined, '"assets" must be absent: the build adds them'],
  ];
  for (const [holds, problem] of required) {
    if (!holds) {
      throw new Error(`sea-config.json: ${problem}`);
    }
  }
}

function isPlainName(name: string): boolean {
  return typeof name === 'string' && /^[\w-][\w.-]*$/.test(name);
}

/** The settings for one operating system, with every asset under a path relative to the settings file. */
export function completeBlobSettings(
  settings: BlobSettings,
  platform: Platform,
  assetNames: Iterable<string>,
): BlobSettings {
  checkBlobSettings(settings);
  return {
    ...settings,
    execArgv: [...PLATFORM_ARGUMENTS[platform], ...settings.execArgv],
    assets: Object.fromEntries([...assetNames].sort().map((name) => [name, `assets/${name}`])),
  };
}

/** Reads sea-config.json. */
export async function readBlobSettings(path: string): Promise<BlobSettings> {
  const settings = JSON.parse(await readFile(path, 'utf8')) as BlobSettings;
  checkBlobSettings(settings);
  return settings;
}

/** What goes into a blob. */
export interface BlobContent {
  readonly settings: BlobSettings;
  readonly platform: Platform;
  readonly main: string;
  readonly assets: Bundle['assets'];
  /** The Node.js that writes the blob: it must be the version that will read it. */
  readonly node: { readonly path: string; readonly version: string };
}

/** Kind of the cache entries that hold blobs. */
export const BLOB_KIND = 'blobs';

/** Writes the blob that is injected into the binaries of one operating system, or finds it in the cache. */
export async function writeBlob(
  cache: ContentCache,
  content: BlobContent,
): Promise<{ path: string; sha256: string }> {
  const { main, assets, node } = content;
  const settings = completeBlobSettings(content.settings, content.platform, assets.keys());
  const key = contentKey({
    node: node.version,
    settings: JSON.stringify(settings),
    main: sha256(main),
    ...Object.fromEntries([...assets].map(([name, data]) => [`asset ${name}`, sha256(data)])),
  });
  const folder =
    (await cache.find(BLOB_KIND, key)) ??
    (await cache.publish(BLOB_KIND, key, (work) => runBlobWriter(cache, work, settings, content)));
  const path = join(folder, settings.output);
  return { path, sha256: sha256(await readFile(path)) };
}

async function runBlobWriter(
  cache: ContentCache,
  result: string,
  settings: BlobSettings,
  { main, assets, node }: BlobContent,
): Promise<void> {
  await cache.inWorkFolder(async (work) => {
    await writeFileAtomically(join(work, settings.main), main);
    for (const [name, data] of assets) {
      await writeFileAtomically(join(work, 'assets', name), data);
    }
    const settingsPath = join(work, 'sea-config.json');
    await writeFileAtomically(settingsPath, JSON.stringify(settings));
    const env = { ...process.env };
    delete env['NODE_OPTIONS'];
    const written = await runCommand(node.path, ['--experimental-sea-config', 'sea-config.json'], {
      cwd: dirname(settingsPath),
      env,
    });
    if (written.exitCode !== 0) {
      throw new Error(
        `Node.js ${node.version} wrote no blob (${describeEnd(written)}):\n${written.stderr.trim()}`,
      );
    }
    await writeFileAtomically(join(result, settings.output), await readFile(join(work, settings.output)));
  });
}
