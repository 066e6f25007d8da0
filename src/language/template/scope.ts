import type { MacroStatement } from './parsing/syntax-tree.ts';

/** A name that a tag sets, and where its value is. */
export interface LocalName {
  readonly name: string;
  /** Slot in the frame of the scope. */
  readonly slot: number;
  /** The macro, when the name can be nothing else. */
  macro: MacroStatement | undefined;
  /** True as soon as an expression reads it. */
  isRead: boolean;
}

/** The slots of one frame: the template's own or that of a macro. */
export class FrameLayout {
  slots = 0;
}

/** A place where a name may have its value, innermost first. */
export interface Candidate {
  /** Frames to go outwards. */
  readonly hops: number;
  readonly local: LocalName;
  /** False when the tag that sets it may not have run. */
  readonly certain: boolean;
}

/** The names that tags set in one stretch of a template, at compile time. */
export class Scope {
  readonly layout: FrameLayout;
  readonly #outer: Scope | undefined;
  readonly #names = new Map<string, LocalName>();
  /** Names that are set wherever the compiler has got to, and the order in which they became so. */
  readonly #certain = new Set<string>();
  readonly #order: string[] = [];

  constructor(outer: Scope | undefined, layout: FrameLayout) {
    this.#outer = outer;
    this.layout = layout;
  }

  /** The name in this scope, made when it is new. It counts as set from `assign` on. */
  declare(name: string): LocalName {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const local = { name, slot: this.layout.slots, macro: undefined, isRead: false };
    this.layout.slots += 1;
    this.#names.set(name, local);
    return local;
  }

  /** Declares the name of a macro. When the name may be something else too, nothing is known about what it is. */
  declareMacro(macro: MacroStatement): void {
    const isNew = !this.#names.has(macro.name);
    this.declare(macro.name).macro = isNew ? macro : undefined;
  }

  /** Declares the name and notes that it is set from here on. */
  assign(name: string): LocalName {
    this.#becomeCertain(name);
    return this.declare(name);
  }

  #becomeCertain(name: string): void {
    if (this.#certain.has(name)) return;
    this.#certain.add(name);
    this.#order.push(name);
  }

  /** Compiles alternatives of which one runs: certain is afterwards what all of them set. */
  alternatives<T>(compile: readonly (() => T)[], oneAlwaysRuns: boolean): T[] {
    const before = this.#order.length;
    const counts = new Map<string, number>();
    const results = compile.map((alternative) => {
      const result = alternative();
      for (const name of this.#order.splice(before)) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        this.#certain.delete(name);
      }
      return result;
    });
    for (const [name, count] of counts) {
      if (oneAlwaysRuns && count === compile.length) this.#becomeCertain(name);
    }
    return results;
  }

  /** Every place where the name may have its value, the certain one last; none for a name no tag sets. */
  candidates(name: string): readonly Candidate[] {
    const found: Candidate[] = [];
    let hops = 0;
    let scope: Scope | undefined = this;
    while (scope !== undefined) {
      const local = scope.#names.get(name);
      if (local !== undefined) {
        const certain = scope.#certain.has(name);
        found.push({ hops, local, certain });
        if (certain) break;
      }
      const next: Scope | undefined = scope.#outer;
      if (next !== undefined && next.layout !== scope.layout) hops += 1;
      scope = next;
    }
    return found;
  }

  /** The slots of this scope's own names. */
  get slots(): readonly number[] {
    return [...this.#names.values()].map(({ slot }) => slot);
  }

  /** Every name that is visible here. */
  *visible(): Generator<string> {
    yield* this.#names.keys();
    if (this.#outer !== undefined) yield* this.#outer.visible();
  }
}
