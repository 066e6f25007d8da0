import type { Fail } from '../rendering.ts';
import { TemplateCallable, type TemplateMapping, type TemplateValue } from '../value.ts';

/** A function without arguments that belongs to an object of a template. */
export class BoundMethod extends TemplateCallable {
  readonly #callee: string;
  readonly #run: () => TemplateValue;

  /** @param callee for messages: `method 'next'` */
  constructor(callee: string, run: () => TemplateValue) {
    super();
    this.#callee = callee;
    this.#run = run;
  }

  override call(positional: readonly TemplateValue[], named: TemplateMapping, fail: Fail): TemplateValue {
    if (positional.length > 0 || Object.keys(named).length > 0) {
      return fail(`too many arguments for ${this.#callee}: it takes none`);
    }
    return this.#run();
  }

  override text(): string {
    return this.#callee;
  }
}
