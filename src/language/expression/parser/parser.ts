import type { Node } from '../syntax-tree.ts';
import type { Scope } from './scope.ts';
import type { TokenReader } from './token-reader.ts';

/** What parsing one construct needs of its surroundings. */
export interface Parser {
  readonly tokens: TokenReader;
  readonly scope: Scope;
  /** A full expression: operators, the ternary, `if` or `let`. */
  expression(): Node;
  /** Expressions separated by semicolons. */
  sequence(): Node;
  /** Counts a node that was made. */
  node<N extends Node>(node: N): N;
  /** Brackets every construct that contains others of its kind, so that the nesting is bounded. */
  enter(): void;
  leave(): void;
}
