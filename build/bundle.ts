import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BuildOptions, type BuildResult, build, type Metafile, type Plugin } from 'esbuild';
import { lazyLibraries, libraryAsset, reExport } from './lazy-libraries.ts';
import type { SourceVersion } from './source-version.ts';
import { SQLITE_ASSET, sqliteFromAsset } from './sqlite-asset.ts';

/** The runtime as JavaScript. */
export interface Bundle {
  /** The main file: one CommonJS script that requires nothing but modules of Node.js. */
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

/** Name that stands for `import.meta.url`: it does not exist in a CommonJS script. */
const MODULE_URL = '__moduleUrl';

const MODULE_URL_BANNER = `const ${MODULE_URL}=require("node:url").pathToFileURL(__filename).href;`;

/**
 * Reports an error that nothing caught in one line and ends with exit code 3, the runtime's code for an internal
 * error. Without a listener Node.js prints the line of source the error came from, which is minified code here.
 * It stands aside as soon as the runtime has a listener of its own.
 */
export const UNCAUGHT_BANNER =
  'process.on("uncaughtException",e=>{if(process.listenerCount("uncaughtException")>1)return;' +
  'process.stderr.write("cannectors: internal error: "+String(e&&e.message||e).split("\\n")[0]+"\\n",()=>process.exit(3))});';

/**
 * Bundles the runtime and the libraries it loads on demand.
 * The same tree gives the same bytes wherever it lies.
 * @throws Error with esbuild's messages, warnings included: each one names something that will not work when run
 */
export async function bundleRuntime({ root, entry, source }: BundleSource): Promise<Bundle> {
  const libraries = new Set<string>();
  const assets = new Map<string, Uint8Array>();
  const inputs = new Set<string>();
  const settings = {
    ...commonOptions(root),
    define: {
      __CANNECTORS_VERSION__: JSON.stringify(source.version),
      __CANNECTORS_COMMIT__: JSON.stringify(source.commit),
      __CANNECTORS_BUILD_DATE__: JSON.stringify(source.buildDate),
      ...IMPORT_META,
    },
  };
  const main = await runEsbuild({
    ...settings,
    entryPoints: [entry],
    plugins: [lazyLibraries(libraries)],
    banner: { js: UNCAUGHT_BANNER + MODULE_URL_BANNER },
  });
  addInputs(inputs, main.metafile);
  for (const specifier of [...libraries].sort()) {
    let engine: string | undefined;
    const library = await bundleLibrary(root, specifier, [
      sqliteFromAsset((path) => {
        engine = join(dirname(path), SQLITE_ASSET);
      }),
    ]);
    addInputs(inputs, library.metafile);
    assets.set(libraryAsset(specifier), Buffer.from(library.text));
    if (engine !== undefined) {
      assets.set(SQLITE_ASSET, await readFile(engine));
    }
  }
  return { main: main.text, assets, inputs };
}

function bundleLibrary(root: string, specifier: string, plugins: Plugin[]): Promise<BundleText> {
  return runEsbuild({
    ...commonOptions(root),
    // The .mjs name makes esbuild give a CommonJS package the namespace that Node.js gives it.
    stdin: { contents: reExport(specifier), resolveDir: root, sourcefile: 'library.mjs' },
    define: IMPORT_META,
    plugins,
    banner: { js: MODULE_URL_BANNER },
    // A package without a default export has an undefined one here.
    logOverride: { 'import-is-undefined': 'silent' },
  });
}

const IMPORT_META = {
  'import.meta.url': MODULE_URL,
  'import.meta.filename': '__filename',
  'import.meta.dirname': '__dirname',
};

function commonOptions(root: string): BuildOptions {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    minify: true,
    // An error that is printed with its line of source stays readable.
    lineLimit: 200,
    legalComments: 'none',
    charset: 'utf8',
    // A script compiled from an asset has no loader for import(); a bundled module needs none.
    supported: { 'dynamic-import': false },
    metafile: true,
    write: false,
    logLevel: 'silent',
  };
}

interface BundleText {
  readonly text: string;
  readonly metafile: Metafile;
}

async function runEsbuild(options: BuildOptions): Promise<BundleText> {
  const result: BuildResult = await build(options);
  const [output] = result.outputFiles ?? [];
  if (result.warnings.length > 0 || output === undefined || result.metafile === undefined) {
    const texts = result.warnings.map(({ text, location }) =>
      location === null ? text : `${location.file}:${location.line}: ${text}`,
    );
    throw new Error(`esbuild warns about the bundle:\n${texts.join('\n')}`);
  }
  return { text: output.text, metafile: result.metafile };
}

function addInputs(inputs: Set<string>, metafile: Metafile): void {
  for (const path of Object.keys(metafile.inputs)) {
    inputs.add(path);
  }
}
