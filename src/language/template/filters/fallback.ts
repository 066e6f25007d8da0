import { refuseArgument } from '../call-values.ts';
import { isTruthy } from '../conversion.ts';
import type { FilterDefinition } from '../definition.ts';
import { memberOf } from './attribute.ts';

export const FALLBACK_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'default',
    aliases: ['d'],
    summary:
      'Stands in for a value that is null or missing, its parents included; with `boolean` also for empty text, ' +
      'zero, false and empty lists. It does not undo what an earlier filter made of a missing value.',
    missing: 'rescue',
    parameters: [
      { name: 'default_value', default: '' },
      { name: 'boolean', default: false },
    ],
    examples: [
      {
        template: "{{ record.customer.name | default('n/a') }}",
        variables: { record: {} },
        output: 'n/a',
      },
      { template: "{{ '' | d('empty') }}|{{ '' | d('empty', true) }}", output: '|empty' },
      { template: "{{ record.x | upper | default('d') }}", variables: { record: {} }, output: '' },
    ],
    apply(value, [fallback = null, boolean = false]) {
      if (value === null) return fallback;
      return isTruthy(boolean) && !isTruthy(value) ? fallback : value;
    },
  },
  {
    name: 'attr',
    summary: 'The member of that name; null when there is none. For names that are computed.',
    parameters: [{ name: 'name' }],
    examples: [
      {
        template: "{{ record | attr('unit-' ~ record.kind) }}",
        variables: { record: { kind: 'a', 'unit-a': 'kg' } },
        output: 'kg',
      },
      { template: "[{{ record | attr('nope') }}]", variables: { record: {} }, output: '[]' },
    ],
    apply(value, [name], site) {
      if (typeof name !== 'string')
        return refuseArgument("filter 'attr'", 'name', 'a string', name, site.fail);
      return memberOf(value, name) ?? null;
    },
  },
];
