import { codePointLength, codePointOffset } from '../../text/code-points.ts';
import { elementsOf, integerArgument, madeList, subjectText } from '../call-values.ts';
import { isTruthy, textOf } from '../conversion.ts';
import type { CallSite, MethodDefinition, Parameter, TemplateExample } from '../definition.ts';
import { joined, lines, replaced, type SplitFrom, splitText } from '../text-operations.ts';
import type { TemplateValue } from '../value.ts';
import { textArgument } from './text-argument.ts';

const FIND_PARAMETERS: readonly Parameter[] = [
  { name: 'sub' },
  { name: 'start', default: 0 },
  { name: 'end', default: null },
];

export const PART_METHODS: readonly MethodDefinition[] = [
  split('split', 'start', 'from the start', [
    { template: "{{ 'a,b,,c'.split(',') }}", output: '["a","b","","c"]' },
    { template: "{{ ' a  b '.split() }}", output: '["a","b"]' },
    { template: "{{ 'k=v=w'.split('=', 1)[1] }}", output: 'v=w' },
  ]),
  split('rsplit', 'end', 'from the end', [
    { template: "{{ 'a/b/c'.rsplit('/', 1) }}", output: '["a/b","c"]' },
    { template: "{{ 'a b'.rsplit() }}", output: '["a","b"]' },
  ]),
  {
    name: 'splitlines',
    receiver: 'string',
    summary: 'The lines of the text, without their ends unless `keepends`.',
    parameters: [{ name: 'keepends', default: false }],
    examples: [
      { template: "{{ 'a\\r\\nb\\n'.splitlines() }}", output: '["a","b"]' },
      { template: "{{ 'a\\nb'.splitlines(true) }}", output: '["a\\n","b"]' },
    ],
    apply: (receiver, [keepEnds = false], site) =>
      madeList(lines(subjectText(receiver, site), isTruthy(keepEnds)), site),
  },
  {
    name: 'replace',
    receiver: 'string',
    summary: 'The text with every occurrence of a part replaced, or with the first `count` ones.',
    parameters: [{ name: 'old' }, { name: 'new' }, { name: 'count', default: -1 }],
    examples: [
      { template: "{{ 'a-b-c'.replace('-', '') }}", output: 'abc' },
      { template: "{{ 'a-b-c'.replace('-', '+', 1) }}", output: 'a+b-c' },
    ],
    apply(receiver, [old, by, count], site) {
      const callee = "method 'replace'";
      const limit = integerArgument(count, 'count', callee, site.fail);
      const part = textArgument(old, 'old', callee, site);
      return replaced(subjectText(receiver, site), part, textArgument(by, 'new', callee, site), limit, site);
    },
  },
  find('find', 'first', (text, part) => text.indexOf(part), [
    { template: "{{ 'banana'.find('an') }}", output: '1' },
    { template: "{{ 'banana'.find('an', 2) }} {{ 'banana'.find('x') }}", output: '3 -1' },
  ]),
  find('rfind', 'last', (text, part) => text.lastIndexOf(part), [
    { template: "{{ 'banana'.rfind('an') }}", output: '3' },
    { template: "{{ 'banana'.rfind('x') }}", output: '-1' },
  ]),
  {
    name: 'count',
    receiver: 'string',
    summary: 'How often a part occurs in the text, without overlaps.',
    parameters: [{ name: 'sub' }],
    examples: [
      { template: "{{ 'banana'.count('an') }}", output: '2' },
      { template: "{{ 'aaa'.count('aa') }} {{ 'abc'.count('') }}", output: '1 4' },
    ],
    apply(receiver, [sub], site) {
      const text = subjectText(receiver, site);
      const part = textArgument(sub, 'sub', "method 'count'", site);
      if (part === '') return codePointLength(text) + 1;
      let count = 0;
      for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count += 1;
      site.rendering.takeSteps(count, site.fail);
      return count;
    },
  },
  {
    name: 'join',
    receiver: 'string',
    summary: 'The elements of a list as one text, with this text between them.',
    parameters: [{ name: 'iterable' }],
    examples: [
      { template: "{{ ', '.join(['a', 'b']) }}", output: 'a, b' },
      { template: "{{ '-'.join('abc') }}", output: 'a-b-c' },
    ],
    apply(receiver, [list = null], site) {
      const texts = elementsOf(list, "method 'join'", site).map((element) => textOf(element, site.fail));
      return joined(texts, subjectText(receiver, site), site);
    },
  },
];

function split(
  name: string,
  from: SplitFrom,
  place: string,
  examples: readonly TemplateExample[],
): MethodDefinition {
  const callee = `method '${name}'`;
  return {
    name,
    receiver: 'string',
    summary: `The parts of the text between separators, or between runs of white space; at most \`maxsplit\` splits, ${place}.`,
    parameters: [
      { name: 'sep', default: null },
      { name: 'maxsplit', default: -1 },
    ],
    examples,
    apply(receiver, [sep = null, maxsplit], site) {
      const separator = sep === null ? null : textArgument(sep, 'sep', callee, site);
      if (separator === '') return site.fail(`invalid call to ${callee}: sep must not be empty`);
      const limit = integerArgument(maxsplit, 'maxsplit', callee, site.fail);
      return splitText(subjectText(receiver, site), separator, limit, from, site);
    },
  };
}

function find(
  name: string,
  word: string,
  indexIn: (text: string, part: string) => number,
  examples: readonly TemplateExample[],
): MethodDefinition {
  const callee = `method '${name}'`;
  return {
    name,
    receiver: 'string',
    summary: `The position in characters of the ${word} occurrence of a part, between \`start\` and \`end\`; -1 when there is none.`,
    parameters: FIND_PARAMETERS,
    examples,
    apply(receiver, [sub, start, end = null], site) {
      const text = subjectText(receiver, site);
      const part = textArgument(sub, 'sub', callee, site);
      const length = codePointLength(text);
      const first = positionIn(length, start, 'start', callee, site);
      const last = end === null ? length : positionIn(length, end, 'end', callee, site);
      if (first > Math.min(last, length)) return -1;
      const from = codePointOffset(text, first);
      const found = indexIn(text.slice(from, codePointOffset(text, last)), part);
      return found < 0 ? -1 : codePointLength(text.slice(0, from + found));
    },
  };
}

/** A position in characters; negative ones count from the end. */
function positionIn(
  length: number,
  position: TemplateValue | undefined,
  parameter: string,
  callee: string,
  site: CallSite,
): number {
  const index = integerArgument(position, parameter, callee, site.fail);
  return index < 0 ? Math.max(0, index + length) : index;
}
