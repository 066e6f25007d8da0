import { Worker } from 'node:worker_threads';
import { errorText } from '../../../../core/errors.ts';
import type { EngineFiles } from './engine-files.ts';
import type { Printed, Reply, Request, WorkerData } from './protocol.ts';
import { SHARED, SHARED_BYTES } from './protocol.ts';
import { SandboxError } from './sandbox-error.ts';

/** The engine's stack is 1 MiB of WebAssembly memory; V8 needs several times as much for the same depth. */
const STACK_MB = 32;
/** For text on its way in and out. What scripts hold is limited by the engine, not by this. */
const HEAP_MB = 1024;
const WATCH_INTERVAL_MS = 100;
/** What a script gets beyond its limit before its worker is ended: not all of it can be interrupted. */
const GRACE_MS = 500;

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/** A worker thread with an engine in it. It answers requests in order. */
export class Sandbox {
  readonly #worker: Worker;
  readonly #shared: Int32Array;
  readonly #waiting: Waiting[] = [];
  #print: ((printed: Printed) => void) | undefined;
  #timeMs = 0;
  #watch: NodeJS.Timeout | undefined;
  #ended: Error | undefined;

  constructor(files: EngineFiles, engine: WebAssembly.Module) {
    this.#shared = new Int32Array(new SharedArrayBuffer(SHARED_BYTES));
    const workerData: WorkerData = { engine, shared: this.#shared };
    this.#worker = new Worker(files.worker, {
      eval: typeof files.worker === 'string',
      workerData,
      // Nothing of the process for code that should not be able to look for it.
      env: {},
      argv: [],
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: HEAP_MB },
    });
    this.#worker.unref();
    this.#worker.on('message', (message: Reply | Printed) => {
      if (message.kind === 'printed') this.#print?.(message);
      else this.#next()?.resolve(message);
    });
    this.#worker.on('error', (error) => {
      this.#end(new SandboxError(`the sandbox of the script broke down: ${errorText(error)}`));
    });
    this.#worker.on('exit', (code) => {
      this.#end(new SandboxError(`the sandbox of the script ended with code ${code}`));
    });
  }

  /** Whether it still answers. */
  get alive(): boolean {
    return this.#ended === undefined;
  }

  /** Console lines of the current run that were not passed on. */
  get suppressedLines(): number {
    return Atomics.load(this.#shared, SHARED.suppressed);
  }

  /**
   * Lets one run use the sandbox.
   *
   * @param timeMs what a record may take: without a sign of life for longer the sandbox is ended
   */
  use(timeMs: number, print: (printed: Printed) => void): void {
    this.#timeMs = timeMs;
    this.#print = print;
  }

  /**
   * Sends a request.
   *
   * @throws {SandboxError} when the sandbox ends before it answers, else the error it was ended with
   */
  request(request: Request): Promise<Reply> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#waiting.length === 1) this.#startWatching();
      this.#worker.postMessage(request);
    });
  }

  /** Ends the worker whatever it does, endless loops included. What waits for an answer fails with the error. */
  end(error: Error): void {
    this.#end(error);
    void this.#worker.terminate();
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#stopWatching();
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }

  #next(): Waiting | undefined {
    const next = this.#waiting.shift();
    this.#stopWatching();
    if (this.#waiting.length > 0) this.#startWatching();
    return next;
  }

  /**
   * Ends the worker when the script cannot be interrupted for too long, or goes on when it is. Time is counted in
   * ticks: however late they come, an answer that has arrived meanwhile is handled between two of them.
   */
  #startWatching(): void {
    this.#worker.ref();
    let lastBeat = -1;
    let silent = 0;
    let overdue = 0;
    this.#watch = setInterval(() => {
      const beat = Atomics.load(this.#shared, SHARED.beat);
      silent = beat === lastBeat && beat !== 0 ? silent + WATCH_INTERVAL_MS : 0;
      overdue = Atomics.load(this.#shared, SHARED.overdue) === 1 ? overdue + WATCH_INTERVAL_MS : 0;
      lastBeat = beat;
      const reason = `the script exceeded the time limit of ${this.#timeMs} ms`;
      if (overdue >= GRACE_MS) this.end(new SandboxError(`${reason} and did not stop`));
      else if (silent >= this.#timeMs + GRACE_MS) {
        this.end(new SandboxError(`${reason} inside a built-in function`));
      }
    }, WATCH_INTERVAL_MS);
  }

  #stopWatching(): void {
    clearInterval(this.#watch);
    this.#worker.unref();
  }
}
