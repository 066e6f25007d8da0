import {
  elementsOf,
  integerArgument,
  isIterable,
  madeText,
  refuseValue,
  subjectText,
} from '../call-values.ts';
import { isTruthy, textOf } from '../conversion.ts';
import type { CallSite, FilterDefinition } from '../definition.ts';
import { escapeFor } from '../escaping/escape.ts';
import { isText, joinedText } from '../operations/concatenation.ts';
import { joined, padded, replaced, stripped } from '../text-operations.ts';
import { EscapedText, type TemplateValue } from '../value.ts';
import { attributeReader } from './attribute.ts';

export const TEXT_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'string',
    summary:
      'The value as text: numbers in plain decimal, booleans in lower case, lists and objects as JSON.',
    parameters: [],
    examples: [
      {
        template: '{{ (record.id | string) + "0" }}',
        variables: { record: { id: 42 } },
        output: '420',
      },
      { template: '{{ [1, true, "a"] | string }}', output: '[1,true,"a"]' },
    ],
    apply: (value, _, site) =>
      value instanceof EscapedText ? value : madeText(subjectText(value, site), site),
  },
  {
    name: 'trim',
    summary:
      'The text without white space, or without the given characters, at both ends. Fails on anything else.',
    parameters: [{ name: 'chars', default: null }],
    examples: [
      { template: "[{{ '  a b \\n' | trim }}]", output: '[a b]' },
      { template: "{{ '--a-b--' | trim('-') }}", output: 'a-b' },
      { template: '{{ 42 | trim }}', error: "invalid call to filter 'trim': expected a string, got 42" },
    ],
    apply(value, [chars = null], site) {
      if (!isText(value)) return refuseValue("filter 'trim'", 'a string', value, site.fail);
      const text = subjectText(value, site);
      // Other characters may be part of an escape, so that what is left has to be escaped again.
      if (chars !== null) return stripped(text, textOf(chars, site.fail), 'both');
      return likewise(value, stripped(text, null, 'both'));
    },
  },
  {
    name: 'replace',
    summary: 'The text with every occurrence of a part replaced, or with the first `count` ones.',
    parameters: [{ name: 'old' }, { name: 'new' }, { name: 'count', default: null }],
    examples: [
      { template: "{{ 'a-b-c' | replace('-', '/') }}", output: 'a/b/c' },
      { template: "{{ 'a-b-c' | replace('-', '', 1) }}", output: 'ab-c' },
      {
        template: "{{ record.price | replace('.', ',') }}",
        variables: { record: { price: 9.5 } },
        output: '9,5',
      },
    ],
    apply(value, [old = null, by = null, count = null], site) {
      const limit = count === null ? -1 : integerArgument(count, 'count', "filter 'replace'", site.fail);
      return replaced(subjectText(value, site), textOf(old, site.fail), textOf(by, site.fail), limit, site);
    },
  },
  {
    name: 'join',
    summary:
      'The elements of a list as one text, with a separator between them; or of each element one attribute. ' +
      'Values that are no list are converted to text.',
    parameters: [
      { name: 'd', default: '' },
      { name: 'attribute', default: null },
    ],
    examples: [
      {
        template: "{{ record.tags | join(', ') }}",
        variables: { record: { tags: ['a', 'b'] } },
        output: 'a, b',
      },
      {
        template: "{{ record.lines | join('|', attribute='sku') }}",
        variables: { record: { lines: [{ sku: 'x1' }, { sku: 'x2' }] } },
        output: 'x1|x2',
      },
      { template: "{{ [1, true, none, 'x'] | join('-') }}", output: '1-true--x' },
    ],
    apply(value, [separator = null, attribute = null], site) {
      if (!isIterable(value)) return madeText(textOf(value, site.fail), site);
      const read = attributeReader(attribute, "filter 'join'", site);
      const parts = elementsOf(value, "filter 'join'", site).map((element) => read(element) ?? null);
      if (parts.some((part) => part instanceof EscapedText)) {
        const between = parts.flatMap((part, at) => (at === 0 ? [part] : [separator, part]));
        const { fail, rendering, target } = site;
        return joinedText(between, { fail, rendering, escape: escapeFor(target) });
      }
      const texts = parts.map((part) => textOf(part, site.fail));
      return joined(texts, textOf(separator, site.fail), site);
    },
  },
  {
    name: 'center',
    summary: 'The text in the middle of a field of the given width in characters.',
    parameters: [{ name: 'width', default: 80 }],
    examples: [
      { template: "[{{ 'ab' | center(6) }}]", output: '[  ab  ]' },
      { template: "[{{ 'too long' | center(3) }}]", output: '[too long]' },
    ],
    apply(value, [width], site) {
      const columns = integerArgument(width, 'width', "filter 'center'", site.fail);
      return padded(subjectText(value, site), columns, ' ', 'center', site);
    },
  },
  {
    name: 'indent',
    summary:
      'The text with every line but the first indented; `first` indents that one too, `blank` empty ones. ' +
      'The width is a number of spaces or a text. Fails on anything but text.',
    parameters: [
      { name: 'width', default: 4 },
      { name: 'first', default: false },
      { name: 'blank', default: false },
    ],
    examples: [
      { template: "{{ 'a\\nb\\n\\nc' | indent(2) }}", output: 'a\n  b\n\n  c' },
      { template: "{{ 'a\\nb' | indent('> ', first=true) }}", output: '> a\n> b' },
    ],
    apply(value, [width = null, first = false, blank = false], site) {
      if (!isText(value)) return refuseValue("filter 'indent'", 'a string', value, site.fail);
      const escapeMargin = value instanceof EscapedText ? escapeFor(site.target) : undefined;
      const margin = marginOf(width, site);
      const indented = indentedText(
        subjectText(value, site),
        escapeMargin?.(margin) ?? margin,
        isTruthy(first),
        isTruthy(blank),
        site,
      );
      return likewise(value, indented);
    },
  },
];

/** Escaped text stays escaped. */
function likewise(original: TemplateValue, text: string): TemplateValue {
  return original instanceof EscapedText ? new EscapedText(text) : text;
}

function indentedText(text: string, margin: string, first: boolean, blank: boolean, site: CallSite): string {
  const lines = text.split('\n');
  site.rendering.takeText(text.length + lines.length * margin.length, site.fail);
  return lines
    .map((line, at) => {
      const indents = at === 0 ? first : blank || !/^\r?$/.test(line);
      return indents ? margin + line : line;
    })
    .join('\n');
}

function marginOf(width: TemplateValue, site: CallSite): string {
  if (typeof width === 'string') return width;
  const columns = integerArgument(width, 'width', "filter 'indent'", site.fail, { minimum: 0 });
  site.rendering.takeText(columns, site.fail);
  return ' '.repeat(columns);
}
