import { isCancelled } from '../../core/errors.ts';
import type { DataRecord } from '../../core/record.ts';
import type { Filter, NestedFilters } from '../contract/module.ts';
import type { OpenContext, Run } from '../contract/run.ts';
import type { Steps } from './run-in-step.ts';

/** A nested filter that failed. */
export interface NestedFailure {
  /** What the filter threw; never a cancellation. */
  readonly thrown: unknown;
  /** Where the filter stands inside the filter that runs the chain: `then[0]`. */
  readonly place: string;
  /** What the filter had been handed. */
  readonly records: readonly DataRecord[];
}

/** The filters of one nested list, run one after the other. */
export class FilterChain {
  /** The field that holds the list: `then`, `else`, `filters`. */
  readonly #field: string;
  readonly #filters: NestedFilters;
  readonly #disabledMessage: string;

  /** @param disabledMessage what is logged of each filter that is switched off */
  constructor(field: string, filters: NestedFilters, disabledMessage: string) {
    this.#field = field;
    this.#filters = filters;
    this.#disabledMessage = disabledMessage;
  }

  get isEmpty(): boolean {
    return this.#filters.enabled.length === 0;
  }

  async open(context: OpenContext): Promise<void> {
    for (const { index, type } of this.#filters.disabled) {
      context.log.debug(this.#disabledMessage, { index, type });
    }
    for (const { filter } of this.#filters.enabled) await filter.open?.(context);
  }

  /**
   * Hands the records from filter to filter until none is left or the chain ends. A cancellation is always thrown.
   *
   * @param onFailure throws to end the chain, or returns to go on with the records from before the failing filter
   */
  *run(records: DataRecord[], run: Run, onFailure: (failure: NestedFailure) => void): Steps<DataRecord[]> {
    let current = records;
    for (const { index, filter } of this.#filters.enabled) {
      if (current.length === 0) break;
      try {
        const result = filter.process(current, run);
        // Such a promise resolves to the filter's records.
        current = Array.isArray(result) ? result : ((yield result) as DataRecord[]);
      } catch (thrown) {
        if (run.signal.aborted || isCancelled(thrown)) throw thrown;
        onFailure({ thrown, place: `${this.#field}[${index}]`, records: current });
      }
    }
    return current;
  }

  filters(): Filter[] {
    return this.#filters.enabled.map(({ filter }) => filter);
  }
}

/** Closes every filter of the chains; a filter that fails to close does not keep the others open. */
export async function closeChains(...chains: readonly FilterChain[]): Promise<void> {
  const filters = chains.flatMap((chain) => chain.filters());
  const closing = await Promise.allSettled(filters.map((filter) => filter.close?.()));
  const failed = closing.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
