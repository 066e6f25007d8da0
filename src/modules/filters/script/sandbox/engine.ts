import loadModule from '@jitl/quickjs-wasmfile-release-sync/emscripten-module';
import { QuickJSFFI } from '@jitl/quickjs-wasmfile-release-sync/ffi';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';

type ImportedLoader = Awaited<ReturnType<QuickJSSyncVariant['importModuleLoader']>>;
type Loader = Extract<ImportedLoader, (...given: never[]) => unknown>;
type NativeModule = Awaited<ReturnType<Loader>>;

// The declarations describe a CommonJS module, of which Node.js loads the ES module.
const loadNative = loadModule as unknown as Loader;

/** What the engine's code demands at its start, in pages of 64 KiB: 16 MiB. */
const FIRST_PAGES = 256;
const PAGES_PER_MB = 16;
/** An allocation of this size shows whether there is memory to go on with. */
const PROBE_BYTES = 64 * 1024;

/** The engine's memory is used up. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError';

  constructor() {
    super('out of memory');
  }
}

/**
 * One instance of the engine in a memory of its own. What limits it is the size to which that memory may grow: the
 * engine's own limit counts allocations in a WebAssembly build, not what they occupy.
 */
export class Engine {
  readonly quickjs: QuickJSWASMModule;
  readonly #memory: WebAssembly.Memory;
  readonly #native: NativeModule;
  #lastAllocation = 0;

  /** @param memoryMb from 16 on: all that the engine and the script hold */
  static async start(code: WebAssembly.Module, memoryMb: number): Promise<Engine> {
    const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: memoryMb * PAGES_PER_MB });
    const natives: NativeModule[] = [];
    const load: Loader = async (options) => {
      const native = await loadNative(options);
      natives.push(native);
      return native;
    };
    const quickjs = await newQuickJSWASMModuleFromVariant(
      newVariant(
        { type: 'sync', importFFI: async () => QuickJSFFI, importModuleLoader: async () => load },
        { wasmModule: code, wasmMemory: memory },
      ),
    );
    const [native] = natives;
    if (native === undefined) throw new Error('the engine was not loaded');
    return new Engine(quickjs, memory, native);
  }

  private constructor(quickjs: QuickJSWASMModule, memory: WebAssembly.Memory, native: NativeModule) {
    this.quickjs = quickjs;
    this.#memory = memory;
    this.#native = native;
    this.#guardAllocations(native);
  }

  /** Bytes of the memory, which never shrinks. */
  get size(): number {
    return this.#memory.buffer.byteLength;
  }

  /** Where the last allocation from outside of the engine lies. */
  get lastAllocation(): number {
    return this.#lastAllocation;
  }

  /** The unsigned 32-bit number at an address. */
  uint32At(address: number): number {
    // The buffer is another one after the memory has grown.
    return new DataView(this.#memory.buffer).getUint32(address, true);
  }

  /** Whether enough memory is left to go on. */
  hasRoom(): boolean {
    try {
      this.#native._free(this.#native._malloc(PROBE_BYTES) as never);
      return true;
    } catch (error) {
      if (error instanceof OutOfMemoryError) return false;
      throw error;
    }
  }

  /** The binding would write to address 0 when an allocation fails, and is slow at writing text. */
  #guardAllocations(native: NativeModule): void {
    const malloc = native._malloc;
    native._malloc = (bytes) => {
      const address = malloc(bytes);
      if (address === 0) throw new OutOfMemoryError();
      this.#lastAllocation = address;
      return address;
    };
    native.lengthBytesUTF8 = (text) => Buffer.byteLength(text);
    native.stringToUTF8 = (text, address, bytes = 0) => {
      const target = new Uint8Array(this.#memory.buffer, address, bytes);
      const { written } = new TextEncoder().encodeInto(text, target);
      target[Math.min(written, bytes - 1)] = 0;
    };
  }
}
