import type { Logger } from '../../observability/logger.ts';

/** What is kept of a pipeline between runs. */
export interface PipelineState {
  readonly pipelineId: string;
  /** RFC 3339. */
  readonly lastTimestamp?: string;
  readonly lastId?: string;
  /** RFC 3339 instant of the save. */
  readonly updatedAt?: string;
}

/** What a store found. `reset` when something was there and cannot be used: the run starts from nothing. */
export type LoadedState =
  | { readonly kind: 'found'; readonly state: PipelineState }
  | { readonly kind: 'absent' }
  | { readonly kind: 'reset'; readonly reason: string };

/** `read` touches nothing; `write` may repair what it finds and tell other processes that it is in use. */
export type StateAccess = 'read' | 'write';

/** Where the states of pipelines are kept. Operations of one store never interleave. */
export interface StateStore {
  /** Reads what was saved last. Never throws: what cannot be read is a `reset`, and a warning. */
  load(pipelineId: string, log: Logger, access: StateAccess): Promise<LoadedState>;
  /**
   * Replaces what was saved, so that a reader and a crash at any moment meet the old state or the new one.
   *
   * @throws when the state cannot be made durable
   */
  save(state: PipelineState, log: Logger): Promise<void>;
  /** Gives up what the store holds to keep other processes informed. */
  release(): Promise<void>;
}
