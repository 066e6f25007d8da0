import { isEqual } from '../../core/compare.ts';
import { withoutRangeError } from './conversion.ts';
import type { Fail } from './rendering.ts';
import { TemplateCallable, type TemplateMapping, TemplateObject, type TemplateValue } from './value.ts';

/** The `loop` of a `for`: where it is in its elements. */
export class Loop extends TemplateObject {
  readonly #elements: readonly TemplateValue[];
  /** Position of the element that the body sees, from 0. */
  index0 = 0;
  #changed: readonly TemplateValue[] | undefined;

  /** @param elements at least one */
  constructor(elements: readonly TemplateValue[]) {
    super();
    this.#elements = elements;
  }

  override member(name: string): TemplateValue | undefined {
    const { length } = this.#elements;
    switch (name) {
      case 'index':
        return this.index0 + 1;
      case 'index0':
        return this.index0;
      case 'revindex':
        return length - this.index0;
      case 'revindex0':
        return length - this.index0 - 1;
      case 'first':
        return this.index0 === 0;
      case 'last':
        return this.index0 === length - 1;
      case 'length':
        return length;
      case 'previtem':
        return this.#elements[this.index0 - 1];
      case 'nextitem':
        return this.#elements[this.index0 + 1];
      case 'depth':
        return 1;
      case 'depth0':
        return 0;
      case 'cycle':
        return new LoopMethod('cycle', (values, fail) => this.#cycle(values, fail));
      case 'changed':
        return new LoopMethod('changed', (values, fail) => this.#hasChanged(values, fail));
      default:
        return undefined;
    }
  }

  override text(): string {
    return 'loop';
  }

  /** One of the values after the other, from the first to the last and again. */
  #cycle(values: readonly TemplateValue[], fail: Fail): TemplateValue {
    if (values.length === 0) return fail("method 'cycle' needs at least one argument");
    return values[this.index0 % values.length] ?? null;
  }

  /** True unless the values are those of the call before. */
  #hasChanged(values: readonly TemplateValue[], fail: Fail): boolean {
    const before = this.#changed;
    this.#changed = values;
    return before === undefined || !withoutRangeError(() => isEqual(before, values), fail);
  }
}

/** A method of `loop`, bound to it. */
class LoopMethod extends TemplateCallable {
  readonly #name: string;
  readonly #apply: (values: readonly TemplateValue[], fail: Fail) => TemplateValue;

  constructor(name: string, apply: (values: readonly TemplateValue[], fail: Fail) => TemplateValue) {
    super();
    this.#name = name;
    this.#apply = apply;
  }

  override call(positional: readonly TemplateValue[], named: TemplateMapping, fail: Fail): TemplateValue {
    const [unknown] = Object.keys(named);
    if (unknown !== undefined) return fail(`method '${this.#name}' has no argument '${unknown}'`);
    return this.#apply(positional, fail);
  }

  override text(): string {
    return this.#name;
  }
}
