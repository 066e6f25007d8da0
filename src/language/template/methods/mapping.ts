import { getOwn } from '../../../core/value.ts';
import { elementsOf, isMapping, madeList } from '../call-values.ts';
import { textOf } from '../conversion.ts';
import type { MethodDefinition } from '../definition.ts';
import { pairsOf } from '../pairs.ts';

const STOCK = { record: { stock: { nuts: 3, Bolts: 12 } } };

export const MAPPING_METHODS: readonly MethodDefinition[] = [
  {
    name: 'keys',
    receiver: 'mapping',
    summary: 'The keys of the object, in the order of a `for`.',
    parameters: [],
    examples: [
      { template: "{{ record.stock.keys() | join(',') }}", variables: STOCK, output: 'Bolts,nuts' },
      { template: '{{ {}.keys() }}', output: '[]' },
    ],
    apply: (receiver, _, site) => madeList([...elementsOf(receiver, "method 'keys'", site)], site),
  },
  {
    name: 'values',
    receiver: 'mapping',
    summary: 'The values of the object, in the order of its keys in a `for`.',
    parameters: [],
    examples: [
      { template: '{{ record.stock.values() | sum }}', variables: STOCK, output: '15' },
      { template: '{{ record.stock.values() }}', variables: STOCK, output: '[12,3]' },
    ],
    apply: (receiver, _, site) => pairsOf(receiver, "method 'values'", site).map(([, value]) => value),
  },
  {
    name: 'items',
    receiver: 'mapping',
    summary: 'The members of the object as a list of `[key, value]`, in the order of a `for`.',
    parameters: [],
    examples: [
      {
        template: '{% for k, v in record.stock.items() %}{{ k }}={{ v }} {% endfor %}',
        variables: STOCK,
        output: 'Bolts=12 nuts=3 ',
      },
      { template: '{{ {"a": 1}.items() }}', output: '[["a",1]]' },
    ],
    apply: (receiver, _, site) => pairsOf(receiver, "method 'items'", site),
  },
  {
    name: 'get',
    receiver: 'mapping',
    summary: 'The member of that name, or else `default`.',
    parameters: [{ name: 'key' }, { name: 'default', default: null }],
    examples: [
      { template: "{{ record.stock.get('nuts') }}", variables: STOCK, output: '3' },
      { template: "{{ record.stock.get('screws', 0) }}", variables: STOCK, output: '0' },
    ],
    apply(receiver, [key = null, fallback = null], site) {
      const value = isMapping(receiver) ? getOwn(receiver, textOf(key, site.fail)) : undefined;
      return value === undefined ? fallback : value;
    },
  },
];
