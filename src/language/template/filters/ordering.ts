import { choiceArgument, elementsOf, madeList } from '../call-values.ts';
import { isTruthy } from '../conversion.ts';
import type { FilterDefinition } from '../definition.ts';
import { pairsOf } from '../pairs.ts';
import type { TemplateValue } from '../value.ts';
import { attributeReader } from './attribute.ts';
import { Distinct } from './distinct.ts';
import { folded, requiredOrder, sortedByKeys } from './order.ts';

const PEOPLE = {
  people: [
    { name: 'Bo', age: 40 },
    { name: 'al', age: 40 },
    { name: 'Cy', age: 7 },
  ],
};

export const ORDERING_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'sort',
    summary:
      'The elements in ascending order, text without regard to case. `attribute` sorts by one attribute or by ' +
      'several with commas between. Equal elements keep their order.',
    parameters: [
      { name: 'reverse', default: false },
      { name: 'case_sensitive', default: false },
      { name: 'attribute', default: null },
    ],
    examples: [
      { template: "{{ ['b', 'C', 'a'] | sort | join }}", output: 'abC' },
      { template: '{{ [2, 10, 1] | sort(reverse=true) | join(",") }}', output: '10,2,1' },
      {
        template: "{{ people | sort(attribute='age,name') | join(' ', attribute='name') }}",
        variables: PEOPLE,
        output: 'Cy al Bo',
      },
    ],
    apply(value, [reverse = false, caseSensitive = false, attribute = null], site) {
      const attributes = typeof attribute === 'string' ? attribute.split(',') : [attribute];
      const reads = attributes.map((one) => attributeReader(one, "filter 'sort'", site));
      const items = elementsOf(value, "filter 'sort'", site).map((element) => ({
        value: element,
        keys: reads.map((read) => folded(read(element) ?? null, isTruthy(caseSensitive))),
      }));
      return sortedByKeys(items, isTruthy(reverse), "filter 'sort'", site);
    },
  },
  {
    name: 'unique',
    summary: 'The elements without repetitions, text without regard to case; the first of equal ones stays.',
    parameters: [
      { name: 'case_sensitive', default: false },
      { name: 'attribute', default: null },
    ],
    examples: [
      { template: "{{ ['a', 'B', 'A', 'b'] | unique | join(',') }}", output: 'a,B' },
      {
        template: "{{ people | unique(attribute='age') | join(',', attribute='name') }}",
        variables: PEOPLE,
        output: 'Bo,Cy',
      },
      { template: '{{ [{"a": 1}, {"a": 1}, 1, "1"] | unique }}', output: '[{"a":1},1,"1"]' },
    ],
    apply(value, [caseSensitive = false, attribute = null], site) {
      const read = attributeReader(attribute, "filter 'unique'", site);
      const seen = new Distinct(site);
      const distinct = elementsOf(value, "filter 'unique'", site).filter((element) =>
        seen.add(folded(read(element) ?? null, isTruthy(caseSensitive))),
      );
      return madeList(distinct, site);
    },
  },
  extreme('min', 'smallest', -1, 'a', '3'),
  extreme('max', 'largest', 1, 'C', '10'),
  {
    name: 'dictsort',
    summary: 'The members of an object as a list of `[key, value]`, sorted by key or by value.',
    parameters: [
      { name: 'case_sensitive', default: false },
      { name: 'by', default: 'key' },
      { name: 'reverse', default: false },
    ],
    examples: [
      { template: "{{ {'b': 1, 'A': 2} | dictsort }}", output: '[["A",2],["b",1]]' },
      {
        template: "{% for k, v in stock | dictsort(by='value', reverse=true) %}{{ k }}={{ v }} {% endfor %}",
        variables: { stock: { nuts: 3, bolts: 12 } },
        output: 'bolts=12 nuts=3 ',
      },
    ],
    apply(value, [caseSensitive = false, by = null, reverse = false], site) {
      const callee = "filter 'dictsort'";
      const position = choiceArgument(by, ['key', 'value'], 'by', callee, site.fail) === 'key' ? 0 : 1;
      const items = pairsOf(value, callee, site).map((pair) => ({
        value: pair,
        keys: [folded(pair[position] ?? null, isTruthy(caseSensitive))],
      }));
      return sortedByKeys(items, isTruthy(reverse), callee, site);
    },
  },
];

function extreme(
  name: 'min' | 'max',
  word: string,
  direction: 1 | -1,
  letter: string,
  number: string,
): FilterDefinition {
  const callee = `filter '${name}'`;
  return {
    name,
    summary: `The ${word} element, text without regard to case; or the element whose attribute is the ${word}. Null for an empty list.`,
    parameters: [
      { name: 'case_sensitive', default: false },
      { name: 'attribute', default: null },
    ],
    examples: [
      { template: `{{ ['b', 'C', 'a'] | ${name} }}`, output: letter },
      { template: `{{ [10, 3, 9] | ${name} }}`, output: number },
    ],
    apply(value, [caseSensitive = false, attribute = null], site) {
      const read = attributeReader(attribute, callee, site);
      let best: TemplateValue = null;
      let bestKey: TemplateValue | undefined;
      for (const element of elementsOf(value, callee, site)) {
        const key = folded(read(element) ?? null, isTruthy(caseSensitive));
        if (bestKey !== undefined && !(direction * requiredOrder(key, bestKey, callee, site) > 0)) continue;
        best = element;
        bestKey = key;
      }
      return best;
    },
  };
}
