import { Duration } from '../core/duration.ts';
import {
  CancelledError,
  type CannectorsError,
  classify,
  errorText,
  isCancelled,
  throwIfCancelled,
} from '../core/errors.ts';
import type { Ports } from '../core/ports.ts';
import type { DataRecord } from '../core/record.ts';
import { MarkerTally } from '../modules/contract/marker-tally.ts';
import type { Filter } from '../modules/contract/module.ts';
import { RetryReports } from '../modules/contract/retry-reports.ts';
import type { Run } from '../modules/contract/run.ts';
import { SkippedRecords } from '../modules/contract/skipped-records.ts';
import type { LogFields, Logger } from '../observability/logger.ts';
import { redactText } from '../observability/redaction.ts';
import type { CompiledModule } from './compiled-pipeline.ts';
import { type FailedFilter, failureDetails } from './failure-details.ts';
import type { OpenPipeline } from './open-pipeline.ts';
import { dropReservedFields } from './reserved-fields.ts';
import type { DryRunPreview, RunFailure, RunResult, Stage } from './run-result.ts';
import { type RunWithState, STATELESS } from './state/state-keeper.ts';

export interface RunOptions {
  readonly ports: Ports;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Runs input and filters for real and describes the output instead of performing it. */
  readonly dryRun: boolean;
  /** A new UUID when absent. */
  readonly traceId?: string;
  /** Release the input as soon as it is read and everything else at the end. */
  readonly closeModules: boolean;
}

const FAILURE_CODES = { input: 'INPUT_FAILED', filter: 'FILTER_FAILED', output: 'OUTPUT_FAILED' } as const;

/**
 * One pass of records through an open pipeline. Stages are barriers: no record reaches the output before the
 * last one has left the last filter. Never throws for a run that fails: the result says why.
 */
export async function runPipeline(open: OpenPipeline, options: RunOptions): Promise<RunResult> {
  const execution = await Execution.begin(open, options);
  try {
    return await execution.run();
  } finally {
    if (options.closeModules) await open.close(execution.log);
  }
}

/** Carries a failed stage up to the end of the run. */
class StageFailure extends Error {
  readonly failure: RunFailure;
  readonly recordsProcessed: number;
  readonly recordsFailed: number;

  constructor(failure: RunFailure, recordsProcessed: number, recordsFailed = 0) {
    super(failure.message);
    this.failure = failure;
    this.recordsProcessed = recordsProcessed;
    this.recordsFailed = recordsFailed;
  }
}

interface RunStart {
  readonly traceId: string;
  readonly log: Logger;
  readonly startedAt: Date;
  readonly state: Pick<RunWithState, keyof typeof STATELESS>;
}

