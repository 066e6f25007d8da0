import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Names of the assets that the sandbox of the script filter is made of: the worker's program and the engine. */
export const SANDBOX_WORKER_ASSET = 'script-sandbox.js';
export const SANDBOX_ENGINE_ASSET = 'quickjs.wasm';

/** Package path of the engine, which the sandbox names in development too. */
export const SANDBOX_ENGINE = '@jitl/quickjs-wasmfile-release-sync/wasm';

/** Stands in the place of `engine-files.ts`, which finds the parts in the source tree. */
const FROM_ASSETS = `import { getAsset, getRawAsset } from 'node:sea';
export async function engineFiles() {
  return {
    worker: getAsset(${JSON.stringify(SANDBOX_WORKER_ASSET)}, 'utf8'),
    engine: new Uint8Array(getRawAsset(${JSON.stringify(SANDBOX_ENGINE_ASSET)})),
  };
}
`;

/**
 * Makes the script filter take its sandbox from the executable's assets, and reports the path of the worker's source
 * to `found` when the runtime holds that filter. The worker is a program of its own: no import leads to it.
 */
export function sandboxFromAssets(found: (worker: string) => void): Plugin {
  return {
    name: 'script-sandbox-from-assets',
    setup(build) {
      build.onLoad({ filter: /[\\/]filters[\\/]script[\\/]sandbox[\\/]engine-files\.ts$/ }, ({ path }) => {
        found(join(dirname(path), 'worker.ts'));
        return { contents: FROM_ASSETS, loader: 'js' };
      });
    },
  };
}
