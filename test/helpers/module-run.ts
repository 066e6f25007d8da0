import { Check } from 'typebox/value';
import { documentPathText } from '../../src/core/document-path.ts';
import { hostPorts } from '../../src/core/host-ports.ts';
import type { Clock, Ports } from '../../src/core/ports.ts';
import type { CompileContext, ModuleDefinition, Problem } from '../../src/modules/contract/definition.ts';
import { MarkerTally } from '../../src/modules/contract/marker-tally.ts';
import type { DisabledFilter, Filter, Input, Output } from '../../src/modules/contract/module.ts';
import { ModuleRegistry } from '../../src/modules/contract/registry.ts';
import { RetryReports } from '../../src/modules/contract/retry-reports.ts';
import type { Run } from '../../src/modules/contract/run.ts';
import { SkippedRecords } from '../../src/modules/contract/skipped-records.ts';
import { NO_STATE } from '../../src/modules/contract/state.ts';
import type { LogFields, Logger, LogLevel } from '../../src/observability/logger.ts';

/** One record that a module logged. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** Keeps what is logged, in order, at every level. Loggers made by `with` write into the same list. */
export class RecordingLogger implements Logger {
  readonly entries: LogEntry[];
  readonly #context: LogFields;

  constructor(entries: LogEntry[] = [], context: LogFields = {}) {
    this.entries = entries;
    this.#context = context;
  }

