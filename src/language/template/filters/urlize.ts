import { codePointLength, firstCodePoints } from '../../text/code-points.ts';
import { integerArgument, madeText, subjectText } from '../call-values.ts';
import { isTruthy, textOf } from '../conversion.ts';
import type { FilterDefinition } from '../definition.ts';
import { htmlEscaped } from './html.ts';

export const URLIZE_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'urlize',
    summary: 'The text as HTML in which `http(s)://` and `www.` addresses and mail addresses are links.',
    parameters: [
      { name: 'trim_url_limit', default: null },
      { name: 'nofollow', default: false },
      { name: 'target', default: null },
      { name: 'rel', default: null },
    ],
    examples: [
      {
        template: "{{ 'See https://example.com/a.' | urlize }}",
        output: 'See <a href="https://example.com/a" rel="noopener">https://example.com/a</a>.',
      },
      {
        template: "{{ 'Ask me@example.com <now>' | urlize }}",
        output: 'Ask <a href="mailto:me@example.com">me@example.com</a> &lt;now&gt;',
      },
      {
        template: "{{ 'www.example.com' | urlize(7, nofollow=true, target='_blank') }}",
        output: '<a href="https://www.example.com" rel="nofollow noopener" target="_blank">www.exa...</a>',
      },
    ],
    apply(value, [limit = null, nofollow = false, target = null, rel = null], site) {
      const length =
        limit === null
          ? Number.POSITIVE_INFINITY
          : integerArgument(limit, 'trim_url_limit', "filter 'urlize'", site.fail);
      const relations = new Set(rel === null ? [] : textOf(rel, site.fail).split(/\s+/).filter(Boolean));
      if (isTruthy(nofollow)) relations.add('nofollow');
      relations.add('noopener');
      const frame = target === null ? '' : ` target="${htmlEscaped(textOf(target, site.fail))}"`;
      const attributes = ` rel="${htmlEscaped([...relations].sort().join(' '))}"${frame}`;
      const words = subjectText(value, site).split(/(\s+)/);
      site.rendering.takeElements(words.length, site.fail);
      return words.map((word) => madeText(linked(word, attributes, length), site)).join('');
    },
  },
];

const LEADING: ReadonlySet<string> = new Set(['(', '<', '[', '"', "'"]);
const TRAILING: ReadonlySet<string> = new Set(['.', ',', ';', ':', '!', '?', ')', '>', ']', '"', "'"]);

/** One word as HTML: punctuation around an address stays outside of the link. */
function linked(word: string, attributes: string, limit: number): string {
  let start = 0;
  let end = word.length;
  while (start < end && LEADING.has(word.charAt(start))) start += 1;
  const opening = word.indexOf('(', start);
  while (end > start && TRAILING.has(word.charAt(end - 1))) {
    // A closing parenthesis belongs to an address that has the opening one.
    if (word.charAt(end - 1) === ')' && opening >= 0 && opening < end) break;
    end -= 1;
  }
  const link = linkOf(word.slice(start, end), attributes, limit);
  if (link === undefined) return htmlEscaped(word);
  return htmlEscaped(word.slice(0, start)) + link + htmlEscaped(word.slice(end));
}

function linkOf(address: string, attributes: string, limit: number): string | undefined {
  if (/^https?:\/\/[^/?#]/i.test(address)) return anchor(address, address, attributes, limit);
  if (/^www\.[^.]/i.test(address)) return anchor(`https://${address}`, address, attributes, limit);
  return /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(address)
    ? anchor(`mailto:${address}`, address, '', limit)
    : undefined;
}

function anchor(href: string, address: string, attributes: string, limit: number): string {
  const shown = codePointLength(address) > limit ? `${firstCodePoints(address, limit)}...` : address;
  return `<a href="${htmlEscaped(href)}"${attributes}>${htmlEscaped(shown)}</a>`;
}
