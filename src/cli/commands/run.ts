import { documentPathText } from '../../core/document-path.ts';
import { builtInRegistry } from '../../modules/built-in.ts';
import { printable } from '../../observability/printable.ts';
import type { CompiledPipeline } from '../../pipeline/compiled-pipeline.ts';
import { UnresolvedVariablesError } from '../../pipeline/environment-variables.ts';
import {
  InvalidScheduleError,
  isScheduleProblem,
  loadPipeline,
  ModuleCreationError,
} from '../../pipeline/load-pipeline.ts';
import { rememberedFiles } from '../../pipeline/remembered-files.ts';
import { checkExitCode, checkedDocument } from '../checked-document.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { creationFailureReport } from '../report/creation-failure-report.ts';
import { parseErrorReport } from '../report/parse-error-report.ts';
import { validationReport } from '../report/validation-report.ts';
import { runOnce } from '../run-once.ts';
import type { Invocation } from './command.ts';

/** Validates a configuration file and runs its pipeline: once, or at the times of its schedule. */
export async function run(invocation: Invocation): Promise<number> {
  const { operands, flags, host, console, log } = invocation;
  const [file = ''] = operands;
  console.progress(`Loading pipeline configuration: ${file}`);
  const registry = builtInRegistry();
  const checked = await checkedDocument(file, registry, invocation);
  if (checked.kind === 'unparsable') console.problem(...parseErrorReport([checked.error], flags));
  if (checked.kind === 'invalid') {
    console.problem(...validationReport(checked.problems, file, flags));
    // Alert rules match this line.
    const schedule = checked.problems.find(isScheduleProblem);
    if (schedule !== undefined) console.problem(invalidSchedule(schedule.message));
  }
  if (checked.kind !== 'valid') return checkExitCode(checked);
  for (const { path, message } of checked.warnings) {
    log.warn('configuration warning', { path: documentPathText(path), reason: message });
  }
  console.progress(`✓ Configuration loaded successfully (format: ${checked.document.format})`);
  const ports = { ...host.ports, files: rememberedFiles(host.ports.files) };
  let pipeline: CompiledPipeline;
  try {
    pipeline = await loadPipeline(checked.document, registry, ports);
  } catch (error) {
    if (error instanceof UnresolvedVariablesError) {
      console.problem(`✗ ${printable(error.message)}`);
      return EXIT_CODES.validation.code;
    }
    if (error instanceof InvalidScheduleError) {
      console.problem(invalidSchedule(error.message));
      return EXIT_CODES.validation.code;
    }
    if (!(error instanceof ModuleCreationError)) throw error;
    console.problem(creationFailureReport(error));
    return EXIT_CODES.runtime.code;
  }
  if (flags.verbose) console.result(...pipelineLines(pipeline));
  if (!pipeline.enabled) {
    if (!flags.dryRun) {
      console.problem(
        '✗ Pipeline is disabled',
        "  Set 'enabled: true' in the configuration to run the pipeline",
      );
      return EXIT_CODES.validation.code;
    }
    console.problem('⚠ Pipeline is disabled: without --dry-run it would be refused');
  }
  if (pipeline.schedule === undefined || flags.dryRun) return runOnce(pipeline, invocation);
  if (flags.verbose) console.result(`  Schedule: ${printable(pipeline.schedule.schedule.text)}`);
  const { runScheduled } = await import('../run-scheduled.ts');
  const build = () => loadPipeline(checked.document, registry, ports);
  return runScheduled(pipeline, pipeline.schedule, build, invocation);
}

function invalidSchedule(message: string): string {
  return `✗ Invalid CRON expression: ${printable(message)}`;
}

function pipelineLines({ name, version, description }: CompiledPipeline): string[] {
  const lines = [`  Pipeline: ${printable(name)} (v${printable(version)})`];
  if (description !== '') lines.push(`  Description: ${printable(description)}`);
  return lines;
}
