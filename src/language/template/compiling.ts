import type { Escape } from './escaping/escape.ts';
import type { Condition, Evaluate, Write } from './frame.ts';
import type { Body, Node } from './parsing/syntax-tree.ts';
import type { Fail } from './rendering.ts';
import type { Scope } from './scope.ts';
import type { TemplateTarget } from './target.ts';

/** What compiling a node or a tag needs of its surroundings. */
export interface Compiler {
  readonly target: TemplateTarget;
  readonly escapeText: Escape | undefined;
  /** A missing last key is an error. */
  readonly strict: boolean;
  /** The names that tags set, where the compiler has got to. */
  readonly scope: Scope;
  /** @param rescued a lookup in it that fails gives null */
  expression(node: Node, rescued?: boolean): Evaluate;
  /** The expression where only its truth matters. */
  condition(node: Node): Condition;
  /** A body that shares the scope it stands in. */
  body(body: Body): Write;
  /** Compiles in another scope. */
  within<T>(scope: Scope, compile: () => T): T;
  /** A body with a scope of its own: what it sets is gone afterwards. */
  scoped(body: Body): Write;
  /** Notes that the template reads a name it was given, and which member, and refuses unknown members. */
  noteName(name: string): void;
  noteMember(name: string, member: string, offset: number): void;
  /** Ends the compilation. */
  fail(reason: string, offset: number): never;
  /** What ends a rendering at that place. */
  failureAt(offset: number): Fail;
  /** What ends a rendering, unless it is rescued, because something is missing at that place. */
  lookupFailureAt(offset: number): Fail;
}
