import { Duration } from '../../../core/duration.ts';
import { CannectorsError, errorText, isCancelled } from '../../../core/errors.ts';
import type { DataRecord } from '../../../core/record.ts';
import type { Expression } from '../../../language/expression/expression.ts';
import { isTruthy } from '../../../language/expression/truthiness.ts';
import { redactText } from '../../../observability/redaction.ts';
import type { Filter } from '../../contract/module.ts';
import type { OpenContext, Run } from '../../contract/run.ts';
import { checkCancelled } from '../../shared/check-cancelled.ts';
import { markRecord } from '../../shared/error-marker.ts';
import { keepsFailedRecord } from '../../shared/failed-record.ts';
import type { OnError } from '../../shared/on-error.ts';
import { type Branch, errorInBranch } from './branch.ts';
import { runInStep, type Steps } from './run-in-step.ts';

/** How often each outcome of the expression came up in one invocation. */
interface Counts {
  true: number;
  false: number;
  error: number;
}

/** Sends each record, by itself, through the filters of one of two branches. */
export class ConditionFilter implements Filter {
  readonly #expression: Expression;
  readonly #then: Branch;
  readonly #else: Branch;
  readonly #onError: OnError;
  readonly #nested: boolean;

  constructor(parts: {
    readonly expression: Expression;
    readonly whenTrue: readonly Filter[];
    readonly whenFalse: readonly Filter[];
    readonly onError: OnError;
    readonly nested: boolean;
  }) {
    this.#expression = parts.expression;
    this.#then = { name: 'then', filters: parts.whenTrue };
    this.#else = { name: 'else', filters: parts.whenFalse };
    this.#onError = parts.onError;
    this.#nested = parts.nested;
  }

  async open(context: OpenContext): Promise<void> {
    context.log.debug('condition module initialized', {
      expression: this.#expression.source,
      on_error: this.#onError,
    });
    for (const filter of this.#nestedFilters()) await filter.open?.(context);
  }

  async close(): Promise<void> {
    const closing = await Promise.allSettled(this.#nestedFilters().map((filter) => filter.close?.()));
    const failed = closing.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  process(records: DataRecord[], run: Run): DataRecord[] | Promise<DataRecord[]> {
    return runInStep(this.#process(records, run));
  }

  #nestedFilters(): Filter[] {
    return [...this.#then.filters, ...this.#else.filters];
  }

  *#process(records: readonly DataRecord[], run: Run): Steps<DataRecord[]> {
    const started = run.clock.monotonic();
    const context = { module_type: 'condition', expression: this.#expression.source };
    run.log.debug('filter processing started', {
      ...context,
      input_records: records.length,
      on_error: this.#onError,
    });
    const counts: Counts = { true: 0, false: 0, error: 0 };
    const kept: DataRecord[] = [];
    for (const [recordIndex, record] of records.entries()) {
      checkCancelled(run.signal, recordIndex);
      const branch = this.#branchFor(record, recordIndex, counts, started, run);
      if (branch === undefined) continue;
      if (branch.filters.length === 0) kept.push(record);
      else kept.push(...(yield* this.#runBranch(branch, record, recordIndex, started, run)));
    }
    run.log.log(this.#nested ? 'DEBUG' : 'INFO', 'filter processing completed', {
      ...context,
      input_records: records.length,
      output_records: kept.length,
      true_count: counts.true,
      false_count: counts.false,
      error_count: counts.error,
      duration: new Duration(run.clock.monotonic() - started),
    });
    return kept;
  }

  /** The branch of a record: an empty one to keep it as it is, nothing to drop it. */
  #branchFor(
    record: DataRecord,
    recordIndex: number,
    counts: Counts,
    started: number,
    run: Run,
  ): Branch | undefined {
    try {
      const holds = isTruthy(this.#expression.evaluate(record));
      counts[holds ? 'true' : 'false'] += 1;
      return holds ? this.#then : this.#else;
    } catch (thrown) {
      counts.error += 1;
      const expression = this.#expression.source;
      const error = new CannectorsError(
        `condition evaluation failed at record ${recordIndex}: ${errorText(thrown)}`,
        {
          category: 'validation',
          code: 'EVALUATION_FAILED',
          module: 'condition',
          recordIndex,
          details: { expression },
          cause: thrown,
        },
      );
      const subject = 'condition evaluation';
      const failed = {
        module: 'condition',
        subject,
        error,
        record,
        recordIndex,
        started,
        fields: { expression },
      };
      return keepsFailedRecord(failed, this.#onError, run) ? UNCHANGED : undefined;
    }
  }

  /** A nested filter that fails is passed over, unless the condition's `onError` is `fail`. */
  *#runBranch(
    branch: Branch,
    record: DataRecord,
    recordIndex: number,
    started: number,
    run: Run,
  ): Steps<DataRecord[]> {
    let current = [record];
    for (const [position, filter] of branch.filters.entries()) {
      if (current.length === 0) break;
      try {
        const result = filter.process(current, run);
        // Such a promise resolves to the filter's records.
        current = Array.isArray(result) ? result : ((yield result) as DataRecord[]);
      } catch (thrown) {
        if (run.signal.aborted || isCancelled(thrown)) throw thrown;
        const error = errorInBranch(thrown, branch, position, recordIndex);
        this.#passOver(error, current, recordIndex, started, run);
      }
    }
    return current;
  }

  #passOver(
    error: CannectorsError,
    records: readonly DataRecord[],
    recordIndex: number,
    started: number,
    run: Run,
  ): void {
    const fields = {
      module_type: 'condition',
      record_index: recordIndex,
      nesting: String(error.details['nesting']),
    };
    const message = redactText(error.message);
    switch (this.#onError) {
      case 'fail': {
        const duration = new Duration(run.clock.monotonic() - started);
        run.log.error('filter processing failed', { ...fields, duration, error: message });
        throw error;
      }
      case 'skip':
        run.log.warn('skipping nested module error, continuing chain', { ...fields, error: message });
        break;
      case 'log':
        run.log.error('nested module error, continuing chain', { ...fields, error: message });
        for (const record of records) markRecord(record, 'condition', error, recordIndex, run);
        break;
    }
  }
}

/** What a record goes through whose condition could not be evaluated and that is kept all the same. */
const UNCHANGED: Branch = { name: 'then', filters: [] };
