import type { Fail, Rendering } from './rendering.ts';
import type { TemplateTarget } from './target.ts';
import type { TemplateMapping, TemplateValue } from './value.ts';

/** One argument of a filter, test, method or function. Arguments are given by position or by name. */
export interface Parameter {
  /** As authors write it: `{{ x | round(precision=2) }}`. */
  readonly name: string;
  /** Absent: the argument must be given. */
  readonly default?: TemplateValue;
  /** Takes this argument and every further one by position, as a list; only a `named` parameter may follow. */
  readonly rest?: true;
  /** Takes every further argument by name, as an object; only the last parameter may. */
  readonly named?: true;
  /** The argument is the name of a filter or a test; a literal one is checked when the template is compiled. */
  readonly names?: 'filter' | 'test';
}

/** A template that shows something at work. The reference page prints it and the tests run it. */
export interface TemplateExample {
  readonly template: string;
  /** `text` when absent. */
  readonly target?: TemplateTarget;
  /** Top-level names as JSON values, usually `record`; none when absent. */
  readonly variables?: { readonly [name: string]: unknown };
  /** What it renders; absent when it fails. */
  readonly output?: string;
  /** The reason of the failure, without its place. */
  readonly error?: string;
}

interface Description {
  readonly name: string;
  /** Other names for the same thing. */
  readonly aliases?: readonly string[];
  /** One or two sentences for the reference page. */
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly examples: readonly TemplateExample[];
}

/** What a filter, test, method or function may use of the rendering it takes part in. */
export interface CallSite {
  /** Ends the rendering with an error at the place of the call. A function of its own: it is passed on without its site. */
  readonly fail: Fail;
  /** The budgets of this rendering. */
  readonly rendering: Rendering;
  /** What the template writes. */
  readonly target: TemplateTarget;
  /** The filter of that name with these further arguments; `fail` names the closest known one. */
  filter(
    name: string,
    positional: readonly TemplateValue[],
    named: TemplateMapping,
  ): (value: TemplateValue) => TemplateValue;
  /** The test of that name with these further arguments. */
  test(name: string, positional: readonly TemplateValue[]): (value: TemplateValue) => boolean;
}

/** `{{ value | name(…) }}`. */
export interface FilterDefinition extends Description {
  /**
   * `rescue`: is called for missing values and failed lookups too, which it gets as null; every other filter sees
   * a missing value as null in a lenient template and never sees it in a strict one.
   */
  readonly missing?: 'rescue';
  /** @param values one per parameter, in order, defaults filled in */
  apply(value: TemplateValue, values: readonly TemplateValue[], site: CallSite): TemplateValue;
}

/** `{% if value is name(…) %}`. */
export interface TestDefinition extends Description {
  /** `accept`: is called for missing values and failed lookups too, which it gets as null. */
  readonly missing?: 'accept';
  holds(value: TemplateValue, values: readonly TemplateValue[], site: CallSite): boolean;
}

/** `{{ value.name(…) }}` on a text, a list or an object. */
export interface MethodDefinition extends Description {
  readonly receiver: 'string' | 'mapping';
  /** @param receiver a text or an object, as `receiver` says */
  apply(receiver: TemplateValue, values: readonly TemplateValue[], site: CallSite): TemplateValue;
}

/** `{{ name(…) }}`. */
export interface GlobalDefinition extends Description {
  call(values: readonly TemplateValue[], site: CallSite): TemplateValue;
}
