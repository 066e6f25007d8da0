import { integerArgument } from '../call-values.ts';
import type { GlobalDefinition } from '../definition.ts';
import type { TemplateValue } from '../value.ts';

export const range: GlobalDefinition = {
  name: 'range',
  summary:
    'The whole numbers from `start` (0 when only one argument is given) up to `stop`, which is left out.',
  parameters: [{ name: 'start' }, { name: 'stop', default: null }, { name: 'step', default: 1 }],
  examples: [
    { template: "{{ range(4) | join(' ') }}", output: '0 1 2 3' },
    { template: "{{ range(10, 0, -4) | join(' ') }}", output: '10 6 2' },
    { template: '{{ range(1, 3, 0) }}', error: "invalid call to function 'range': step must not be 0" },
  ],
  call([first, second = null, step], site) {
    const callee = "function 'range'";
    const only = integerArgument(first, second === null ? 'stop' : 'start', callee, site.fail);
    const start = second === null ? 0 : only;
    const stop = second === null ? only : integerArgument(second, 'stop', callee, site.fail);
    const by = integerArgument(step, 'step', callee, site.fail);
    if (by === 0) return site.fail(`invalid call to ${callee}: step must not be 0`);
    const count = Math.max(0, Math.ceil((stop - start) / by));
    site.rendering.takeElements(count, site.fail);
    const numbers: TemplateValue[] = [];
    for (let at = 0; at < count; at += 1) numbers.push(start + at * by);
    return numbers;
  },
};
