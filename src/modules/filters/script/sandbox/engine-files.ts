import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** What a sandbox is made of. */
export interface EngineFiles {
  /** The program of the worker: a module's address, or the text of a script. */
  readonly worker: URL | string;
  /** The WebAssembly engine. */
  readonly engine: Uint8Array<ArrayBuffer>;
}

/**
 * Finds the parts of the sandbox in the source tree. The build puts another module in the place of this one, which
 * takes them from the executable.
 */
export async function engineFiles(): Promise<EngineFiles> {
  const path = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  return { worker: new URL('./worker.ts', import.meta.url), engine: await readFile(path) };
}
