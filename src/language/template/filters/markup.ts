import { elementsOf, isMapping, madeText, refuseValue, subjectText } from '../call-values.ts';
import { isTruthy, textOf } from '../conversion.ts';
import type { FilterDefinition } from '../definition.ts';
import { escapeUrl } from '../escaping/url.ts';
import { pairsOf } from '../pairs.ts';
import { joined } from '../text-operations.ts';
import { htmlEscaped, withoutTags } from './html.ts';

export const MARKUP_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'escape',
    aliases: ['e'],
    summary:
      'The text with `&`, `<`, `>`, `\'` and `"` as HTML entities. It does not replace the escaping of the target, ' +
      'which follows.',
    parameters: [],
    examples: [
      {
        template: '{{ record.v | e }}',
        variables: { record: { v: '<b a="1">&' } },
        output: '&lt;b a=&#34;1&#34;&gt;&amp;',
      },
      { template: "{{ '<' | e }}", target: 'xml', output: '&amp;lt;' },
    ],
    apply: (value, _, site) => madeText(htmlEscaped(subjectText(value, site)), site),
  },
  {
    name: 'forceescape',
    summary: 'The same as `escape`: text counts as plain text however it was made.',
    parameters: [],
    examples: [
      { template: "{{ 'a < b' | forceescape }}", output: 'a &lt; b' },
      { template: "{{ '<' | e | forceescape }}", output: '&amp;lt;' },
    ],
    apply: (value, _, site) => madeText(htmlEscaped(subjectText(value, site)), site),
  },
  {
    name: 'safe',
    summary: 'The value as it is. It never switches the escaping of the target off.',
    parameters: [],
    examples: [
      { template: "{{ '<b>' | safe }}", target: 'xml', output: '&lt;b&gt;' },
      { template: "{{ 'a b' | safe }}", target: 'url', output: 'a%20b' },
    ],
    apply: (value) => value,
  },
  {
    name: 'striptags',
    summary:
      'The text without tags and comments, with white space collapsed and the common entities decoded.',
    parameters: [],
    examples: [
      { template: "{{ '<p>a <!-- x --><b>b</b></p>\\n c' | striptags }}", output: 'a b c' },
      { template: "{{ 'Tom &amp; J&#233;r&ocirc;me' | striptags }}", output: 'Tom & Jér&ocirc;me' },
    ],
    apply: (value, _, site) => madeText(withoutTags(subjectText(value, site)), site),
  },
  {
    name: 'urlencode',
    summary:
      'The text percent-encoded, `/` left alone; an object or a list of pairs as a query string. A URL target ' +
      'encodes every value anyway.',
    parameters: [],
    examples: [
      { template: "{{ 'a b&c/é' | urlencode }}", output: 'a%20b%26c/%C3%A9' },
      { template: "{{ {'q': 'a b', 'n': 1} | urlencode }}", output: 'n=1&q=a+b' },
    ],
    apply(value, _, site) {
      const callee = "filter 'urlencode'";
      if (!Array.isArray(value) && !isMapping(value)) {
        return madeText(escapeUrl(subjectText(value, site)).replaceAll('%2F', '/'), site);
      }
      const pairs = Array.isArray(value) ? elementsOf(value, callee, site) : pairsOf(value, callee, site);
      const parts = pairs.map((pair) => {
        if (!Array.isArray(pair) || pair.length !== 2) {
          return refuseValue(callee, 'pairs of a name and a value', pair, site.fail);
        }
        return pair.map((part) => escapeUrl(textOf(part, site.fail)).replaceAll('%20', '+')).join('=');
      });
      return joined(parts, '&', site);
    },
  },
  {
    name: 'xmlattr',
    summary:
      'The members of an object as XML attributes, null ones left out; a space comes first unless `autospace` is false.',
    parameters: [{ name: 'autospace', default: true }],
    examples: [
      {
        template: "<a{{ {'id': 7, 'title': 'x \"y\"', 'rel': none} | xmlattr }}>",
        output: '<a id="7" title="x &#34;y&#34;">',
      },
      { template: "[{{ {'a': 1} | xmlattr(autospace=false) }}]", output: '[a="1"]' },
    ],
    apply(value, [autospace = true], site) {
      const callee = "filter 'xmlattr'";
      const present = pairsOf(value, callee, site).filter(([, member]) => member !== null);
      const parts = present.map(([key = null, member = null]) => {
        const name = textOf(key, site.fail);
        if (name === '' || /[\s/>=]/.test(name)) {
          return site.fail(
            `invalid call to ${callee}: an attribute name must not be empty or hold white space, "/", ">" or "="`,
          );
        }
        return `${htmlEscaped(name)}="${htmlEscaped(textOf(member, site.fail))}"`;
      });
      const attributes = joined(parts, ' ', site);
      return attributes !== '' && isTruthy(autospace) ? ` ${attributes}` : attributes;
    },
  },
];
