import { Duration } from '../../core/duration.ts';
import { isCancelled } from '../../core/errors.ts';
import type { Ports } from '../../core/ports.ts';
import type { LogFields, Logger } from '../../observability/logger.ts';
import type { ChainOutcome } from '../pipeline-chain.ts';
import type { RunFailure } from '../run-result.ts';
import type { Schedule } from './schedule.ts';
import { type OverlapPolicy, QUEUE_CAPACITY, TickQueue } from './tick-queue.ts';

/** The wall clock is looked at again after this many milliseconds of waiting: it may have been set. */
const LONGEST_WAIT_MS = 30_000;

export interface SchedulerOptions {
  readonly schedule: Schedule;
  readonly overlap: OverlapPolicy;
  readonly ports: Pick<Ports, 'clock' | 'uuid'>;
  /** Carries `pipeline_id` and `pipeline_name`. */
  readonly log: Logger;
  /** Runs the pipeline once. It reports every failure as an outcome. */
  execute(traceId: string): Promise<ChainOutcome>;
}

/** Runs a pipeline at the times of its schedule, one run at a time. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #queue: TickQueue;
  #current: Promise<void> = Promise.resolve();

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#queue = new TickQueue(options.overlap);
  }

  /**
   * Fires ticks until the signal does, then forgets the ticks that wait and resolves when the current run has
   * ended. Never rejects.
   */
  async run(stop: AbortSignal): Promise<void> {
    const { schedule, ports, log } = this.#options;
    log.info('scheduler started', { pipeline_count: 1 });
    let previous = ports.clock.now();
    while (!stop.aborted) {
      const due = schedule.next(previous);
      if (due === undefined || !(await this.#waitUntil(due, stop))) break;
      this.#tick(due);
      previous = laterOf(due, ports.clock.now());
    }
    const canceled = this.#queue.clear();
    await this.#current;
    if (canceled > 0) log.info('queued executions canceled', { canceled_count: canceled });
  }

  /** @returns false when the signal fired first */
  async #waitUntil(due: Date, stop: AbortSignal): Promise<boolean> {
    const { clock } = this.#options.ports;
    for (;;) {
      const remaining = due.getTime() - clock.now().getTime();
      if (remaining <= 0) return !stop.aborted;
      try {
        await clock.sleep(Math.min(remaining, LONGEST_WAIT_MS), stop);
      } catch (error) {
        if (isCancelled(error)) return false;
        throw error;
      }
    }
  }

  #tick(due: Date): void {
    const { log } = this.#options;
    const admission = this.#queue.offer(due);
    switch (admission.kind) {
      case 'started':
        this.#current = this.#runFrom(due);
        return;
      case 'queued':
        log.info('execution queued', { queue_position: admission.position });
        return;
      case 'full':
        log.warn('execution queue full, dropping request', {
          queue_capacity: QUEUE_CAPACITY,
          reason: 'runs take longer than the schedule allows',
        });
        return;
      case 'skipped':
      case 'coalesced':
        log.info(`execution ${admission.kind}`, { reason: 'the previous run is still going' });
        return;
    }
  }

  async #runFrom(due: Date): Promise<void> {
    await this.#execute(due, 'scheduled');
    for (let next = this.#queue.finish(); next !== undefined; next = this.#queue.finish()) {
      this.#options.log.info('processing queued execution', { remaining_queue: next.remaining });
      await this.#execute(next.due, 'queued');
    }
  }

  async #execute(due: Date, origin: 'scheduled' | 'queued'): Promise<void> {
    const { schedule, ports, execute } = this.#options;
    const traceId = ports.uuid();
    const log = this.#options.log.with({ trace_id: traceId });
    const started = ports.clock.monotonic();
    const starting: LogFields =
      origin === 'scheduled'
        ? { schedule: schedule.text, scheduled_time: ports.clock.now().toISOString() }
        : { scheduled_time: due.toISOString() };
    log.info(`${origin} pipeline execution starting`, starting);
    const outcome = await execute(traceId);
    const duration = new Duration(ports.clock.monotonic() - started);
    const failed = (error: string, code: string): void =>
      log.error('scheduled pipeline execution failed', { duration, error, error_code: code });
    if (outcome.kind === 'cancelled' || (outcome.kind === 'finished' && outcome.result.cancelled)) {
      log.info(`${origin} pipeline execution canceled`, { duration });
    } else if (outcome.kind === 'failed') {
      failed(outcome.error, outcome.code);
    } else if (outcome.result.failure !== undefined) {
      failed(stageText(outcome.result.failure), outcome.result.failure.code);
    } else {
      const { status, recordsProcessed, recordsFailed } = outcome.result;
      log.info('scheduled pipeline execution completed', {
        status,
        records_processed: recordsProcessed,
        records_failed: recordsFailed,
        duration,
      });
    }
  }
}

/** Filter failures are told by their index, which the message starts with too. */
function stageText({ stage, filterIndex, message }: RunFailure): string {
  if (filterIndex === undefined) return `executing ${stage} module: ${message}`;
  const prefix = `filter module ${filterIndex} failed: `;
  const cause = message.startsWith(prefix) ? message.slice(prefix.length) : message;
  return `executing filter module ${filterIndex}: ${cause}`;
}

function laterOf(a: Date, b: Date): Date {
  return a.getTime() > b.getTime() ? a : b;
}
