import { Duration } from '../../../core/duration.ts';
import { CannectorsError, errorText, isCancelled, throwIfCancelled } from '../../../core/errors.ts';
import { type DataRecord, isDataObject, type Value } from '../../../core/record.ts';
import { getOwn, kindOf } from '../../../core/value.ts';
import type { RecordPath } from '../../../language/path/record-path.ts';
import type { Filter, NestedFilters } from '../../contract/module.ts';
import type { OpenContext, Run } from '../../contract/run.ts';
import { SkippedRecords } from '../../contract/skipped-records.ts';
import { keepsFailedRecord } from '../../shared/failed-record.ts';
import { closeChains, FilterChain } from '../../shared/filter-chain.ts';
import { nestedError } from '../../shared/nested-error.ts';
import type { OnError } from '../../shared/on-error.ts';
import { runInStep, type Steps } from '../../shared/run-in-step.ts';
import { type LoopNames, LoopScopes } from './loop-scopes.ts';

/** Runs its filters on each item of a list in each record, by itself, and writes the list back. */
export class LoopFilter implements Filter {
  readonly #path: RecordPath;
  readonly #names: LoopNames;
  readonly #chain: FilterChain;
  readonly #onError: OnError;
  readonly #nested: boolean;

  constructor(
    parts: LoopNames & {
      readonly path: RecordPath;
      readonly filters: NestedFilters;
      readonly onError: OnError;
      readonly nested: boolean;
    },
  ) {
    this.#path = parts.path;
    this.#names = parts;
    this.#chain = new FilterChain('filters', parts.filters, 'skipping disabled nested loop filter');
    this.#onError = parts.onError;
    this.#nested = parts.nested;
  }

  async open(context: OpenContext): Promise<void> {
    context.log.debug('loop module initialized', { ...this.#logContext(), on_error: this.#onError });
    await this.#chain.open(context);
  }

  async close(): Promise<void> {
    await closeChains(this.#chain);
  }

  process(records: DataRecord[], run: Run): DataRecord[] | Promise<DataRecord[]> {
    return runInStep(this.#process(records, run));
  }

  #logContext() {
    return { field: this.#path.text, item_name: this.#names.itemName };
  }

  *#process(records: readonly DataRecord[], run: Run): Steps<DataRecord[]> {
    const started = run.clock.monotonic();
    const context = { module_type: 'loop', ...this.#logContext() };
    run.log.debug('filter processing started', {
      ...context,
      input_records: records.length,
      on_error: this.#onError,
    });
    // What a nested filter leaves out is an item, not a record.
    const nestedRun: Run = { ...run, skipped: new SkippedRecords() };
    const kept: DataRecord[] = [];
    for (const [recordIndex, record] of records.entries()) {
      throwIfCancelled(run.signal);
      try {
        yield* this.#loopOver(record, recordIndex, nestedRun);
        kept.push(record);
      } catch (thrown) {
        if (run.signal.aborted || isCancelled(thrown)) throw thrown;
        const failed = {
          module: 'loop',
          subject: 'loop',
          error: asLoopError(thrown, recordIndex),
          record,
          recordIndex,
          started,
          fields: this.#logContext(),
        };
        if (keepsFailedRecord(failed, this.#onError, run)) kept.push(record);
      }
    }
    run.log.log(this.#nested ? 'DEBUG' : 'INFO', 'filter processing completed', {
      ...context,
      input_records: records.length,
      output_records: kept.length,
      skipped_items: nestedRun.skipped.count,
      duration: new Duration(run.clock.monotonic() - started),
    });
    return kept;
  }

  *#loopOver(handed: DataRecord, recordIndex: number, run: Run): Steps<void> {
    const list = this.#path.get(handed);
    if (list === undefined || list === null) return;
    if (!Array.isArray(list)) {
      const field = `field "${this.#path.text}" is ${kindOf(list)} at record ${recordIndex}`;
      throw loopError(`loop field is not an array: ${field}`, recordIndex);
    }
    const scopes = new LoopScopes(handed, this.#names);
    try {
      // The copy is what the loop goes by, whatever its filters do to the list in the record.
      const items = this.#chain.isEmpty
        ? list
        : yield* this.#newItems(list.slice(), scopes, recordIndex, run);
      this.#path.set(handed, items);
    } finally {
      scopes.leave();
    }
  }

  *#newItems(items: readonly Value[], scopes: LoopScopes, recordIndex: number, run: Run): Steps<Value[]> {
    const kept: Value[] = [];
    for (const [index, item] of items.entries()) {
      throwIfCancelled(run.signal);
      const scope = scopes.scopeOf(item, index);
      let results: DataRecord[];
      try {
        results = yield* this.#chain.run([scope], run, (failure) => {
          const message = `nested filters failed at item ${index}: ${errorText(failure.thrown)}`;
          throw nestedError(failure, message, recordIndex);
        });
      } catch (thrown) {
        scopes.keepMarkers(scope, index);
        throw thrown;
      }
      const [result] = results;
      if (result !== undefined) {
        scopes.adopt(result);
        scopes.keepMarkers(result, index);
      }
      if (!scopes.positionsAreIntact()) {
        const place = `alias "${this.#names.itemName}", index ${index}`;
        throw loopError(`nested filters wrote to _metadata.loop which is read-only (${place})`, recordIndex);
      }
      if (results.length > 1) {
        const count = `${results.length} records returned at item ${index}`;
        throw loopError(
          `loop nested filters returned more than one record for an item: ${count}`,
          recordIndex,
        );
      }
      const written = result && getOwn(result, this.#names.itemName);
      if (written === undefined) continue;
      if (isDataObject(written) && !isDataObject(item)) throw this.#subFieldError(item, index, recordIndex);
      kept.push(written);
    }
    return kept;
  }

  #subFieldError(item: Value, index: number, recordIndex: number): CannectorsError {
    const alias = this.#names.itemName;
    return loopError(
      `loop nested filters cannot write sub-fields on a non-object item (item ${index}, type ${kindOf(item)}): ` +
        `write "${alias}" as a whole, or a field of its own beside it`,
      recordIndex,
    );
  }
}

function loopError(message: string, recordIndex: number, cause?: unknown): CannectorsError {
  return new CannectorsError(message, { category: 'validation', module: 'loop', recordIndex, cause });
}

/** Writing the list back fails when a nested filter has taken away what it stood in and it cannot be made again. */
function asLoopError(thrown: unknown, recordIndex: number): CannectorsError {
  if (thrown instanceof CannectorsError) return thrown;
  return loopError(`processing record ${recordIndex}: ${errorText(thrown)}`, recordIndex, thrown);
}
