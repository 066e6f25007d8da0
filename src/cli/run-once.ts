import { isCancelled } from '../core/errors.ts';
import type { CompiledPipeline } from '../pipeline/compiled-pipeline.ts';
import { ModuleCreationError } from '../pipeline/load-pipeline.ts';
import { openPipeline } from '../pipeline/open-pipeline.ts';
import { runPipeline } from '../pipeline/run-pipeline.ts';
import type { RunResult } from '../pipeline/run-result.ts';
import type { Invocation } from './commands/command.ts';
import { EXIT_CODES, signalExitCode } from './exit-codes.ts';
import { interruptible } from './interruption.ts';
import { creationFailureReport } from './report/creation-failure-report.ts';
import { dryRunReport } from './report/dry-run-report.ts';
import { failureReport, successReport } from './report/run-report.ts';
import { stateStoreFactory } from './state-store-factory.ts';

type Context = Pick<Invocation, 'flags' | 'host' | 'console' | 'log'>;

/** Runs a pipeline exactly once, reports what it did, and returns the exit code. */
export async function runOnce(pipeline: CompiledPipeline, context: Context): Promise<number> {
  const outcome = await interruptible(
    ({ cancellation }) => openAndRun(pipeline, cancellation, context),
    {
      first: (seconds) => `letting the run finish within ${seconds}s (a second signal stops it at once)...`,
    },
    context,
  );
  if (outcome.kind === 'abandoned') return signalExitCode(outcome.signal);
  const { result: succeeded, signal } = outcome;
  if (succeeded) return EXIT_CODES.success.code;
  return signal === undefined ? EXIT_CODES.runtime.code : signalExitCode(signal);
}

/** @returns whether the run succeeded */
async function openAndRun(
  pipeline: CompiledPipeline,
  signal: AbortSignal,
  { flags, host, console, log }: Context,
): Promise<boolean> {
  const { ports } = host;
  const { dryRun } = flags;
  let result: RunResult;
  try {
    const open = await openPipeline(pipeline, {
      signal,
      log,
      clock: ports.clock,
      openStateStore: stateStoreFactory(ports),
    });
    console.progress(
      dryRun ? 'Executing pipeline (dry-run mode - output will not be sent)...' : 'Executing pipeline...',
    );
    result = await runPipeline(open, { ports, log, signal, dryRun, closeModules: true });
  } catch (error) {
    if (error instanceof ModuleCreationError) console.problem(creationFailureReport(error));
    else if (isCancelled(error)) console.problem('✗ Pipeline canceled before it started');
    else throw error;
    return false;
  }
  if (result.status === 'error') {
    console.problem(...failureReport(result));
    return false;
  }
  console.progress(...successReport(result, flags));
  if (result.dryRunPreview !== undefined) {
    console.progress(
      ...dryRunReport(result.dryRunPreview, {
        verbose: flags.verbose,
        recordCount: result.recordsProcessed,
        input: pipeline.input.type,
        filters: pipeline.filters.map(({ type }) => type),
      }),
    );
  }
  return true;
}
