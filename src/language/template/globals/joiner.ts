import { textOf } from '../conversion.ts';
import type { GlobalDefinition } from '../definition.ts';
import { BoundMethod } from './bound-method.ts';

export const joiner: GlobalDefinition = {
  name: 'joiner',
  summary: 'A function that gives nothing the first time it is called, and the separator every time after.',
  parameters: [{ name: 'sep', default: ', ' }],
  examples: [
    {
      template: '{% set comma = joiner() %}{% for n in [1, 2, 3] %}{{ comma() }}{{ n }}{% endfor %}',
      output: '1, 2, 3',
    },
    { template: "{% set bar = joiner('|') %}{{ bar() }}a{{ bar() }}b", output: 'a|b' },
  ],
  call([separator = null], site) {
    const text = textOf(separator, site.fail);
    let used = false;
    return new BoundMethod('joiner', () => {
      if (used) return text;
      used = true;
      return '';
    });
  },
};
