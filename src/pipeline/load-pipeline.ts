import { type DocumentPath, documentPathText } from '../core/document-path.ts';
import type { Ports } from '../core/ports.ts';
import { type DataObject, isDataObject } from '../core/record.ts';
import { getOwn } from '../core/value.ts';
import type { ModuleKind } from '../modules/contract/module.ts';
import type { ModuleRegistry } from '../modules/contract/registry.ts';
import { type CompileProblem, compilePipeline } from './compile-pipeline.ts';
import type { CompiledPipeline } from './compiled-pipeline.ts';
import type { ParsedDocument, Position } from './document/parsed-document.ts';
import { substituteEnvironment } from './environment-variables.ts';
import type { Substitutions } from './substitutions.ts';

/** A module that cannot be built or connected. */
export class ModuleCreationError extends Error {
  override readonly name = 'ModuleCreationError';
  readonly stage: ModuleKind;

  constructor(stage: ModuleKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.stage = stage;
  }
}

/** The schedule, known now that the environment is, is none. */
export class InvalidScheduleError extends Error {
  override readonly name = 'InvalidScheduleError';
}

/**
 * Turns a checked document into a pipeline that can be opened: environment variables are substituted, defaults
 * inherited, modules compiled with their final settings.
 *
 * @throws {UnresolvedVariablesError} when the environment lacks a variable the document names
 * @throws {InvalidScheduleError} when the schedule is none
 * @throws {ModuleCreationError} when a module cannot be built from its final settings
 */
export async function loadPipeline(
  document: ParsedDocument,
  registry: ModuleRegistry,
  ports: Pick<Ports, 'files' | 'environment'>,
): Promise<CompiledPipeline> {
  if (!isDataObject(document.root)) throw new TypeError('a document is checked before it is loaded');
  const { root, substitutions } = substituteEnvironment(document.root, ports.environment);
  refuseDisabled(root, 'input');
  refuseDisabled(root, 'output');
  const { pipeline, problems } = await compilePipeline(root, registry, ports, substitutions);
  const first = problems[0];
  if (first !== undefined) {
    if (isScheduleProblem(first)) throw new InvalidScheduleError(first.message);
    throw new ModuleCreationError(first.stage, creationText(first, document, substitutions));
  }
  if (pipeline === undefined) throw new Error('compilation gave neither a pipeline nor a problem');
  return pipeline;
}

/** True for what is wrong with the schedule of the input. */
export function isScheduleProblem({ path }: { readonly path: DocumentPath }): boolean {
  return path.length === 2 && path[0] === 'input' && path[1] === 'schedule';
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

function creationText(
  problem: CompileProblem,
  document: ParsedDocument,
  substitutions: Substitutions,
): string {
  const { stage, moduleType, moduleIndex, path } = problem;
  const owner =
    stage === 'filter'
      ? `invalid ${moduleType} config at index ${moduleIndex}`
      : `invalid ${moduleType} config`;
  const { line, column } = positionOf(problem, document, substitutions);
  const place = `${document.file}:${line}:${column}`;
  return `${owner}: ${documentPathText(path)}: ${messageOf(problem, substitutions)} (${place})`;
}

/** A message about the inside of a text may quote it, so it is not passed on when the text holds values of variables. */
function messageOf({ path, message, offset }: CompileProblem, substitutions: Substitutions): string {
  const variables = substitutions.variablesAt(path);
  if (offset === undefined || variables.length === 0) return message;
  const references = variables.map((name) => `\${${name}}`).join(', ');
  return `not valid with the value of ${references} in place; check what the environment holds`;
}

/** The place in the file as written, where the offset is one in the text with values in place. */
function positionOf(
  { path, offset }: CompileProblem,
  document: ParsedDocument,
  substitutions: Substitutions,
): Position {
  if (offset === undefined) return document.locate(path);
  return document.locateInside(path, substitutions.writtenOffset(path, offset));
}
