import { codePointLength, firstCodePoints } from '../../text/code-points.ts';
import { integerArgument, madeText, subjectText } from '../call-values.ts';
import { isTruthy, textOf } from '../conversion.ts';
import type { FilterDefinition } from '../definition.ts';
import { joined, lines } from '../text-operations.ts';
import { wrappedLine } from './word-wrap.ts';

export const LAYOUT_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'truncate',
    summary:
      'The text cut to `length` characters, `end` included, at a space unless `killwords`. Text that is at most ' +
      '`leeway` characters longer stays whole.',
    parameters: [
      { name: 'length', default: 255 },
      { name: 'killwords', default: false },
      { name: 'end', default: '...' },
      { name: 'leeway', default: 5 },
    ],
    examples: [
      { template: "{{ 'foo bar baz qux' | truncate(9) }}", output: 'foo...' },
      { template: "{{ 'foo bar baz qux' | truncate(9, true) }}", output: 'foo ba...' },
      { template: "{{ 'foo bar baz qux' | truncate(11, leeway=0) }}", output: 'foo bar...' },
      { template: "{{ 'foo bar baz qux' | truncate(11) }}", output: 'foo bar baz qux' },
    ],
    apply(value, [length, killwords = false, end = null, leeway], site) {
      const callee = "filter 'truncate'";
      const tail = textOf(end, site.fail);
      const tailLength = codePointLength(tail);
      const limit = integerArgument(length, 'length', callee, site.fail, { minimum: tailLength });
      const tolerance = integerArgument(leeway, 'leeway', callee, site.fail, { minimum: 0 });
      const text = subjectText(value, site);
      if (codePointLength(text) <= limit + tolerance) return text;
      const kept = firstCodePoints(text, limit - tailLength);
      const space = isTruthy(killwords) ? -1 : kept.lastIndexOf(' ');
      return madeText((space < 0 ? kept : kept.slice(0, space)) + tail, site);
    },
  },
  {
    name: 'wordcount',
    summary: 'How many words the text has: runs of letters, digits and `_`.',
    parameters: [],
    examples: [
      { template: "{{ 'Grüße an 2 people, twice!' | wordcount }}", output: '5' },
      { template: "{{ '' | wordcount }}", output: '0' },
    ],
    apply(value, _, site) {
      let count = 0;
      for (const _word of subjectText(value, site).matchAll(/[\p{L}\p{N}_]+/gu)) count += 1;
      site.rendering.takeSteps(count, site.fail);
      return count;
    },
  },
  {
    name: 'wordwrap',
    summary:
      'The text with lines of at most `width` characters, broken at spaces, hyphens, and inside longer words.',
    parameters: [
      { name: 'width', default: 79 },
      { name: 'break_long_words', default: true },
      { name: 'wrapstring', default: null },
      { name: 'break_on_hyphens', default: true },
    ],
    examples: [
      { template: "{{ 'one two three' | wordwrap(8) }}", output: 'one two\nthree' },
      {
        template: "{{ 'abcdefgh well-known' | wordwrap(5, wrapstring='|') }}",
        output: 'abcde|fgh|well-|known',
      },
      { template: "{{ 'abcdefgh ij' | wordwrap(5, false) }}", output: 'abcdefgh\nij' },
    ],
    apply(value, [width, breakWords = true, wrapstring = null, breakHyphens = true], site) {
      const options = {
        width: integerArgument(width, 'width', "filter 'wordwrap'", site.fail, { minimum: 1 }),
        breakWords: isTruthy(breakWords),
        breakHyphens: isTruthy(breakHyphens),
      };
      const separator = wrapstring === null ? '\n' : textOf(wrapstring, site.fail);
      const wrapped: string[] = [];
      for (const line of lines(subjectText(value, site), false)) {
        const parts = wrappedLine(line, options);
        site.rendering.takeElements(parts.length, site.fail);
        wrapped.push(joined(parts, separator, site));
      }
      return joined(wrapped, separator, site);
    },
  },
];
