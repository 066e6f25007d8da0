import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Name of the asset that holds the SQLite engine. */
export const SQLITE_ASSET = 'node-sqlite3-wasm.wasm';

/** The statement that declares the settings of the engine in node-sqlite3-wasm. */
const DECLARATION = 'var Module=typeof Module!="undefined"?Module:{};';

const REPLACEMENT = `var Module={wasmBinary:new Uint8Array(require("node:sea").getRawAsset("${SQLITE_ASSET}"))};`;

/**
 * Makes node-sqlite3-wasm take its engine from the executable's asset: it looks for a file beside itself, which
 * does not exist there, and its own variable hides any global setting.
 * @throws Error when the source does not begin with the statement this relies on
 */
export function takeEngineFromAsset(source: string): string {
  if (!source.startsWith(DECLARATION)) {
    throw new Error(
      `node-sqlite3-wasm does not begin with \`${DECLARATION}\`: adapt build/sqlite-asset.ts to its new version`,
    );
  }
  return REPLACEMENT + source.slice(DECLARATION.length);
}

/** Applies {@link takeEngineFromAsset} and reports the path of the package's main file to `found`. */
export function sqliteFromAsset(found: (mainFile: string) => void): Plugin {
  return {
    name: 'sqlite-from-asset',
    setup(build) {
      build.onLoad(
        { filter: /[\\/]node-sqlite3-wasm[\\/]dist[\\/]node-sqlite3-wasm\.js$/ },
        async ({ path }) => {
          found(path);
          return { contents: takeEngineFromAsset(await readFile(path, 'utf8')), loader: 'js' };
        },
      );
    },
  };
}
