import type { DataObject } from '../../core/record.ts';
import type { TemplateTarget } from './target.ts';

/** A compiled template. Rendering it changes neither the variables nor the template. */
export interface Template {
  /** The text it was compiled from. */
  readonly source: string;
  /** True when the text has no tags: every rendering gives the same. */
  readonly constant: boolean;
  /** The top-level names it reads, those that the template sets itself left out. */
  readonly names: ReadonlySet<string>;
  /** The members that it reads of a top-level name, as far as the text tells: `state.lastId` is `lastId` of `state`. */
  members(name: string): ReadonlySet<string>;
  /**
   * The text for these variables.
   *
   * @throws {TemplateError} when a value does not fit the template
   */
  render(variables: DataObject): string;
}

export interface TemplateOptions {
  readonly target: TemplateTarget;
  /** What a missing last key is: empty text in a `lenient` template, an error in a `strict` one. */
  readonly missing: 'lenient' | 'strict';
  /** Why output tags are refused; absent when they are allowed. SQL text has none. */
  readonly outputRefusal?: string;
  /** Top-level names whose members are known; reading any other one is a compile error. */
  readonly knownMembers?: ReadonlyMap<string, readonly string[]>;
}
