import type { Pointers } from '../syntax-tree.ts';

/** Which pointers the innermost predicate has, and the slots of those it has used so far. */
interface OpenPredicate {
  readonly allowed: readonly Pointer[];
  readonly used: { -readonly [pointer in Pointer]?: number };
}

/** What a predicate points to. */
export type Pointer = keyof Pointers;

/** The names and pointers that are visible at a place of the expression, each with the slot of its value. */
export class Scope {
  readonly #variables: { readonly name: string; readonly slot: number }[] = [];
  readonly #predicates: OpenPredicate[] = [];
  #slots = 0;

  /** How many slots an evaluation needs for what was declared so far. */
  get slots(): number {
    return this.#slots;
  }

  /** Makes a name visible up to the end of the block, and gives the slot of its value. */
  declare(name: string): number {
    const slot = this.#newSlot();
    this.#variables.push({ name, slot });
    return slot;
  }

  /** The slot of a visible name. */
  find(name: string): number | undefined {
    return this.#variables.find((variable) => variable.name === name)?.slot;
  }

  /** Forgets the names that the block declares. */
  block<Result>(parse: () => Result): Result {
    const visible = this.#variables.length;
    const result = parse();
    this.#variables.length = visible;
    return result;
  }

  /** Parses a predicate, and tells the slots of the pointers it uses. */
  predicate<Result>(
    allowed: readonly Pointer[],
    parse: () => Result,
  ): { readonly result: Result; readonly pointers: Pointers } {
    const used: OpenPredicate['used'] = {};
    this.#predicates.push({ allowed, used });
    const result = this.block(parse);
    this.#predicates.pop();
    return { result, pointers: used };
  }

  /** True inside a predicate, where `#` means something. */
  get inPredicate(): boolean {
    return this.#predicates.length > 0;
  }

  /** The slot of a pointer of the innermost predicate; `undefined` when it has no such pointer. */
  pointer(name: Pointer): number | undefined {
    const innermost = this.#predicates.at(-1);
    if (innermost?.allowed.includes(name) !== true) return undefined;
    innermost.used[name] ??= this.#newSlot();
    return innermost.used[name];
  }

  #newSlot(): number {
    this.#slots += 1;
    return this.#slots - 1;
  }
}
