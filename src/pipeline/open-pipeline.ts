import { classify, errorText, isCancelled } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import type { OpenContext } from '../modules/contract/run.ts';
import type { Logger } from '../observability/logger.ts';
import { redactText } from '../observability/redaction.ts';
import type { CompiledPipeline } from './compiled-pipeline.ts';
import { ModuleCreationError } from './load-pipeline.ts';
import { StateKeeper } from './state/state-keeper.ts';
import type { StateStore } from './state/state-store.ts';

/** A pipeline whose input and filters are connected. The output connects at the start of a run. */
export class OpenPipeline {
  readonly pipeline: CompiledPipeline;
  /** Keeps what the input asks to have kept; absent when that is nothing. */
  readonly state: StateKeeper | undefined;
  #inputClosed = false;
  #closed = false;

  constructor(pipeline: CompiledPipeline, state: StateKeeper | undefined) {
    this.pipeline = pipeline;
    this.state = state;
  }

  /** Releases the input; later calls do nothing. */
  async closeInput(log: Logger): Promise<void> {
    if (this.#inputClosed) return;
    this.#inputClosed = true;
    await closeModule('input', this.pipeline.input.module, log);
  }

  /** Releases every module, the input first. A module that fails to close does not keep the others open. */
  async close(log: Logger): Promise<void> {
    await this.closeInput(log);
    if (this.#closed) return;
    this.#closed = true;
    await closeModule('output', this.pipeline.output.module, log);
    for (const filter of this.pipeline.filters)
      await closeModule(`filter ${filter.type}`, filter.module, log);
    await this.state?.release();
  }
}

export interface OpenOptions {
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly clock: Clock;
  /** The store of a directory of state files. */
  openStateStore(directory: string): Promise<StateStore>;
}

/**
 * Connects the input and the filters, in order. When one fails, those before it are closed again.
 *
 * @throws {ModuleCreationError} naming the stage that could not be connected
 * @throws {CancelledError} when the signal fired meanwhile
 */
export async function openPipeline(
  pipeline: CompiledPipeline,
  { signal, log, clock, openStateStore }: OpenOptions,
): Promise<OpenPipeline> {
  const { persistence } = pipeline.input.module;
  const state =
    persistence && new StateKeeper(pipeline.id, persistence, await openStateStore(persistence.storagePath));
  const open = new OpenPipeline(pipeline, state);
  const context: OpenContext = { signal, log: log.with({ pipeline_id: pipeline.id }), clock };
  for (const { index, type } of pipeline.disabledFilters) {
    log.debug('skipping disabled filter module', { index, type });
  }
  const stages = [
    { stage: 'input' as const, ...pipeline.input },
    ...pipeline.filters.map((filter) => ({ stage: 'filter' as const, ...filter })),
  ];
  for (const { stage, module } of stages) {
    try {
      await module.open?.(context);
    } catch (error) {
      await open.close(log);
      if (signal.aborted && isCancelled(error)) throw error;
      throw new ModuleCreationError(stage, redactText(errorText(error)), classify(error));
    }
  }
  return open;
}

async function closeModule(name: string, module: { close?(): Promise<void> }, log: Logger): Promise<void> {
  try {
    await module.close?.();
  } catch (error) {
    log.warn('failed to close module', { module: name, error: errorText(error) });
  }
}
