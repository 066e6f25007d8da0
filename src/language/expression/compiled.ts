import type { RegexCompiler } from '../regex/linear-regex.ts';
import type { Evaluate, Fail } from './evaluation.ts';
import type { StaticType } from './static-type.ts';
import type { Node } from './syntax-tree.ts';

/** A compiled node and what is known about its value. */
export interface Compiled {
  readonly type: StaticType;
  readonly evaluate: Evaluate;
}

/** What compiling a node needs of its surroundings. */
export interface Compiler {
  compile(node: Node): Compiled;
  /** Ends the compilation. */
  fail(reason: string, offset: number): never;
  /** What ends an evaluation at that place. */
  failureAt(offset: number): Fail;
  /** Compiles a pattern of `matches`. */
  readonly regex: RegexCompiler;
  /** What is known about the value at each slot; a `let` fills its own in before the rest of its sequence. */
  readonly slotTypes: StaticType[];
}
