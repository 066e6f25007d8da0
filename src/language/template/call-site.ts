import { errorText } from '../../core/errors.ts';
import { setOwn } from '../../core/value.ts';
import { type Binding, bindArguments } from './arguments.ts';
import type { CallSite, Parameter } from './definition.ts';
import { FILTERS } from './filters/registry.ts';
import type { Fail, Rendering } from './rendering.ts';
import type { TemplateTarget } from './target.ts';
import { TemplateError } from './template-error.ts';
import { TESTS } from './tests/registry.ts';
import { unknownFilter, unknownTest } from './unknown-name.ts';
import type { TemplateMapping, TemplateValue } from './value.ts';

/** The place of one call in one rendering. */
export class Site implements CallSite {
  readonly fail: Fail;
  readonly rendering: Rendering;
  readonly target: TemplateTarget;

  constructor(fail: Fail, rendering: Rendering, target: TemplateTarget) {
    this.fail = fail;
    this.rendering = rendering;
    this.target = target;
  }

  filter(
    name: string,
    positional: readonly TemplateValue[],
    named: TemplateMapping,
  ): (value: TemplateValue) => TemplateValue {
    const definition = FILTERS.get(name);
    if (definition === undefined) return this.fail(unknownFilter(name));
    const values = this.#values(definition.parameters, positional, named, `filter '${name}'`);
    return (value) => definition.apply(value, values, this);
  }

  test(name: string, positional: readonly TemplateValue[]): (value: TemplateValue) => boolean {
    const definition = TESTS.get(name);
    if (definition === undefined) return this.fail(unknownTest(name));
    const values = this.#values(definition.parameters, positional, {}, `test '${name}'`);
    return (value) => definition.holds(value, values, this);
  }

  #values(
    parameters: readonly Parameter[],
    positional: readonly TemplateValue[],
    named: TemplateMapping,
    callee: string,
  ): TemplateValue[] {
    const given = { positional, named: Object.entries(named) };
    const bindings = bindArguments(parameters, given, callee, (reason) => this.fail(reason));
    return bindings.map((binding) => boundValue(binding, (value) => value));
  }

  /** Ends the rendering because of whatever a call has thrown. */
  failed(error: unknown): never {
    if (error instanceof TemplateError) throw error;
    return this.fail(error instanceof RangeError ? rangeErrorReason(error) : errorText(error));
  }
}

/** What the engine's own limits mean to an author: the depth of the stack, or the length of a text. */
export function rangeErrorReason(error: RangeError): string {
  return error.message.includes('call stack') ? 'recursion depth exceeded' : error.message;
}

/** The value that a parameter gets. */
export function boundValue<T>(binding: Binding<T>, read: (argument: T) => TemplateValue): TemplateValue {
  switch (binding.kind) {
    case 'given':
      return read(binding.argument);
    case 'default':
      return binding.value;
    case 'rest':
      return binding.items.map(read);
    case 'named': {
      const result: TemplateMapping = {};
      for (const [name, argument] of binding.entries) setOwn(result, name, read(argument));
      return result;
    }
  }
}
