import type { ModuleDefinition } from './definition.ts';
import type { Filter, Input, ModuleKind, Output } from './module.ts';

/** What a definition of each kind compiles to. */
export interface BuiltByKind {
  input: Input;
  filter: Filter;
  output: Output;
}

/** The modules a pipeline may name. Types are case-sensitive and unique within a kind. */
export class ModuleRegistry {
  readonly #definitions = { input: new Map(), filter: new Map(), output: new Map() } as {
    [K in ModuleKind]: Map<string, ModuleDefinition<BuiltByKind[K]>>;
  };

  /** Adds a module; one that is already there under the same kind and type is replaced. */
  register(definition: ModuleDefinition): void {
    // The kind of a definition and what it builds are set together by defineInput, defineFilter and defineOutput.
    (this.#definitions[definition.kind] as Map<string, ModuleDefinition>).set(definition.type, definition);
  }

  get<K extends ModuleKind>(kind: K, type: string): ModuleDefinition<BuiltByKind[K]> | undefined {
    return this.#definitions[kind].get(type);
  }

  /** The type names of a kind, in order of registration. */
  types(kind: ModuleKind): string[] {
    return [...this.#definitions[kind].keys()];
  }

  /** Every module of every kind. */
  all(): ModuleDefinition[] {
    return [
      ...this.#definitions.input.values(),
      ...this.#definitions.filter.values(),
      ...this.#definitions.output.values(),
    ];
  }
}
