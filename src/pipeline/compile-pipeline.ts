import type { DocumentPath } from '../core/document-path.ts';
import type { Ports } from '../core/ports.ts';
import { type DataObject, isDataObject, type Value } from '../core/record.ts';
import { getOwn } from '../core/value.ts';
import type { CompileContext, Problem } from '../modules/contract/definition.ts';
import type { Filter, ModuleKind } from '../modules/contract/module.ts';
import type { BuiltByKind, ModuleRegistry } from '../modules/contract/registry.ts';
import type { NestedFilterConfig } from '../modules/contract/schema.ts';
import type { CompiledModule, CompiledPipeline, DisabledFilter } from './compiled-pipeline.ts';
import { inheritDefaults } from './inherit-defaults.ts';

/** A {@link Problem} with its place in the document and the module it belongs to. */
export interface CompileProblem extends Omit<Problem, 'at'> {
  readonly path: DocumentPath;
  readonly stage: ModuleKind;
  /** Type and position of the top-level module, for messages. */
  readonly moduleType: string;
  readonly moduleIndex: number;
}

/** Everything that was found; a pipeline only when nothing is wrong. */
export interface Compilation {
  readonly problems: readonly CompileProblem[];
  readonly pipeline?: CompiledPipeline;
}

/**
 * Prepares every module of a document that has passed validation. Touches no network and no clock; reads only
 * the files the document names. All problems are collected.
 *
 * @param root the document's root, environment variables substituted or not
 */
export async function compilePipeline(
  root: DataObject,
  registry: ModuleRegistry,
  ports: CompileContext['ports'],
): Promise<Compilation> {
  const compiler = new PipelineCompiler(registry, ports, getOwn(root, 'defaults'));
  const input = await compiler.compileModule('input', root['input'], 0, ['input']);
  const filters: CompiledModule<Filter>[] = [];
  const disabledFilters: DisabledFilter[] = [];
  for (const [index, config] of listOf(getOwn(root, 'filters')).entries()) {
    if (isDisabled(config)) {
      disabledFilters.push({ index, type: typeOf(config) });
      continue;
    }
    const filter = await compiler.compileModule('filter', config, index, ['filters', index]);
    if (filter !== undefined) filters.push(filter);
  }
  const output = await compiler.compileModule('output', root['output'], 0, ['output']);
  const problems = compiler.problems;
  if (problems.length > 0 || input === undefined || output === undefined) return { problems };
  const name = textOf(root, 'name');
  const options = getOwn(root, 'dryRunOptions');
  return {
    problems,
    pipeline: {
      id: textOf(root, 'id') || name,
      name,
      version: textOf(root, 'version'),
      description: textOf(root, 'description'),
      enabled: getOwn(root, 'enabled') !== false,
      showCredentials: isDataObject(options) && getOwn(options, 'showCredentials') === true,
      input,
      filters,
      disabledFilters,
      output,
    },
  };
}

type Owner = Pick<CompileProblem, 'stage' | 'moduleType' | 'moduleIndex'>;

class PipelineCompiler {
  readonly problems: CompileProblem[] = [];
  readonly #registry: ModuleRegistry;
  readonly #ports: Pick<Ports, 'files' | 'environment'>;
  readonly #defaults: Value | undefined;

  constructor(
    registry: ModuleRegistry,
    ports: Pick<Ports, 'files' | 'environment'>,
    defaults: Value | undefined,
  ) {
    this.#registry = registry;
    this.#ports = ports;
    this.#defaults = defaults;
  }

  async compileModule<K extends ModuleKind>(
    kind: K,
    config: unknown,
    index: number,
    path: DocumentPath,
  ): Promise<CompiledModule<BuiltByKind[K]> | undefined> {
    const type = typeOf(config);
    const definition = this.#registry.get(kind, type);
    if (definition === undefined || !isDataObject(config)) {
      throw new Error(
        `unknown ${kind} module type "${type}": supported types are ${this.#registry.types(kind).sort().join(', ')}`,
      );
    }
    const owner = { stage: kind, moduleType: type, moduleIndex: index };
    const before = this.problems.length;
    const built = await definition.compile(
      inheritDefaults(config, this.#defaults, definition),
      this.#context(owner, path, index, false),
    );
    if (built === undefined || this.problems.length > before) return undefined;
    return { type, name: textOf(config, 'name') || undefined, index, module: built };
  }

  #context(owner: Owner, path: DocumentPath, index: number, nested: boolean): CompileContext {
    return {
      index,
      nested,
      ports: this.#ports,
      report: ({ at, ...problem }) => this.problems.push({ ...problem, ...owner, path: [...path, ...at] }),
      compileFilters: (list, at) => this.#compileNested(owner, list, [...path, ...at]),
    };
  }

  async #compileNested(
    owner: Owner,
    list: readonly NestedFilterConfig[],
    path: DocumentPath,
  ): Promise<Filter[]> {
    const filters: Filter[] = [];
    for (const [index, config] of list.entries()) {
      if (config['enabled'] === false) continue;
      const definition = this.#registry.get('filter', config.type);
      if (definition === undefined) {
        throw new Error(
          `unknown filter module type "${config.type}" in nested config: supported types are ${this.#registry.types('filter').sort().join(', ')}`,
        );
      }
      const built = await definition.compile(config, this.#context(owner, [...path, index], index, true));
      if (built !== undefined) filters.push(built);
    }
    return filters;
  }
}

function listOf(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : [];
}

function textOf(object: DataObject, key: string): string {
  const value = getOwn(object, key);
  return typeof value === 'string' ? value : '';
}

function typeOf(config: unknown): string {
  return isDataObject(config) ? textOf(config, 'type') : '';
}

function isDisabled(config: unknown): boolean {
  return isDataObject(config) && getOwn(config, 'enabled') === false;
}
