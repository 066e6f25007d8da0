import { isCancelled } from '../core/errors.ts';
import type { CompiledPipeline, PipelineSchedule } from '../pipeline/compiled-pipeline.ts';
import { ModuleCreationError } from '../pipeline/load-pipeline.ts';
import { PipelineChain } from '../pipeline/pipeline-chain.ts';
import { Scheduler } from '../pipeline/schedule/scheduler.ts';
import type { Invocation } from './commands/command.ts';
import { EXIT_CODES, signalExitCode } from './exit-codes.ts';
import { type Interruption, interruptible } from './interruption.ts';
import { creationFailureReport } from './report/creation-failure-report.ts';
import { bannerLines } from './report/schedule-report.ts';
import { stateStoreFactory } from './state-store-factory.ts';

/** From the first signal on, a run that does not end when it is cancelled is waited for this long. */
const STOP_TIMEOUT_MS = 30_000;

type Context = Pick<Invocation, 'flags' | 'host' | 'console' | 'log'>;

/**
 * Runs a pipeline at the times of its schedule until a signal comes, and returns the exit code. The modules are
 * built and connected before the first tick, so that what cannot work is known at once.
 *
 * @param build gives modules that were never opened; called again after a run that failed
 */
export async function runScheduled(
  first: CompiledPipeline,
  schedule: PipelineSchedule,
  build: () => Promise<CompiledPipeline>,
  context: Context,
): Promise<number> {
  const outcome = await interruptible(
    (interruption) => openAndSchedule(first, schedule, build, interruption, context),
    { first: () => 'stopping scheduler...' },
    context,
  );
  return outcome.kind === 'abandoned' ? signalExitCode(outcome.signal) : outcome.result;
}

async function openAndSchedule(
  first: CompiledPipeline,
  { schedule, overlap }: PipelineSchedule,
  build: () => Promise<CompiledPipeline>,
  { stopping, cancellation }: Interruption,
  { host, console, flags, log }: Context,
): Promise<number> {
  const { ports } = host;
  let next: CompiledPipeline | undefined = first;
  const chain = new PipelineChain(
    async () => {
      const pipeline = next ?? (await build());
      next = undefined;
      return pipeline;
    },
    {
      signal: cancellation,
      log,
      clock: ports.clock,
      openStateStore: stateStoreFactory(ports),
    },
  );
  try {
    await chain.open();
  } catch (error) {
    if (error instanceof ModuleCreationError) console.problem(creationFailureReport(error));
    else if (isCancelled(error)) console.problem('✗ Pipeline canceled before it started');
    else throw error;
    return EXIT_CODES.runtime.code;
  }
  const schedulerLog = log.with({ pipeline_id: first.id, pipeline_name: first.name });
  schedulerLog.info('pipeline registered in scheduler', { schedule: schedule.text });
  const scheduler = new Scheduler({
    schedule,
    overlap,
    ports,
    log: schedulerLog,
    execute: (traceId) => chain.run({ ports, log, signal: cancellation, dryRun: false, traceId }),
  });
  const stopped = scheduler.run(stopping);
  console.progress(...bannerLines(first.id, schedule, ports.clock.now(), flags));
  const inTime = await endsInTime(stopped, stopping, host);
  if (!inTime) {
    log.warn('scheduler stop timeout - some executions may still be running');
    console.problem('⚠ Scheduler stop timeout: context deadline exceeded');
    return EXIT_CODES.runtime.code;
  }
  log.info('scheduler stopped');
  await chain.close(log);
  console.progress('✓ Scheduler stopped gracefully');
  return EXIT_CODES.success.code;
}

/** @returns false when the work has not ended some time after the signal */
async function endsInTime(
  work: Promise<void>,
  stopping: AbortSignal,
  { ports }: Context['host'],
): Promise<boolean> {
  const ended = new AbortController();
  const timeout = new Promise<false>((resolve) => {
    const startTimer = (): void => {
      ports.clock.sleep(STOP_TIMEOUT_MS, ended.signal).then(
        () => resolve(false),
        () => {},
      );
    };
    if (stopping.aborted) startTimer();
    else stopping.addEventListener('abort', startTimer, { once: true });
  });
  try {
    return await Promise.race([work.then(() => true), timeout]);
  } finally {
    ended.abort();
  }
}
