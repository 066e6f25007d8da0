import { stringifyJson } from '../../../core/stringify-json.ts';
import { exactInteger } from '../../number/decimal.ts';
import { elementsOf, refuseValue } from '../call-values.ts';
import { isTruthy, toData } from '../conversion.ts';
import type { CallSite, FilterDefinition } from '../definition.ts';
import { TemplateObject, type TemplateValue } from '../value.ts';
import { attributeReader } from './attribute.ts';
import { folded, requiredOrder, sortedByKeys } from './order.ts';

const PEOPLE = {
  people: [
    { name: 'Bo', city: 'Rome' },
    { name: 'Al', city: 'Oslo' },
    { name: 'Cy', city: 'rome' },
  ],
};

export const AGGREGATE_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'sum',
    summary:
      'The sum of the elements, or of one attribute of each, and of `start`. Whole numbers stay exact. A list as ' +
      '`start` joins lists.',
    parameters: [
      { name: 'attribute', default: null },
      { name: 'start', default: 0 },
    ],
    examples: [
      { template: '{{ [1, 2.5, 3] | sum }}', output: '6.5' },
      {
        template: "{{ record.lines | sum(attribute='qty', start=10) }}",
        variables: { record: { lines: [{ qty: 2 }, { qty: 3 }] } },
        output: '15',
      },
      { template: '{{ [[1], [2, 3]] | sum(start=[]) }}', output: '[1,2,3]' },
    ],
    apply(value, [attribute = null, start = null], site) {
      const read = attributeReader(attribute, "filter 'sum'", site);
      const elements = elementsOf(value, "filter 'sum'", site);
      if (Array.isArray(start))
        return joinedLists(
          start,
          elements.map((element) => read(element) ?? null),
          site,
        );
      let total = requiredNumber(start, site);
      for (const element of elements) total = added(total, requiredNumber(read(element) ?? null, site));
      return total;
    },
  },
  {
    name: 'groupby',
    summary:
      'The elements grouped by an attribute, in the order of its values, text without regard to case. Each group ' +
      'has a `grouper` and a `list`, and unpacks as the two.',
    parameters: [
      { name: 'attribute' },
      { name: 'default', default: null },
      { name: 'case_sensitive', default: false },
    ],
    examples: [
      {
        template: "{% for g in people | groupby('city') %}{{ g.grouper }}:{{ g.list | length }} {% endfor %}",
        variables: PEOPLE,
        output: 'Oslo:1 Rome:2 ',
      },
      {
        template:
          "{% for city, group in people | groupby('city') %}{{ city }} {{ group | join('+', 'name') }};{% endfor %}",
        variables: PEOPLE,
        output: 'Oslo Al;Rome Bo+Cy;',
      },
    ],
    apply(value, [attribute, fallback = null, caseSensitive = false], site) {
      const callee = "filter 'groupby'";
      const read = attributeReader(attribute, callee, site);
      const items = elementsOf(value, callee, site).map((element) => {
        const grouper = read(element) ?? fallback;
        return { value: { element, grouper }, keys: [folded(grouper, isTruthy(caseSensitive))] };
      });
      const groups: Group[] = [];
      let previous: TemplateValue | undefined;
      for (const { element, grouper } of sortedByKeys(items, false, callee, site)) {
        const key = folded(grouper, isTruthy(caseSensitive));
        const group = groups.at(-1);
        if (
          group !== undefined &&
          previous !== undefined &&
          requiredOrder(previous, key, callee, site) === 0
        ) {
          group.list.push(element);
        } else {
          groups.push(new Group(grouper, element));
        }
        previous = key;
      }
      site.rendering.takeElements(groups.length, site.fail);
      return groups;
    },
  },
];

/** One group of `groupby`: a pair of its value and its elements, which also have names. */
class Group extends TemplateObject {
  readonly grouper: TemplateValue;
  readonly list: TemplateValue[];

  constructor(grouper: TemplateValue, first: TemplateValue) {
    super();
    this.grouper = grouper;
    this.list = [first];
  }

  override member(name: string): TemplateValue | undefined {
    if (name === 'grouper') return this.grouper;
    return name === 'list' ? this.list : undefined;
  }

  override elements(): readonly TemplateValue[] {
    return [this.grouper, this.list];
  }

  override text(): string {
    return stringifyJson(toData(this));
  }
}

function requiredNumber(value: TemplateValue, site: CallSite): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return refuseValue("filter 'sum'", 'numbers', value, site.fail);
}

/** The sum, exact as long as both are whole. */
function added(left: number | bigint, right: number | bigint): number | bigint {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(sum) || !Number.isSafeInteger(left) || !Number.isSafeInteger(right)) return sum;
  }
  return isWhole(left) && isWhole(right)
    ? exactInteger(BigInt(left) + BigInt(right))
    : Number(left) + Number(right);
}

function isWhole(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}

function joinedLists(
  start: TemplateValue[],
  lists: readonly TemplateValue[],
  site: CallSite,
): TemplateValue[] {
  const result = [...start];
  site.rendering.takeElements(start.length, site.fail);
  for (const list of lists) {
    if (!Array.isArray(list)) return refuseValue("filter 'sum'", 'arrays', list, site.fail);
    site.rendering.takeElements(list.length, site.fail);
    for (const element of list) result.push(element);
  }
  return result;
}
