import { builtInRegistry } from '../../modules/built-in.ts';
import { printable } from '../../observability/printable.ts';
import type { CompiledPipeline } from '../../pipeline/compiled-pipeline.ts';
import { UnresolvedVariablesError } from '../../pipeline/environment-variables.ts';
import { loadPipeline, ModuleCreationError } from '../../pipeline/load-pipeline.ts';
import { checkedDocument } from '../checked-document.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { creationFailureReport } from '../report/creation-failure-report.ts';
import { runOnce } from '../run-once.ts';
import type { Invocation } from './command.ts';

/** Validates a configuration file and runs its pipeline once. */
export async function run(invocation: Invocation): Promise<number> {
  const { operands, flags, host, console } = invocation;
  const [file = ''] = operands;
  console.progress(`Loading pipeline configuration: ${file}`);
  const registry = builtInRegistry();
  const checked = await checkedDocument(file, registry, invocation);
  if ('exitCode' in checked) return checked.exitCode;
  console.progress(`✓ Configuration loaded successfully (format: ${checked.document.format})`);
  let pipeline: CompiledPipeline;
  try {
    pipeline = await loadPipeline(checked.document, registry, host.ports);
  } catch (error) {
    if (error instanceof UnresolvedVariablesError) {
      console.problem(`✗ ${printable(error.message)}`);
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
  return runOnce(pipeline, invocation);
}

function pipelineLines({ name, version, description }: CompiledPipeline): string[] {
  const lines = [`  Pipeline: ${printable(name)} (v${printable(version)})`];
  if (description !== '') lines.push(`  Description: ${printable(description)}`);
  return lines;
}
