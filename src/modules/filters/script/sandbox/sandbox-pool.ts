import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { CancelledError, throwIfCancelled } from '../../../../core/errors.ts';
import { type EngineFiles, engineFiles } from './engine-files.ts';
import { Sandbox } from './sandbox.ts';
import { SandboxError } from './sandbox-error.ts';

/** How long a sandbox that nobody uses is kept. */
const IDLE_MS = 10_000;

interface Idle {
  readonly sandbox: Sandbox;
  readonly timer: NodeJS.Timeout;
}

/**
 * The sandboxes of the process. Starting a thread takes as long as transforming thousands of records, so they are
 * kept for a while; each run has one for itself. An idle one does not keep the process alive.
 */
export class SandboxPool {
  readonly #most: number;
  readonly #idle: Idle[] = [];
  readonly #waiting: (() => void)[] = [];
  #inUse = 0;
  #parts: Promise<{ files: EngineFiles; engine: WebAssembly.Module }> | undefined;

  /** @param most sandboxes that work at the same time; more runs wait for their turn */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * A sandbox that nobody else uses until it is given back.
   *
   * @throws {CancelledError} when the signal fires before there is one
   */
  async take(signal: AbortSignal): Promise<Sandbox> {
    throwIfCancelled(signal);
    if (this.#inUse >= this.#most) await this.#turn(signal);
    else this.#inUse += 1;
    try {
      for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
        clearTimeout(idle.timer);
        if (idle.sandbox.alive) return idle.sandbox;
      }
      this.#parts ??= loadParts();
      const { files, engine } = await this.#parts;
      return new Sandbox(files, engine);
    } catch (error) {
      this.#free();
      throw error;
    }
  }

  /** Takes a sandbox back; one that has ended is forgotten. */
  give(sandbox: Sandbox): void {
    if (sandbox.alive) {
      const idle: Idle = { sandbox, timer: setTimeout(() => this.#retire(idle), IDLE_MS) };
      idle.timer.unref();
      this.#idle.push(idle);
    }
    this.#free();
  }

  #retire(idle: Idle): void {
    this.#idle.splice(this.#idle.indexOf(idle), 1);
    idle.sandbox.end(new SandboxError('the sandbox was not used any more'));
  }

  #free(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#inUse -= 1;
    else next();
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const proceed = () => {
        signal.removeEventListener('abort', cancel);
        resolve();
      };
      const cancel = () => {
        this.#waiting.splice(this.#waiting.indexOf(proceed), 1);
        reject(new CancelledError(signal.reason));
      };
      this.#waiting.push(proceed);
      signal.addEventListener('abort', cancel, { once: true });
    });
  }
}

/**
 * Loads the engine. V8 is told to optimise its code only after work that takes a large part of a second: a process
 * waits at its end for the optimising compiler, which most runs have no use for (150 ms at the default of 13 million).
 */
async function loadParts(): Promise<{ files: EngineFiles; engine: WebAssembly.Module }> {
  setFlagsFromString('--wasm-tiering-budget=200000000');
  const files = await engineFiles();
  return { files, engine: await WebAssembly.compile(files.engine) };
}

/** The sandboxes of this process. */
export const sandboxPool = new SandboxPool(Math.max(2, availableParallelism()));
