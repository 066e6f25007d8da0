import { codePointLength } from '../../text/code-points.ts';
import { elementsOf, integerArgument, isMapping, madeList, madeText, subjectText } from '../call-values.ts';
import type { FilterDefinition } from '../definition.ts';
import { pairsOf } from '../pairs.ts';
import { TemplateObject, type TemplateValue } from '../value.ts';

const TAGS = { record: { tags: ['new', 'sale', 'red'] } };

export const LIST_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'length',
    aliases: ['count'],
    summary:
      'The elements of a list, the members of an object or the characters of a text, counted; 0 for anything else.',
    parameters: [],
    examples: [
      { template: '{{ record.tags | length }}', variables: TAGS, output: '3' },
      { template: "{{ 'né😀' | length }}", output: '3' },
      { template: '{{ record.nope | count }}', variables: TAGS, output: '0' },
    ],
    apply(value, _, site) {
      if (typeof value === 'string') return codePointLength(subjectText(value, site));
      if (Array.isArray(value)) return value.length;
      if (value instanceof TemplateObject)
        return value.elements()?.length ?? codePointLength(subjectText(value, site));
      return isMapping(value) ? Object.keys(value).length : 0;
    },
  },
  {
    name: 'first',
    summary: 'The first element of a list; empty text when there is none.',
    parameters: [],
    examples: [
      { template: '{{ record.tags | first }}', variables: TAGS, output: 'new' },
      { template: '[{{ [] | first }}]', output: '[]' },
    ],
    apply: (value) => listOf(value)?.[0] ?? '',
  },
  {
    name: 'last',
    summary: 'The last element of a list; empty text when there is none.',
    parameters: [],
    examples: [
      { template: '{{ record.tags | last }}', variables: TAGS, output: 'red' },
      { template: "[{{ 'text' | last }}]", output: '[]' },
    ],
    apply: (value) => listOf(value)?.at(-1) ?? '',
  },
  {
    name: 'reverse',
    summary: 'The list, or the text, back to front.',
    parameters: [],
    examples: [
      { template: "{{ record.tags | reverse | join(',') }}", variables: TAGS, output: 'red,sale,new' },
      { template: "{{ 'añ😀' | reverse }}", output: '😀ña' },
    ],
    apply(value, _, site) {
      const reversed = madeList(elementsOf(value, "filter 'reverse'", site).toReversed(), site);
      return typeof value === 'string' ? madeText(reversed.join(''), site) : reversed;
    },
  },
  {
    name: 'list',
    summary: 'A list of the elements of a list, the characters of a text or the keys of an object.',
    parameters: [],
    examples: [
      { template: "{{ 'abc' | list }}", output: '["a","b","c"]' },
      { template: "{{ {'b': 1, 'a': 2} | list | join(',') }}", output: 'a,b' },
    ],
    apply: (value, _, site) => madeList([...elementsOf(value, "filter 'list'", site)], site),
  },
  {
    name: 'items',
    summary: 'The members of an object as a list of `[key, value]`, in the order of a `for`.',
    parameters: [],
    examples: [
      {
        template: "{% for k, v in {'b': 1, 'A': 2} | items %}{{ k }}={{ v }};{% endfor %}",
        output: 'A=2;b=1;',
      },
      { template: '{{ record.nope | items }}', variables: TAGS, output: '[]' },
    ],
    apply: (value, _, site) => pairsOf(value, "filter 'items'", site),
  },
  {
    name: 'batch',
    summary:
      'A list of lists of `linecount` elements each; the last one is filled up with `fill_with` when given.',
    parameters: [{ name: 'linecount' }, { name: 'fill_with', default: null }],
    examples: [
      { template: '{{ [1, 2, 3, 4, 5] | batch(2) }}', output: '[[1,2],[3,4],[5]]' },
      { template: "{{ [1, 2, 3] | batch(2, '-') }}", output: '[[1,2],[3,"-"]]' },
    ],
    apply(value, [linecount, fill = null], site) {
      const size = integerArgument(linecount, 'linecount', "filter 'batch'", site.fail, { minimum: 1 });
      const elements = elementsOf(value, "filter 'batch'", site);
      const rows: TemplateValue[] = [];
      for (let at = 0; at < elements.length; at += size)
        rows.push(madeList(elements.slice(at, at + size), site));
      const short = rows.length * size - elements.length;
      const last = rows.at(-1);
      if (fill !== null && Array.isArray(last) && short > 0) {
        site.rendering.takeElements(short, site.fail);
        for (let filled = 0; filled < short; filled += 1) last.push(fill);
      }
      return madeList(rows, site);
    },
  },
  {
    name: 'slice',
    summary:
      'The list cut into that many lists, the longer ones first; shorter ones get `fill_with` when given.',
    parameters: [{ name: 'slices' }, { name: 'fill_with', default: null }],
    examples: [
      { template: '{{ [1, 2, 3, 4, 5] | slice(3) }}', output: '[[1,2],[3,4],[5]]' },
      { template: '{{ [1, 2, 3, 4] | slice(3, 0) }}', output: '[[1,2],[3,0],[4,0]]' },
    ],
    apply(value, [slices, fill = null], site) {
      const count = integerArgument(slices, 'slices', "filter 'slice'", site.fail, { minimum: 1 });
      const elements = elementsOf(value, "filter 'slice'", site);
      site.rendering.takeElements(count, site.fail);
      const size = Math.floor(elements.length / count);
      const longer = elements.length % count;
      return Array.from({ length: count }, (_, index) => {
        const start = index * size + Math.min(index, longer);
        const part = elements.slice(start, start + size + (index < longer ? 1 : 0));
        if (fill !== null && longer > 0 && index >= longer) part.push(fill);
        return madeList(part, site);
      });
    },
  },
  {
    name: 'random',
    summary: 'Any one element of a list, or character of a text; null when there is none.',
    parameters: [],
    examples: [
      { template: '{{ [7] | random }}', output: '7' },
      { template: "{{ (['a', 'b'] | random) in ['a', 'b'] }}", output: 'true' },
    ],
    apply: (value, _, site) => picked(elementsOf(value, "filter 'random'", site), Math.random()),
  },
];

/**
 * The element at a fraction of a list; null when it is empty.
 *
 * @param fraction at least 0 and below 1
 */
export function picked(elements: readonly TemplateValue[], fraction: number): TemplateValue {
  return elements[Math.floor(fraction * elements.length)] ?? null;
}

function listOf(value: TemplateValue): readonly TemplateValue[] | undefined {
  if (Array.isArray(value)) return value;
  return value instanceof TemplateObject ? value.elements() : undefined;
}
