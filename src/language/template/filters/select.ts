import { elementsOf, isMapping, madeList, refuseArgument } from '../call-values.ts';
import { isTruthy } from '../conversion.ts';
import type { CallSite, FilterDefinition, Parameter } from '../definition.ts';
import type { TemplateMapping, TemplateValue } from '../value.ts';
import { attributeReader } from './attribute.ts';

const LINES = {
  record: {
    lines: [
      { sku: 'a', qty: 2, item: { price: 5 } },
      { sku: 'b', qty: 0, item: { price: 3 } },
    ],
  },
};

const TEST_PARAMETERS: readonly Parameter[] = [
  { name: 'test', default: null, names: 'test' },
  { name: 'arguments', rest: true },
];

export const SELECT_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'map',
    summary:
      'Each element run through a filter, or replaced by one of its attributes: `map(attribute="a.b")`, with ' +
      '`default` for elements that lack it.',
    parameters: [
      { name: 'filter', default: null, names: 'filter' },
      { name: 'arguments', rest: true },
      { name: 'options', named: true },
    ],
    examples: [
      { template: "{{ ['a', 'b'] | map('upper') | join }}", output: 'AB' },
      { template: "{{ ['a-b', 'c-d'] | map('replace', '-', '+') | join(' ') }}", output: 'a+b c+d' },
      {
        template: "{{ record.lines | map(attribute='item.price') | list }}",
        variables: LINES,
        output: '[5,3]',
      },
      {
        template: "{{ record.lines | map(attribute='note', default='none') | join(', ') }}",
        variables: LINES,
        output: 'none, none',
      },
    ],
    apply(value, [filter = null, positional, named], site) {
      const options = isMapping(named) ? named : {};
      const convert = conversionOf(filter, Array.isArray(positional) ? positional : [], options, site);
      return madeList(elementsOf(value, "filter 'map'", site).map(convert), site);
    },
  },
  {
    name: 'select',
    summary: 'The elements that pass a test; without one, those that are not empty, zero, false or null.',
    parameters: TEST_PARAMETERS,
    examples: [
      { template: "{{ [1, 2, 3, 4] | select('even') | list }}", output: '[2,4]' },
      { template: "{{ [5, 12, 20] | select('gt', 10) | list }}", output: '[12,20]' },
      { template: "{{ ['a', '', none, 0, 'b'] | select | join }}", output: 'ab' },
    ],
    apply: (value, [test, positional], site) => selected(value, 'select', null, test, positional, site),
  },
  {
    name: 'reject',
    summary: 'The elements that do not pass a test; without one, those that are empty, zero, false or null.',
    parameters: TEST_PARAMETERS,
    examples: [
      { template: "{{ [1, 2, 3, 4] | reject('even') | list }}", output: '[1,3]' },
      { template: "{{ ['a', '', 'b', ''] | reject | length }}", output: '2' },
    ],
    apply: (value, [test, positional], site) => selected(value, 'reject', null, test, positional, site),
  },
  {
    name: 'selectattr',
    summary:
      'The elements of which an attribute passes a test; without one, those where it is not empty, zero or missing.',
    parameters: [{ name: 'attribute' }, ...TEST_PARAMETERS],
    examples: [
      {
        template: "{{ record.lines | selectattr('qty', 'gt', 1) | join(attribute='sku') }}",
        variables: LINES,
        output: 'a',
      },
      {
        template: "{{ record.lines | selectattr('item.price', 'lt', 4) | join(attribute='sku') }}",
        variables: LINES,
        output: 'b',
      },
    ],
    apply: (value, [attribute, test, positional], site) =>
      selected(value, 'selectattr', attribute, test, positional, site),
  },
  {
    name: 'rejectattr',
    summary:
      'The elements of which an attribute does not pass a test; without one, those where it is empty, zero or missing.',
    parameters: [{ name: 'attribute' }, ...TEST_PARAMETERS],
    examples: [
      {
        template: "{{ record.lines | rejectattr('qty') | join(attribute='sku') }}",
        variables: LINES,
        output: 'b',
      },
      {
        template: "{{ record.lines | rejectattr('sku', 'eq', 'b') | join(attribute='sku') }}",
        variables: LINES,
        output: 'a',
      },
    ],
    apply: (value, [attribute, test, positional], site) =>
      selected(value, 'rejectattr', attribute, test, positional, site),
  },
];

/** What `map` does to each element. */
function conversionOf(
  filter: TemplateValue,
  positional: readonly TemplateValue[],
  options: TemplateMapping,
  site: CallSite,
): (element: TemplateValue) => TemplateValue {
  const callee = "filter 'map'";
  if (typeof filter === 'string') return site.filter(filter, positional, options);
  if (filter !== null) return refuseArgument(callee, 'filter', 'the name of a filter', filter, site.fail);
  const { attribute, default: fallback, ...others } = options;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return site.fail(`invalid call to ${callee}: unknown argument '${unknown}'`);
  if (attribute === undefined || attribute === null) {
    return site.fail(`invalid call to ${callee}: it needs the name of a filter, or attribute=`);
  }
  const read = attributeReader(attribute, callee, site, fallback !== undefined);
  return (element) => read(element) ?? fallback ?? null;
}

/** Missing attributes and attributes of missing parents are tested as null. */
function selected(
  value: TemplateValue,
  name: 'select' | 'reject' | 'selectattr' | 'rejectattr',
  attribute: TemplateValue | undefined,
  test: TemplateValue | undefined,
  positional: TemplateValue | undefined,
  site: CallSite,
): TemplateValue {
  const callee = `filter '${name}'`;
  if (attribute === null && name.endsWith('attr')) {
    return refuseArgument(callee, 'attribute', 'a string or an integer', attribute, site.fail);
  }
  const read = attributeReader(attribute, callee, site, true);
  const passes = predicateOf(test ?? null, Array.isArray(positional) ? positional : [], callee, site);
  const wanted = name.startsWith('select');
  const chosen = elementsOf(value, callee, site).filter(
    (element) => passes(read(element) ?? null) === wanted,
  );
  return madeList(chosen, site);
}

function predicateOf(
  test: TemplateValue,
  positional: readonly TemplateValue[],
  callee: string,
  site: CallSite,
): (value: TemplateValue) => boolean {
  if (test === null) return isTruthy;
  if (typeof test === 'string') return site.test(test, positional);
  return refuseArgument(callee, 'test', 'the name of a test', test, site.fail);
}