  debug(message: string, fields?: LogFields): void {
    this.log('DEBUG', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.log('INFO', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.log('WARN', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.log('ERROR', message, fields);
  }

  log(level: LogLevel, message: string, fields: LogFields = {}): void {
    this.entries.push({ level, message, fields: { ...this.#context, ...fields } });
  }

  enabled(): boolean {
    return true;
  }

  with(fields: LogFields): RecordingLogger {
    return new RecordingLogger(this.entries, { ...this.#context, ...fields });
  }

  /** The messages of one level, in order. */
  messages(level: LogLevel): string[] {
    return this.entries.filter((entry) => entry.level === level).map((entry) => entry.message);
  }

  /** The fields of the only record with that message; fails when there is none or more than one. */
  fieldsOf(message: string): LogFields {
    const found = this.entries.filter((entry) => entry.message === message);
    const [only] = found;
    if (only === undefined || found.length > 1) {
      const seen = this.entries.map((entry) => `${entry.level} ${entry.message}`).join('\n');
      throw new Error(`expected one record "${message}", found ${found.length} in:\n${seen}`);
    }
    return only.fields;
  }
}

/** A run that keeps its log and can be cancelled by the test. */
export interface TestRun extends Run {
  readonly log: RecordingLogger;
  cancel(reason?: unknown): void;
}

/** A run of its own: recording logger, real clock unless another is given, empty tallies. */
export function testRun(options: { readonly clock?: Clock } = {}): TestRun {
  const controller = new AbortController();
  return {
    pipelineId: 'test-pipeline',
    traceId: '00000000-0000-4000-8000-000000000000',
    signal: controller.signal,
    log: new RecordingLogger(),
    clock: options.clock ?? hostPorts().clock,
    state: NO_STATE,
    markers: new MarkerTally(),
    skipped: new SkippedRecords(),
    retries: new RetryReports(),
    cancel: (reason) => controller.abort(reason),
  };
}

/** What a test may set of the {@link CompileContext}. */
export interface CompileOptions {
  readonly index?: number;
  readonly nested?: boolean;
  /** The aliases of the loops around it; none by default. */
  readonly loopAliases?: readonly string[];
  /** Replaces the host's files or environment. */
  readonly ports?: Partial<Pick<Ports, 'files' | 'environment'>>;
  /** What environment variables brought into templates; paths are relative to this module. Nothing by default. */
  readonly substitutedTag?: CompileContext['substitutedTag'];
  /** Filters that a nested list may name. */
  readonly filters?: readonly ModuleDefinition[];
}

/**
 * The context that a pipeline hands to a module, and what is reported to it. Nested filters are compiled too; their
 * problems carry the path from the module down.
 */
export function compileContext(options: CompileOptions = {}): {
  readonly context: CompileContext;
  readonly problems: Problem[];
} {
  const registry = new ModuleRegistry();
  for (const filter of options.filters ?? []) registry.register(filter);
  const problems: Problem[] = [];
  const { files, environment } = hostPorts();
  const contextAt = (
    at: Problem['at'],
    { index, nested, loopAliases }: Pick<CompileContext, 'index' | 'nested' | 'loopAliases'>,
  ): CompileContext => ({
    index,
    nested,
    loopAliases,
    ports: { files, environment, ...options.ports },
    report: (problem) => problems.push({ ...problem, at: [...at, ...problem.at] }),
    substitutedTag: (tagAt) => options.substitutedTag?.([...at, ...tagAt]),
    compileFilters: async (list, listAt, alias) => {
      const enabled: { index: number; filter: Filter }[] = [];
      const disabled: DisabledFilter[] = [];
      const inside = { nested: true, loopAliases: [...loopAliases, ...(alias === undefined ? [] : [alias])] };
      for (const [position, nestedConfig] of list.entries()) {
        if (nestedConfig['enabled'] === false) {
          disabled.push({ index: position, type: nestedConfig.type });
          continue;
        }
        const nestedDefinition = registry.get('filter', nestedConfig.type);
        if (nestedDefinition === undefined) throw new Error(`the test gave no filter "${nestedConfig.type}"`);
        const context = contextAt([...at, ...listAt, position], { index: position, ...inside });
        const filter = await nestedDefinition.compile(nestedConfig, context);
        if (filter !== undefined) enabled.push({ index: position, filter });
      }
      return { enabled, disabled };
    },
  });
  const { index = 0, nested = false, loopAliases = [] } = options;
  return { context: contextAt([], { index, nested, loopAliases }), problems };
}

/** Compiles a module the way a pipeline does and returns what it built with the problems it reported. */
export async function compileModule<Built extends Input | Filter | Output>(
  definition: ModuleDefinition<Built>,
  config: Readonly<Record<string, unknown>>,
  options: CompileOptions = {},
): Promise<{ readonly built: Built | undefined; readonly problems: Problem[] }> {
  const { context, problems } = compileContext(options);
  const built = await definition.compile({ type: definition.type, ...config }, context);
  return { built, problems };
}

/** Problems as text, a line each: `warning cache.key: the key holds no …`. */
export function verdict(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ severity, at, message }) => `${severity ?? 'error'} ${documentPathText(at)}: ${message}`,
  );
}

/** The {@link verdict} on what compiling a module reports. */
export async function verdictOn(
  definition: ModuleDefinition,
  config: Readonly<Record<string, unknown>>,
  options: CompileOptions = {},
): Promise<string[]> {
  return verdict((await compileModule(definition, config, options)).problems);
}

/** Compiles a module that must be sound; fails with the problems when it is not. Warnings leave it sound. */
export async function compileSound<Built extends Input | Filter | Output>(
  definition: ModuleDefinition<Built>,
  config: Readonly<Record<string, unknown>>,
  options: CompileOptions = {},
): Promise<Built> {
  const { built, problems } = await compileModule(definition, config, options);
  if (built === undefined || problems.some(({ severity }) => severity === undefined)) {
    throw new Error(`${definition.type} did not compile: ${JSON.stringify(problems)}`);
  }
  return built;
}

/** {@link compileSound} for a filter. */
export function compileFilter(
  definition: ModuleDefinition<Filter>,
  config: Readonly<Record<string, unknown>>,
  options: CompileOptions = {},
): Promise<Filter> {
  return compileSound(definition, config, options);
}

/**
 * True when the module's own schema accepts the settings. Nested filters and `x-constraints` are not looked
 * into: they belong to document validation.
 */
export function schemaAccepts(
  definition: ModuleDefinition,
  config: Readonly<Record<string, unknown>>,
): boolean {
  return Check(definition.schema, { type: definition.type, ...config });
}
