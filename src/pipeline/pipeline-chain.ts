import { classify, errorText, isCancelled } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import { redactText } from '../observability/redaction.ts';
import type { CompiledPipeline } from './compiled-pipeline.ts';
import { ModuleCreationError } from './load-pipeline.ts';
import { type OpenOptions, type OpenPipeline, openPipeline } from './open-pipeline.ts';
import { type RunOptions, runPipeline } from './run-pipeline.ts';
import type { RunResult } from './run-result.ts';

/** How one run of a chain ended. */
export type ChainOutcome =
  | { readonly kind: 'finished'; readonly result: RunResult }
  /** The modules could not be built or connected, or something unexpected happened: no result exists. */
  | { readonly kind: 'failed'; readonly error: string; readonly code: string }
  | { readonly kind: 'cancelled' };

const CREATION_CODES = {
  input: 'INPUT_CREATION_FAILED',
  filter: 'FILTER_CREATION_FAILED',
  output: 'OUTPUT_CREATION_FAILED',
} as const;

/**
 * The modules of a pipeline that runs many times. They stay open from run to run, with their pools and caches;
 * after a run that failed they are closed, and the next run builds new ones.
 */
export class PipelineChain {
  readonly #build: () => Promise<CompiledPipeline>;
  readonly #openOptions: OpenOptions;
  #open: OpenPipeline | undefined;

  /** @param build gives modules that were never opened */
  constructor(build: () => Promise<CompiledPipeline>, openOptions: OpenOptions) {
    this.#build = build;
    this.#openOptions = openOptions;
  }

  /**
   * Builds and connects the modules, if they are not yet.
   *
   * @throws {ModuleCreationError} naming the stage at fault
   * @throws {CancelledError} when the process is to stop
   */
  async open(): Promise<OpenPipeline> {
    this.#open ??= await openPipeline(await this.#build(), this.#openOptions);
    return this.#open;
  }

  /** Runs the pipeline once. Never throws. */
  async run(options: Omit<RunOptions, 'closeModules'>): Promise<ChainOutcome> {
    try {
      const open = await this.open();
      const result = await runPipeline(open, { ...options, closeModules: false });
      if (result.status === 'error') await this.close(options.log);
      return { kind: 'finished', result };
    } catch (error) {
      await this.close(options.log);
      if (options.signal.aborted && isCancelled(error)) return { kind: 'cancelled' };
      const code =
        error instanceof ModuleCreationError
          ? CREATION_CODES[error.stage]
          : (classify(error).code ?? 'MODULE_CREATION_FAILED');
      return { kind: 'failed', error: redactText(errorText(error)), code };
    }
  }

  /** Closes the modules; a later run builds new ones. */
  async close(log: Logger): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.close(log);
  }
}
