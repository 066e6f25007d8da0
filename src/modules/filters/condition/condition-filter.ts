import { Duration } from '../../../core/duration.ts';
import { CannectorsError, errorText } from '../../../core/errors.ts';
import type { DataRecord } from '../../../core/record.ts';
import type { Expression } from '../../../language/expression/expression.ts';
import { redactText } from '../../../observability/redaction.ts';
import type { Filter, NestedFilters } from '../../contract/module.ts';
import type { OpenContext, Run } from '../../contract/run.ts';
import { checkCancelled } from '../../shared/check-cancelled.ts';
import { markRecord } from '../../shared/error-marker.ts';
import { keepsFailedRecord } from '../../shared/failed-record.ts';
import { closeChains, FilterChain, type NestedFailure } from '../../shared/filter-chain.ts';
import { NESTING, nestedError } from '../../shared/nested-error.ts';
import type { OnError } from '../../shared/on-error.ts';
import { runInStep, type Steps } from '../../shared/run-in-step.ts';

/** How often each outcome of the expression came up in one invocation. */
interface Counts {
  true: number;
  false: number;
  error: number;
}

/** Sends each record, by itself, through the filters of one of two branches. */
export class ConditionFilter implements Filter {
  readonly #expression: Expression;
  readonly #then: FilterChain;
  readonly #else: FilterChain;
  readonly #onError: OnError;
  readonly #nested: boolean;

  constructor(parts: {
    readonly expression: Expression;
    readonly whenTrue: NestedFilters;
    readonly whenFalse: NestedFilters;
    readonly onError: OnError;
    readonly nested: boolean;
  }) {
    this.#expression = parts.expression;
    this.#then = new FilterChain('then', parts.whenTrue, "skipping disabled nested 'then' module");
    this.#else = new FilterChain('else', parts.whenFalse, "skipping disabled nested 'else' module");
    this.#onError = parts.onError;
    this.#nested = parts.nested;
  }

  async open(context: OpenContext): Promise<void> {
    context.log.debug('condition module initialized', {
      expression: this.#expression.source,
      on_error: this.#onError,
    });
    await this.#then.open(context);
    await this.#else.open(context);
  }

  async close(): Promise<void> {
    await closeChains(this.#then, this.#else);
  }

  process(records: DataRecord[], run: Run): DataRecord[] | Promise<DataRecord[]> {
    return runInStep(this.#process(records, run));
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
      if (branch === 'dropped') continue;
      if (branch === 'unchanged' || branch.isEmpty) {
        kept.push(record);
        continue;
      }
      const passOver = (failure: NestedFailure) => this.#passOver(failure, recordIndex, started, run);
      for (const result of yield* branch.run([record], run, passOver)) kept.push(result);
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

  /** The branch that a record takes, or what becomes of it when that cannot be told. */
  #branchFor(
    record: DataRecord,
    recordIndex: number,
    counts: Counts,
    started: number,
    run: Run,
  ): FilterChain | 'unchanged' | 'dropped' {
    try {
      const holds = this.#expression.test(record);
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
      return keepsFailedRecord(failed, this.#onError, run) ? 'unchanged' : 'dropped';
    }
  }

  /** A nested filter that fails is passed over, unless the condition's `onError` is `fail`. */
  #passOver(failure: NestedFailure, recordIndex: number, started: number, run: Run): void {
    const error = nestedError(failure, errorText(failure.thrown), recordIndex);
    const fields = {
      module_type: 'condition',
      record_index: recordIndex,
      nesting: error.details[NESTING],
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
        for (const record of failure.records) markRecord(record, 'condition', error, recordIndex, run);
        break;
    }
  }
}
