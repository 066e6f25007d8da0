import { stringifyJson } from '../../../core/stringify-json.ts';
import { integerArgument, madeText } from '../call-values.ts';
import { toData, withoutRangeError } from '../conversion.ts';
import type { CallSite, FilterDefinition } from '../definition.ts';
import { EscapedText, type TemplateValue } from '../value.ts';
import { sortedJson } from './sorted-json.ts';

const INDENT = { name: 'indent', default: null };

export const JSON_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'tojson',
    summary:
      "The value as compact JSON with sorted keys, and `<`, `>`, `&`, `'` as `\\u00xx`. The text is escaped like any " +
      'other: in a JSON body it belongs inside quotes. `json` embeds a value as it is.',
    parameters: [INDENT],
    examples: [
      {
        template: '{{ record.item | tojson }}',
        variables: { record: { item: { b: "it's", a: [1, null] } } },
        output: '{"a":[1,null],"b":"it\\u0027s"}',
      },
      {
        template: '{"item": "{{ record.item | tojson }}"}',
        target: 'json',
        variables: { record: { item: { a: 1 } } },
        output: '{"item": "{\\"a\\":1}"}',
      },
      { template: '{{ [1, 2] | tojson(indent=2) }}', output: '[\n  1,\n  2\n]' },
    ],
    apply(value, [indent = null], site) {
      const data = withoutRangeError(() => toData(value), site.fail);
      const json = sortedJson(data, indentOf(indent, "filter 'tojson'", site), site);
      return madeText(json.replace(/[<>&']/g, unicodeEscape), site);
    },
  },
  {
    name: 'json',
    summary:
      'The value as JSON that stands for itself in a JSON body: `{"item": {{ record.item | json }}}`. In other ' +
      'targets it is text and escaped as such. Integers of any size keep their digits.',
    parameters: [INDENT],
    examples: [
      {
        template: '{"item": {{ record.item | json }}}',
        target: 'json',
        variables: { record: { item: { b: 'x "y"', a: [1, null] } } },
        output: '{"item": {"b":"x \\"y\\"","a":[1,null]}}',
      },
      {
        template: '{"note": {{ record.note | json }}}',
        target: 'json',
        variables: { record: {} },
        output: '{"note": null}',
      },
      {
        template: '<t>{{ record.item | json }}</t>',
        target: 'xml',
        variables: { record: { item: ['a'] } },
        output: '<t>[&#34;a&#34;]</t>',
      },
    ],
    apply(value, [indent = null], site) {
      const json = madeText(jsonText(value, indent, "filter 'json'", site), site);
      return site.target === 'json' ? new EscapedText(json) : json;
    },
  },
  {
    name: 'pprint',
    summary: 'The value as JSON on several lines, for people.',
    parameters: [{ name: 'verbose', default: false }],
    examples: [
      { template: "{{ {'a': [1]} | pprint }}", output: '{\n  "a": [\n    1\n  ]\n}' },
      { template: "{{ 'x' | pprint }}", output: '"x"' },
    ],
    apply: (value, _, site) => madeText(jsonText(value, 2, "filter 'pprint'", site), site),
  },
];

function jsonText(value: TemplateValue, indent: TemplateValue, callee: string, site: CallSite): string {
  const data = withoutRangeError(() => toData(value), site.fail);
  return withoutRangeError(() => stringifyJson(data, indentOf(indent, callee, site)), site.fail);
}

function indentOf(indent: TemplateValue, callee: string, site: CallSite): number {
  if (indent === null) return 0;
  return integerArgument(indent, 'indent', callee, site.fail, { minimum: 0, maximum: 10 });
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
