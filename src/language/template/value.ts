import { OpaqueValue } from '../../core/record.ts';
import type { Fail } from './rendering.ts';

/** What a template computes with: the values of records, and objects that only templates have. Missing is null. */
export type TemplateValue =
  | null
  | boolean
  | string
  | number
  | bigint
  | Date
  | TemplateObject
  | TemplateValue[]
  | TemplateMapping;

/** An object inside a template: own keys only. Templates never change one that they were given. */
export interface TemplateMapping {
  [key: string]: TemplateValue;
}

/** A value that only exists while a template renders: a macro, a namespace, the `loop` of a `for`. */
export abstract class TemplateObject extends OpaqueValue {
  /** The member of that name; `undefined` when there is none. */
  member(_name: string): TemplateValue | undefined {
    return undefined;
  }

  /** What a `for`, unpacking (`for k, v in …`), an index and JSON see as a list; `undefined` when it is none. */
  elements(): readonly TemplateValue[] | undefined {
    return undefined;
  }

  /** The text that an output tag prints. */
  abstract text(): string;
}

/**
 * Text that is already escaped for the target of the template, and printed as it stands: what a macro renders, and
 * in a JSON body what the `json` filter gives.
 */
export class EscapedText extends TemplateObject {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override text(): string {
    return this.#text;
  }
}

/** What can be called: a macro, a `joiner`, the `next` of a `cycler` (a member of it that is callable). */
export abstract class TemplateCallable extends TemplateObject {
  /** @param fail ends the rendering at the place of the call */
  abstract call(positional: readonly TemplateValue[], named: TemplateMapping, fail: Fail): TemplateValue;
}

/** What `namespace()` gives: the one value that `{% set ns.name = … %}` can change, loops included. */
export class Namespace extends TemplateObject {
  readonly #members: Map<string, TemplateValue>;

  constructor(members: TemplateMapping) {
    super();
    this.#members = new Map(Object.entries(members));
  }

  assign(name: string, value: TemplateValue): void {
    this.#members.set(name, value);
  }

  override member(name: string): TemplateValue | undefined {
    return this.#members.get(name);
  }

  override text(): string {
    return 'namespace';
  }
}
