import type { GlobalDefinition } from '../definition.ts';
import { TemplateObject, type TemplateValue } from '../value.ts';
import { BoundMethod } from './bound-method.ts';

export const cycler: GlobalDefinition = {
  name: 'cycler',
  summary:
    'Gives its values one after the other, again and again: `next()`, `current`, and `reset()` to start over.',
  parameters: [{ name: 'items', rest: true }],
  examples: [
    {
      template: "{% set row = cycler('odd', 'even') %}{% for n in [1, 2, 3] %}{{ row.next() }} {% endfor %}",
      output: 'odd even odd ',
    },
    {
      template: "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.current }}{{ c.reset() }}{{ c.current }}",
      output: 'aba',
    },
  ],
  call([items], site) {
    if (!Array.isArray(items) || items.length === 0) {
      return site.fail("invalid call to function 'cycler': it needs at least one value");
    }
    return new Cycler(items);
  },
};

class Cycler extends TemplateObject {
  readonly #items: readonly TemplateValue[];
  #position = 0;

  constructor(items: readonly TemplateValue[]) {
    super();
    this.#items = items;
  }

  override member(name: string): TemplateValue | undefined {
    switch (name) {
      case 'current':
        return this.#current();
      case 'next':
        return new BoundMethod("method 'next'", () => {
          const current = this.#current();
          this.#position = (this.#position + 1) % this.#items.length;
          return current;
        });
      case 'reset':
        return new BoundMethod("method 'reset'", () => {
          this.#position = 0;
          return '';
        });
      default:
        return undefined;
    }
  }

  override text(): string {
    return 'cycler';
  }

  #current(): TemplateValue {
    return this.#items[this.#position] ?? null;
  }
}