class Execution {
  readonly log: Logger;
  readonly #open: OpenPipeline;
  readonly #options: RunOptions;
  readonly #run: Run;
  readonly #state: Pick<RunWithState, keyof typeof STATELESS>;
  readonly #context: LogFields;
  readonly #startedAt: Date;
  readonly #stageDurations: Record<Stage, Duration> = {
    input: new Duration(0),
    filter: new Duration(0),
    output: new Duration(0),
  };

  /** Starts a run: its first log line, then the state it continues from. */
  static async begin(open: OpenPipeline, options: RunOptions): Promise<Execution> {
    const { ports, dryRun } = options;
    const traceId = options.traceId ?? ports.uuid();
    const log = options.log.with({ trace_id: traceId, pipeline_id: open.pipeline.id });
    const startedAt = ports.clock.now();
    log.info('execution started', { pipeline_name: open.pipeline.name, dry_run: dryRun || undefined });
    const state = (await open.state?.begin(dryRun ? 'read' : 'write', log)) ?? STATELESS;
    return new Execution(open, options, { traceId, log, startedAt, state });
  }

  private constructor(open: OpenPipeline, options: RunOptions, { traceId, log, startedAt, state }: RunStart) {
    const { pipeline } = open;
    const { ports, signal } = options;
    this.#open = open;
    this.#options = options;
    this.#state = state;
    this.#startedAt = startedAt;
    this.log = log;
    this.#context = { pipeline_name: pipeline.name, dry_run: options.dryRun || undefined };
    this.#run = {
      pipelineId: pipeline.id,
      traceId,
      signal,
      log: this.log,
      clock: ports.clock,
      state: state.published,
      markers: new MarkerTally(),
      skipped: new SkippedRecords(),
      retries: new RetryReports(),
    };
  }

  async run(): Promise<RunResult> {
    const { clock } = this.#options.ports;
    const startedAt = this.#startedAt;
    const started = clock.monotonic();
    const outcome = await this.#stages().catch((error: unknown) => {
      if (error instanceof StageFailure) return error;
      throw error;
    });
    const duration = new Duration(clock.monotonic() - started);
    const retryInfo = this.#run.retries.infos;
    const common = {
      pipelineId: this.#run.pipelineId,
      startedAt,
      completedAt: clock.now(),
      duration,
      ...(retryInfo === undefined ? {} : { retryInfo }),
    };
    if (outcome instanceof StageFailure) {
      const { failure, recordsProcessed, recordsFailed } = outcome;
      this.log.info('execution completed', {
        ...this.#context,
        status: 'error',
        records_processed: recordsProcessed,
        duration,
        error: failure.message,
        error_code: failure.code,
        error_category: failure.error.category,
      });
      return {
        ...common,
        status: 'error',
        recordsProcessed: failure.stage === 'output' ? recordsProcessed : 0,
        recordsFailed,
        recordsSkipped: failure.stage === 'output' ? this.#run.skipped.count : 0,
        errorCounts: [],
        failure,
        cancelled: isCancelled(failure.error),
      };
    }
    const { recordsProcessed, recordsFailed, preview } = outcome;
    const recordsSkipped = this.#run.skipped.count;
    this.log.info('execution completed', {
      ...this.#context,
      status: 'success',
      records_processed: recordsProcessed,
      duration,
    });
    this.log.info('execution metrics', {
      ...this.#context,
      total_duration: duration,
      input_duration: this.#stageDurations.input,
      filter_duration: this.#stageDurations.filter,
      output_duration: this.#stageDurations.output,
      records_processed: recordsProcessed,
      records_failed: recordsFailed,
      records_skipped: recordsSkipped,
      records_per_second: recordsProcessed === 0 ? 0 : recordsProcessed / Math.max(duration.seconds, 1e-9),
      avg_record_time: new Duration(recordsProcessed === 0 ? 0 : duration.nanoseconds / recordsProcessed),
    });
    return {
      ...common,
      status: 'success',
      recordsProcessed,
      recordsFailed,
      recordsSkipped,
      errorCounts: this.#run.markers.counts(),
      cancelled: false,
      ...(preview === undefined ? {} : { dryRunPreview: preview }),
    };
  }

  async #stages(): Promise<{ recordsProcessed: number; recordsFailed: number; preview?: DryRunPreview }> {
    const { dryRun, closeModules } = this.#options;
    if (!dryRun) await this.#connectOutput();
    let records: DataRecord[];
    try {
      records = await this.#readInput();
    } finally {
      if (closeModules) await this.#open.closeInput(this.log);
    }
    dropReservedFields(records, this.log);
    this.#state.observe(records, this.#startedAt, this.log);
    const filtered = await this.#filter(records);
    const counts = this.#run.markers.counts();
    if (counts.length > 0) {
      this.log.warn('records carry error markers from filters running in log mode', {
        error_counts: Object.fromEntries(counts),
      });
    }
    if (!dryRun) {
      const written = await this.#write(filtered);
      const saved = await this.#state.save(this.#options.ports.clock, this.log);
      const skipped = this.#run.skipped.count;
      if (saved && skipped > 0) {
        this.log.warn('state saved although records were skipped', { records_skipped: skipped });
      }
      return written;
    }
    const preview = this.#preview(filtered);
    await this.#stage('output', filtered.length, async () => {
      this.log.debug('dry-run mode: skipping output module', { records_would_send: filtered.length });
      return filtered.length;
    });
    return { recordsProcessed: filtered.length, recordsFailed: 0, preview };
  }

  async #connectOutput(): Promise<void> {
    const { output } = this.#open.pipeline;
    try {
      throwIfCancelled(this.#run.signal);
      await output.module.open?.(this.#run);
    } catch (error) {
      const failure = this.#failure('output', error);
      this.log.error('output module failed to connect', { output_type: output.type, error: failure.message });
      throw new StageFailure(failure, 0);
    }
  }

  async #readInput(): Promise<DataRecord[]> {
    const records: DataRecord[] = [];
    await this.#stage('input', 0, async () => {
      throwIfCancelled(this.#run.signal);
      for await (const page of this.#open.pipeline.input.module.read(this.#run)) {
        for (const record of page) records.push(record);
        throwIfCancelled(this.#run.signal);
      }
      return records.length;
    });
    return records;
  }

  async #filter(fetched: DataRecord[]): Promise<DataRecord[]> {
    let records = fetched;
    await this.#stage('filter', fetched.length, async () => {
      for (const [position, filter] of this.#open.pipeline.filters.entries()) {
        records = await this.#applyFilter(filter, position, records, fetched.length);
      }
      return records.length;
    });
    return records;
  }

  async #applyFilter(
    filter: CompiledModule<Filter>,
    position: number,
    records: DataRecord[],
    fetched: number,
  ): Promise<DataRecord[]> {
    const { clock } = this.#options.ports;
    const started = clock.monotonic();
    const place = { stage: 'filter', filter_index: position };
    this.log.debug('executing filter module', { ...place, input_records: records.length });
    try {
      throwIfCancelled(this.#run.signal);
      const result = await filter.module.process(records, this.#run);
      this.log.debug('filter module completed', {
        ...place,
        output_records: result.length,
        duration: new Duration(clock.monotonic() - started),
      });
      return result;
    } catch (error) {
      const failure = this.#failure('filter', error, { position, type: filter.type, index: filter.index });
      this.log.error('filter module execution failed', {
        module: 'filter',
        filter_index: position,
        filter_type: filter.type,
        path: failure.details['path'],
        duration: new Duration(clock.monotonic() - started),
        error: failure.message,
      });
      throw new StageFailure(failure, fetched);
    }
  }

  async #write(records: DataRecord[]): Promise<{ recordsProcessed: number; recordsFailed: number }> {
    const { clock } = this.#options.ports;
    let sent = 0;
    await this.#stage('output', records.length, async () => {
      const started = clock.monotonic();
      this.log.debug('executing output module', { stage: 'output', records_to_send: records.length });
      const { sent: accepted, error } = await this.#deliver(records);
      sent = accepted;
      const duration = new Duration(clock.monotonic() - started);
      const counts = { records_sent: sent, records_failed: records.length - sent, duration };
      if (error === undefined) {
        this.log.debug('output module completed', { stage: 'output', ...counts });
        return sent;
      }
      const failure = this.#failure('output', error);
      this.log.error('output module execution failed', {
        module: 'output',
        ...counts,
        error: failure.message,
      });
      throw new StageFailure(failure, sent, records.length - sent);
    });
    return { recordsProcessed: sent, recordsFailed: records.length - sent };
  }

  async #deliver(records: DataRecord[]): Promise<{ sent: number; error?: unknown }> {
    try {
      throwIfCancelled(this.#run.signal);
      return await this.#open.pipeline.output.module.write(records, this.#run);
    } catch (error) {
      return { sent: 0, error };
    }
  }

  #preview(records: DataRecord[]): DryRunPreview {
    const { output, showCredentials } = this.#open.pipeline;
    this.log.debug('generating dry-run preview', {
      records: records.length,
      show_credentials: showCredentials,
    });
    try {
      const operations = output.module.preview(records, { showCredentials });
      this.log.debug('dry-run preview generated', { preview_count: operations.length });
      return { kind: 'operations', operations };
    } catch (error) {
      const reason = redactText(errorText(error));
      this.log.error('failed to generate dry-run preview', {
        record_count: records.length,
        show_credentials: showCredentials,
        error: reason,
        error_context: 'the output could not describe its operations; nothing was sent',
      });
      return { kind: 'failed', reason };
    }
  }

  /** Reports one stage: its start, then what it returns as the record count, or its failure. */
  async #stage(stage: Stage, entering: number, work: () => Promise<number>): Promise<void> {
    const { clock } = this.#options.ports;
    const started = clock.monotonic();
    const { input, output } = this.#open.pipeline;
    const module = stage === 'filter' ? undefined : stage === 'input' ? input : output;
    const { pipeline_name, dry_run } = this.#context;
    const context = { pipeline_name, stage, module_type: module?.type, module_name: module?.name, dry_run };
    this.log.info('stage started', context);
    try {
      const count = await work();
      const duration = new Duration(clock.monotonic() - started);
      this.#stageDurations[stage] = duration;
      this.log.info('stage completed', { ...context, record_count: count, duration });
    } catch (error) {
      const stageFailure =
        error instanceof StageFailure ? error : new StageFailure(this.#failure(stage, error), 0);
      const { failure } = stageFailure;
      this.log.error('stage failed', {
        ...context,
        filter_index: failure.filterIndex,
        record_count: entering,
        duration: new Duration(clock.monotonic() - started),
        error_code: FAILURE_CODES[stage],
        error: failure.message,
      });
      throw stageFailure;
    }
  }

  #failure(stage: Stage, thrown: unknown, filter?: FailedFilter): RunFailure {
    const cancelled = this.#run.signal.aborted && !isCancelled(thrown);
    const error: CannectorsError = cancelled ? new CancelledError(thrown) : classify(thrown);
    const text = redactText(cancelled ? error.message : errorText(thrown));
    return {
      stage,
      code: error.code ?? FAILURE_CODES[stage],
      message: filter === undefined ? text : `filter module ${filter.position} failed: ${text}`,
      module: error.module ?? stage,
      ...(filter === undefined ? {} : { filterIndex: filter.position }),
      details: failureDetails(error, filter),
      error,
    };
  }
}
