import type { TestDefinition } from '../definition.ts';
import { areEqual, isIn, order } from '../operations/comparison.ts';

const OTHER = [{ name: 'other' }];

export const COMPARISON_TESTS: readonly TestDefinition[] = [
  {
    name: 'eq',
    aliases: ['equalto', '=='],
    summary: 'The same as the operator `==`, for `select` and its relatives.',
    parameters: OTHER,
    examples: [
      { template: '{{ 42 is eq(42.0) }}', output: 'true' },
      { template: "{{ [1, 2, 1] | select('equalto', 1) | length }}", output: '2' },
    ],
    holds: (value, [other = null], site) => areEqual(value, other, site.fail),
  },
  {
    name: 'ne',
    aliases: ['!='],
    summary: 'The same as the operator `!=`.',
    parameters: OTHER,
    examples: [
      { template: "{{ '42' is ne(42) }}", output: 'true' },
      { template: "{{ [1, 2, 1] | select('!=', 1) | list }}", output: '[2]' },
    ],
    holds: (value, [other = null], site) => !areEqual(value, other, site.fail),
  },
  ordering('gt', ['greaterthan', '>'], '>', 1, [1, 2, 3], '[3]'),
  ordering('ge', ['>='], '>=', 1, [1, 2, 3], '[2,3]'),
  ordering('lt', ['lessthan', '<'], '<', -1, [1, 2, 3], '[1]'),
  ordering('le', ['<='], '<=', -1, [1, 2, 3], '[1,2]'),
  {
    name: 'in',
    summary: 'The same as the operator `in`: an element of a list, a part of a text, a key of an object.',
    parameters: [{ name: 'seq' }],
    examples: [
      { template: "{{ 'b' is in(['a', 'b']) }}", output: 'true' },
      {
        template: "{{ record.lines | selectattr('kind', 'in', ['x', 'y']) | length }}",
        variables: { record: { lines: [{ kind: 'x' }, { kind: 'z' }] } },
        output: '1',
      },
    ],
    holds: (value, [container = null], site) => isIn(value, container, site.rendering, site.fail),
  },
];

function ordering(
  name: string,
  aliases: readonly string[],
  symbol: '<' | '<=' | '>' | '>=',
  direction: 1 | -1,
  numbers: readonly number[],
  chosen: string,
): TestDefinition {
  const orEqual = symbol.endsWith('=');
  return {
    name,
    aliases,
    summary: `The same as the operator \`${symbol}\`.`,
    parameters: OTHER,
    examples: [
      { template: `{{ numbers | select('${name}', 2) | list }}`, variables: { numbers }, output: chosen },
      { template: `{{ 'b' is ${name}('a') }}`, output: String(direction > 0) },
    ],
    holds(value, [other = null], site) {
      const result = direction * order(value, symbol, other, site.fail);
      return orEqual ? result >= 0 : result > 0;
    },
  };
}
