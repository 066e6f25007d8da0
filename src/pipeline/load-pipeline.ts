import { documentPathText } from '../core/document-path.ts';
import type { Ports } from '../core/ports.ts';
import { type DataObject, isDataObject } from '../core/record.ts';
import { getOwn } from '../core/value.ts';
import type { ModuleKind } from '../modules/contract/module.ts';
import type { ModuleRegistry } from '../modules/contract/registry.ts';
import { type CompileProblem, compilePipeline } from './compile-pipeline.ts';
import type { CompiledPipeline } from './compiled-pipeline.ts';
import type { ParsedDocument } from './document/parsed-document.ts';
import { substituteEnvironment } from './environment-variables.ts';

/** A module that cannot be built or connected. */
export class ModuleCreationError extends Error {
  override readonly name = 'ModuleCreationError';
  readonly stage: ModuleKind;

  constructor(stage: ModuleKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.stage = stage;
  }
}

/**
 * Turns a checked document into a pipeline that can be opened: environment variables are substituted, defaults
 * inherited, modules compiled with their final settings.
 *
 * @throws {UnresolvedVariablesError} when the environment lacks a variable the document names
 * @throws {ModuleCreationError} when a module cannot be built from its final settings
 */
export async function loadPipeline(
  document: ParsedDocument,
  registry: ModuleRegistry,
  ports: Pick<Ports, 'files' | 'environment'>,
): Promise<CompiledPipeline> {
  if (!isDataObject(document.root)) throw new TypeError('a document is checked before it is loaded');
  const root = substituteEnvironment(document.root, ports.environment);
  refuseDisabled(root, 'input');
  refuseDisabled(root, 'output');
  const { pipeline, problems } = await compilePipeline(root, registry, ports);
  const first = problems[0];
  if (first !== undefined) throw new ModuleCreationError(first.stage, creationText(first));
  if (pipeline === undefined) throw new Error('compilation gave neither a pipeline nor a problem');
  return pipeline;
}

function refuseDisabled(root: DataObject, kind: 'input' | 'output'): void {
  const config = getOwn(root, kind);
  if (!isDataObject(config) || getOwn(config, 'enabled') !== false) return;
  throw new ModuleCreationError(
    kind,
    `${kind} module "${String(config['type'])}" has enabled=false: ${kind} is required for the pipeline to run, ` +
      'remove it from the config or set enabled=true',
  );
}

function creationText({ stage, moduleType, moduleIndex, path, message }: CompileProblem): string {
  const owner =
    stage === 'filter'
      ? `invalid ${moduleType} config at index ${moduleIndex}`
      : `invalid ${moduleType} config`;
  return `${owner}: ${documentPathText(path)}: ${message}`;
}
