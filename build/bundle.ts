import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { type BuildOptions, build, type Message, type Metafile, type OutputFile, transform } from 'esbuild';
import { lazyLibraries, libraryAsset, reExport } from './lazy-libraries.ts';
import { MODULE_URL, mainScript, PART_PREFIX } from './main-script.ts';
import {
  SANDBOX_ENGINE,
  SANDBOX_ENGINE_ASSET,
  SANDBOX_WORKER_ASSET,
  sandboxFromAssets,
} from './script-sandbox-asset.ts';
import type { SourceVersion } from './source-version.ts';
import { SQLITE_ASSET, sqliteFromAsset } from './sqlite-asset.ts';

/** The runtime as JavaScript. */
export interface Bundle {
  /** The main file: one CommonJS script that requires nothing but assets and modules of Node.js. */
  readonly main: string;
  /** What the main file takes from the executable when it needs it, by asset name. */
  readonly assets: ReadonlyMap<string, Uint8Array>;
  /** Every source file, relative to the project root. */
  readonly inputs: ReadonlySet<string>;
}

/** What to bundle. */
export interface BundleSource {
  /** Absolute path of the project: no path in the bundle is written relative to anything else. */
  readonly root: string;
  /** Entry point, relative to the root. */
  readonly entry: string;
  /** Compiled in as `__CANNECTORS_VERSION__`, `__CANNECTORS_COMMIT__` and `__CANNECTORS_BUILD_DATE__`. */
  readonly source: SourceVersion;
}

/**
 * Bundles the runtime: the entry point with all it imports statically into the main file, each part and each package
 * it imports on demand into an asset, and code that several of them share into assets of its own.
 * The same tree gives the same bytes wherever it lies.
 * @throws Error with esbuild's messages, warnings included: each one names something that will not work when run
 */
export async function bundleRuntime({ root, entry, source }: BundleSource): Promise<Bundle> {
  const libraries = new Set<string>();
  const assets = new Map<string, Uint8Array>();
  let sandboxWorker: string | undefined;
  const parts = await bundle({
    ...commonOptions(root),
    entryPoints: { main: entry },
    // esbuild splits code only between ES modules.
    format: 'esm',
    splitting: true,
    outdir: 'parts',
    chunkNames: '[name]-[hash]',
    define: {
      __CANNECTORS_VERSION__: JSON.stringify(source.version),
      __CANNECTORS_COMMIT__: JSON.stringify(source.commit),
      __CANNECTORS_BUILD_DATE__: JSON.stringify(source.buildDate),
      ...IMPORT_META,
    },
    plugins: [
      lazyLibraries(libraries),
      sandboxFromAssets((worker) => {
        sandboxWorker = worker;
      }),
    ],
  });
  let main = '';
  for (const { path, text } of parts.files) {
    const script = await asCommonJs(text);
    if (basename(path) === 'main.js') {
      main = mainScript(script);
    } else {
      assets.set(`${PART_PREFIX}${basename(path)}`, Buffer.from(script));
    }
  }
  const inputs = new Set(Object.keys(parts.metafile.inputs));
  for (const specifier of [...libraries].sort()) {
    const library = await bundleLibrary(root, specifier);
    assets.set(libraryAsset(specifier), Buffer.from(library.text));
    for (const path of Object.keys(library.metafile.inputs)) {
      inputs.add(path);
    }
    if (library.engine !== undefined) {
      assets.set(SQLITE_ASSET, await readFile(library.engine));
    }
  }
  if (sandboxWorker !== undefined) {
    const worker = await bundleWorker(root, sandboxWorker);
    assets.set(SANDBOX_WORKER_ASSET, Buffer.from(worker.text));
    assets.set(SANDBOX_ENGINE_ASSET, await readFile(createRequire(sandboxWorker).resolve(SANDBOX_ENGINE)));
    for (const path of Object.keys(worker.metafile.inputs)) {
      inputs.add(path);
    }
  }
  return { main, assets, inputs };
}

/** Bundles a program that runs in a worker thread: one script that requires nothing but modules of Node.js. */
async function bundleWorker(root: string, entry: string): Promise<Pick<Library, 'text' | 'metafile'>> {
  const { files, metafile } = await bundle({
    ...commonOptions(root),
    entryPoints: [entry],
    format: 'cjs',
    // The engine's loader makes a `require` from its address; nothing is loaded through it. Absolute on every system.
    define: { 'import.meta.url': '"file:///C:/script-sandbox.js"' },
  });
  return { text: files.map(({ text }) => text).join(''), metafile };
}

interface Library {
  readonly text: string;
  readonly metafile: Metafile;
  /** Path of the SQLite engine, when the library is the one that needs it. */
  readonly engine: string | undefined;
}

async function bundleLibrary(root: string, specifier: string): Promise<Library> {
  let engine: string | undefined;
  const { files, metafile } = await bundle({
    ...commonOptions(root),
    // The .mjs name makes esbuild give a CommonJS package the namespace that Node.js gives it.
    stdin: { contents: reExport(specifier), resolveDir: root, sourcefile: 'library.mjs' },
    format: 'cjs',
    define: IMPORT_META,
    plugins: [
      sqliteFromAsset((path) => {
        engine = join(dirname(path), SQLITE_ASSET);
      }),
    ],
    // A package without a default export has an undefined one here.
    logOverride: { 'import-is-undefined': 'silent' },
  });
  return { text: files.map(({ text }) => text).join(''), metafile, engine };
}

const IMPORT_META = {
  'import.meta.url': MODULE_URL,
  'import.meta.filename': '__filename',
  'import.meta.dirname': '__dirname',
};

/** How every script is written. */
const OUTPUT = {
  platform: 'node',
  target: 'node22',
  minify: true,
  // An error that is printed with its line of source stays readable.
  lineLimit: 200,
  legalComments: 'none',
  logLevel: 'silent',
} as const;

/** A script compiled from an asset has no loader for `import()`: it becomes a `require` of the asset. */
const WITHOUT_IMPORT = { 'dynamic-import': false };

function commonOptions(root: string): BuildOptions {
  return { ...OUTPUT, absWorkingDir: root, bundle: true, metafile: true, write: false };
}

async function bundle(options: BuildOptions): Promise<{ files: OutputFile[]; metafile: Metafile }> {
  const supported = options.format === 'cjs' ? { supported: WITHOUT_IMPORT } : {};
  const { warnings, outputFiles = [], metafile } = await build({ ...options, ...supported });
  refuseWarnings(warnings);
  if (metafile === undefined) {
    throw new Error('esbuild gave no metafile');
  }
  return { files: outputFiles, metafile };
}

async function asCommonJs(text: string): Promise<string> {
  const { code, warnings } = await transform(text, { ...OUTPUT, format: 'cjs', supported: WITHOUT_IMPORT });
  refuseWarnings(warnings);
  return code;
}

function refuseWarnings(warnings: readonly Message[]): void {
  if (warnings.length > 0) {
    const texts = warnings.map(({ text, location }) =>
      location === null ? text : `${location.file}:${location.line}: ${text}`,
    );
    throw new Error(`esbuild warns about the bundle:\n${texts.join('\n')}`);
  }
}
