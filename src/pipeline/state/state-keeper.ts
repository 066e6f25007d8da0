import { errorText } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import type { DataRecord } from '../../core/record.ts';
import { NO_STATE, type RunState, type StatePersistence } from '../../modules/contract/state.ts';
import type { Logger } from '../../observability/logger.ts';
import { nextState, publishedState, type RunCursor, runCursor } from './run-cursor.ts';
import type { PipelineState, StateAccess, StateStore } from './state-store.ts';

/** Carries the state of a pipeline through its runs. One object serves one run after the other. */
export class StateKeeper {
  readonly #pipelineId: string;
  readonly #persistence: StatePersistence;
  readonly #store: StateStore;

  constructor(pipelineId: string, persistence: StatePersistence, store: StateStore) {
    this.#pipelineId = pipelineId;
    this.#persistence = persistence;
    this.#store = store;
  }

  /** Reads what earlier runs kept. A state that cannot be used is a warning, and the run starts from nothing. */
  async begin(access: StateAccess, log: Logger): Promise<RunWithState> {
    const loaded = await this.#store.load(this.#pipelineId, log, access);
    if (loaded.kind === 'reset') {
      log.warn('failed to load state for pipeline, continuing without persistence', {
        error: `${loaded.reason}; this run reads everything from the start`,
      });
    }
    const previous = loaded.kind === 'found' ? loaded.state : undefined;
    if (previous !== undefined) {
      log.debug('loaded persisted state for pipeline', {
        has_timestamp: previous.lastTimestamp !== undefined,
        has_id: previous.lastId !== undefined,
      });
    }
    return new RunWithState(
      this.#pipelineId,
      this.#persistence,
      this.#store,
      previous,
      loaded.kind === 'reset',
    );
  }

  /** Tells other processes that the state is free. */
  async release(): Promise<void> {
    await this.#store.release();
  }
}

/** The state of one run: what it reads, what it found, what it leaves. */
export class RunWithState {
  /** What the run may read. */
  readonly published: RunState;
  /** True when a stored state could not be used. */
  readonly reset: boolean;
  readonly #pipelineId: string;
  readonly #persistence: StatePersistence;
  readonly #store: StateStore;
  readonly #previous: PipelineState | undefined;
  #cursor: RunCursor | undefined;

  constructor(
    pipelineId: string,
    persistence: StatePersistence,
    store: StateStore,
    previous: PipelineState | undefined,
    reset: boolean,
  ) {
    this.#pipelineId = pipelineId;
    this.#persistence = persistence;
    this.#store = store;
    this.#previous = previous;
    this.reset = reset;
    this.published = publishedState(previous, persistence);
  }

  /** Takes the cursor from the records as they were fetched, before any filter sees them. */
  observe(records: readonly DataRecord[], startedAt: Date, log: Logger): void {
    this.#cursor = runCursor(records, startedAt, this.#persistence);
    for (const { field, reason } of this.#cursor.problems) {
      log.warn('failed to extract last ID for state persistence', {
        id_field: field,
        error: `field "${field}": ${reason}; what was stored before is kept`,
      });
    }
  }

  /**
   * Saves what {@link observe} found. A save that fails is a warning: the next run reads the same records again.
   *
   * @returns whether something was saved
   */
  async save(clock: Clock, log: Logger): Promise<boolean> {
    if (this.#cursor === undefined) return false;
    const state = nextState(this.#pipelineId, this.#previous, this.#cursor, this.#persistence, clock.now());
    if (state === undefined) return false;
    try {
      await this.#store.save(state, log);
      log.debug('state persisted successfully', {
        has_timestamp: state.lastTimestamp !== undefined,
        has_id: state.lastId !== undefined,
      });
      return true;
    } catch (error) {
      log.warn('failed to persist state after execution', {
        error: `${errorText(error)}; the next run reads the same records again`,
      });
      return false;
    }
  }
}

/** A run of a pipeline that keeps nothing. */
export const STATELESS: Pick<RunWithState, 'published' | 'reset' | 'observe' | 'save'> = {
  published: NO_STATE,
  reset: false,
  observe: () => {},
  save: async () => false,
};
