import { type Static, type TObject, type TProperties, Type } from 'typebox';
import type { DocumentPath } from '../../core/document-path.ts';
import type { Ports } from '../../core/ports.ts';
import type { Filter, Input, ModuleKind, NestedFilters, Output } from './module.ts';
import { COMMON_FIELDS, type Constraint, closedObject, type NestedFilterConfig } from './schema.ts';

/** Something wrong in the author's file that the schema alone cannot see. */
export interface Problem {
  /** Where, relative to the module: `['expression']`, `['mappings', 0, 'target']`; `[]` is the module itself. */
  readonly at: DocumentPath;
  /** Kind of problem, as reports print it. */
  readonly type: 'expression' | 'template' | 'sql-template' | 'validation';
  /** What is wrong and what to do. Never the offending value. */
  readonly message: string;
  /** `warning`: the file is valid, and yet probably not what its author means. An error when absent. */
  readonly severity?: 'warning';
  /**
   * Where inside the text value at `at`, in UTF-16 units, for a mistake in a program: an expression, a template, a
   * path, a pattern. Given whenever the message may quote a part of that text, which may hold the value of an
   * environment variable.
   */
  readonly offset?: number;
  /**
   * Reports may show the line of the text that holds the mistake. Never for a text that may hold a credential:
   * endpoints, headers, bodies, SQL.
   */
  readonly quotable?: boolean;
}

/** A template tag that the value of an environment variable opens. */
export interface SubstitutedTag {
  readonly variable: string;
  /** `{{`, `{%` or `{#`. */
  readonly tag: string;
}

/** What a module may use while it is compiled: no network, no clock, no environment. */
export interface CompileContext {
  /** Position in its list as written, disabled filters counted; 0 for input and output. */
  readonly index: number;
  /** True inside a branch or a loop: such a filter runs once per record and logs its invocations at DEBUG. */
  readonly nested: boolean;
  /**
   * Names that the loops around this filter give to their items, outermost first. When there is one the filter is
   * handed the scope of the innermost loop in place of a record.
   */
  readonly loopAliases: readonly string[];
  readonly ports: Pick<Ports, 'files' | 'environment'>;
  /** Collects a problem. Compilation goes on, so that one pass finds them all. */
  report(problem: Problem): void;
  /**
   * The template tag that an environment variable has brought into the text at that path. A module that compiles
   * the text as a template refuses it: values of variables are data.
   */
  substitutedTag(at: DocumentPath): SubstitutedTag | undefined;
  /**
   * Compiles a nested list found at that path.
   *
   * @param loopAlias the name this filter gives to the items of a list, when it is a loop
   */
  compileFilters(
    list: readonly NestedFilterConfig[],
    at: DocumentPath,
    loopAlias?: string,
  ): Promise<NestedFilters>;
}

/** A short pipeline fragment that shows the module at work; validated and compiled by the tests. */
export interface ModuleExample {
  readonly title: string;
  /** The module's settings without `type`. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Everything there is to say about one module, said once. */
export interface ModuleDefinition<Built = Input | Filter | Output> {
  readonly kind: ModuleKind;
  /** The word an author writes after `type:`. */
  readonly type: string;
  /** One sentence. */
  readonly summary: string;
  /** Closed object with `type`, the common fields and the module's own. */
  readonly schema: TObject;
  readonly examples: readonly ModuleExample[];
  /**
   * Prepares everything that can be prepared offline. `config` has passed the schema and carries the pipeline's
   * defaults. Returns nothing when a reported problem leaves nothing to build.
   */
  compile(config: unknown, context: CompileContext): Promise<Built | undefined>;
}

interface DefinitionParts<Fields extends TProperties, Built> {
  readonly type: string;
  readonly summary: string;
  /** The module's own fields; `type` and the common fields are added. */
  readonly fields: Fields;
  readonly constraints?: readonly Constraint[];
  readonly examples: readonly ModuleExample[];
  compile(
    config: ModuleConfig<Fields>,
    context: CompileContext,
  ): Promise<Built | undefined> | Built | undefined;
}

/** The settings of a module as its `compile` receives them. */
export type ModuleConfig<Fields extends TProperties> = Static<TObject<Fields & typeof COMMON_FIELDS>>;

/** Declares an input. */
export const defineInput = <F extends TProperties>(parts: DefinitionParts<F, Input>) =>
  define('input', parts);
/** Declares a filter. */
export const defineFilter = <F extends TProperties>(parts: DefinitionParts<F, Filter>) =>
  define('filter', parts);
/** Declares an output. */
export const defineOutput = <F extends TProperties>(parts: DefinitionParts<F, Output>) =>
  define('output', parts);

function define<F extends TProperties, Built>(
  kind: ModuleKind,
  parts: DefinitionParts<F, Built>,
): ModuleDefinition<Built> {
  const { type, summary, examples } = parts;
  return {
    kind,
    type,
    summary,
    examples,
    schema: closedObject(
      { type: Type.Literal(type, { description: 'Selects the module.' }), ...COMMON_FIELDS, ...parts.fields },
      {
        description: summary,
        ...(parts.constraints === undefined ? {} : { constraints: parts.constraints }),
      },
    ),
    // The registry holds modules of every shape; validation has proved that the settings fit this one.
    compile: async (config, context) => parts.compile(config as ModuleConfig<F>, context),
  };
}
