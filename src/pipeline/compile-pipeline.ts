import { type DocumentPath, documentPathText } from '../core/document-path.ts';
import { holdsEnvironmentReference } from '../core/environment-reference.ts';
import type { Ports } from '../core/ports.ts';
import { type DataObject, isDataObject, type Value } from '../core/record.ts';
import { getOwn } from '../core/value.ts';
import { LocatedError } from '../language/located-error.ts';
import type { CompileContext, Problem } from '../modules/contract/definition.ts';
import type { DisabledFilter, Filter, ModuleKind, NestedFilters } from '../modules/contract/module.ts';
import type { BuiltByKind, ModuleRegistry } from '../modules/contract/registry.ts';
import type { NestedFilterConfig } from '../modules/contract/schema.ts';
import type { CompiledModule, CompiledPipeline, PipelineSchedule } from './compiled-pipeline.ts';
import { inheritDefaults, inheritedPath } from './inherit-defaults.ts';
import { OVERLAP_POLICIES } from './schedule/tick-queue.ts';
import { Substitutions } from './substitutions.ts';

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
  readonly warnings: readonly CompileProblem[];
  readonly pipeline?: CompiledPipeline;
}

/**
 * Prepares every module of a document that has passed validation. Touches no network and no clock; reads only
 * the files the document names. All problems are collected.
 *
 * @param root the document's root, environment variables substituted or not
 * @param substitutions what was substituted
 */
export async function compilePipeline(
  root: DataObject,
  registry: ModuleRegistry,
  ports: CompileContext['ports'],
  substitutions = new Substitutions(),
): Promise<Compilation> {
  const compiler = new PipelineCompiler(registry, ports, getOwn(root, 'defaults'), substitutions);
  const input = await compiler.compileModule('input', root['input'], 0, ['input']);
  const schedule = await compiler.compileSchedule(root['input']);
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
  const { problems, warnings } = compiler;
  if (problems.length > 0 || input === undefined || output === undefined) return { problems, warnings };
  const name = textOf(root, 'name');
  const options = getOwn(root, 'dryRunOptions');
  return {
    problems,
    warnings,
    pipeline: {
      id: textOf(root, 'id') || name,
      name,
      version: textOf(root, 'version'),
      description: textOf(root, 'description'),
      enabled: getOwn(root, 'enabled') !== false,
      showCredentials: isDataObject(options) && getOwn(options, 'showCredentials') === true,
      ...(schedule === undefined ? {} : { schedule }),
      input,
      filters,
      disabledFilters,
      output,
    },
  };
}

type Owner = Pick<CompileProblem, 'stage' | 'moduleType' | 'moduleIndex'>;

/** Where a module stands: in the document, in its list, and inside what. */
interface ModulePlace extends Pick<CompileContext, 'index' | 'nested' | 'loopAliases'> {
  readonly path: DocumentPath;
  /** A module that inherits, as written. */
  readonly config?: DataObject;
}

class PipelineCompiler {
  readonly problems: CompileProblem[] = [];
  readonly warnings: CompileProblem[] = [];
  readonly #registry: ModuleRegistry;
  readonly #ports: Pick<Ports, 'files' | 'environment'>;
  readonly #defaults: Value | undefined;
  readonly #substitutions: Substitutions;

  constructor(
    registry: ModuleRegistry,
    ports: Pick<Ports, 'files' | 'environment'>,
    defaults: Value | undefined,
    substitutions: Substitutions,
  ) {
    this.#registry = registry;
    this.#ports = ports;
    this.#defaults = defaults;
    this.#substitutions = substitutions;
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
      this.#context(owner, { path, index, nested: false, loopAliases: [], config }),
    );
    if (built === undefined || this.problems.length > before) return undefined;
    return { type, name: textOf(config, 'name') || undefined, index, module: built };
  }

  /** Reads the schedule of the input. One that names an environment variable is read when the variable is known. */
  async compileSchedule(input: Value | undefined): Promise<PipelineSchedule | undefined> {
    const text = isDataObject(input) ? textOf(input, 'schedule') : '';
    if (text === '' || holdsEnvironmentReference(text)) return undefined;
    // Time zones are loaded for pipelines that have a schedule only.
    const { parseSchedule } = await import('./schedule/schedule.ts');
    const word = isDataObject(input) ? textOf(input, 'overlap') : '';
    const overlap = OVERLAP_POLICIES.find((policy) => policy === word) ?? 'queue';
    try {
      return { schedule: parseSchedule(text), overlap };
    } catch (error) {
      if (!(error instanceof LocatedError)) throw error;
      this.problems.push({
        stage: 'input',
        moduleType: typeOf(input),
        moduleIndex: 0,
        path: ['input', 'schedule'],
        type: 'validation',
        message: `invalid CRON expression: ${error.reason}`,
        offset: error.offset,
      });
      return undefined;
    }
  }

  #context(owner: Owner, place: ModulePlace): CompileContext {
    const { path, index, nested, loopAliases, config } = place;
    return {
      index,
      nested,
      loopAliases,
      ports: this.#ports,
      report: ({ at, ...problem }) => {
        const list = problem.severity === 'warning' ? this.warnings : this.problems;
        const inherited = config && inheritedPath(config, at);
        // What several modules inherit is wrong once.
        if (inherited !== undefined && isReported(list, inherited, problem.message)) return;
        list.push({ ...problem, ...owner, path: inherited ?? [...path, ...at] });
      },
      substitutedTag: (at) => this.#substitutions.tagAt([...path, ...at]),
      compileFilters: (list, at, alias) => {
        const aliases = alias === undefined ? loopAliases : [...loopAliases, alias];
        return this.#compileNested(owner, list, [...path, ...at], aliases);
      },
    };
  }

  async #compileNested(
    owner: Owner,
    list: readonly NestedFilterConfig[],
    path: DocumentPath,
    loopAliases: readonly string[],
  ): Promise<NestedFilters> {
    const enabled: { index: number; filter: Filter }[] = [];
    const disabled: DisabledFilter[] = [];
    for (const [index, config] of list.entries()) {
      if (config['enabled'] === false) {
        disabled.push({ index, type: config.type });
        continue;
      }
      const definition = this.#registry.get('filter', config.type);
      if (definition === undefined) {
        throw new Error(
          `unknown filter module type "${config.type}" in nested config: supported types are ${this.#registry.types('filter').sort().join(', ')}`,
        );
      }
      const place = { path: [...path, index], index, nested: true, loopAliases };
      const filter = await definition.compile(config, this.#context(owner, place));
      if (filter !== undefined) enabled.push({ index, filter });
    }
    return { enabled, disabled };
  }
}

function isReported(list: readonly CompileProblem[], path: DocumentPath, message: string): boolean {
  const place = documentPathText(path);
  return list.some((problem) => problem.message === message && documentPathText(problem.path) === place);
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
