import { codePointLength } from '../../text/code-points.ts';
import { integerArgument, refuseArgument, subjectText } from '../call-values.ts';
import { textOf } from '../conversion.ts';
import type { CallSite, MethodDefinition, TemplateExample } from '../definition.ts';
import { type Alignment, type Ends, padded, stripped } from '../text-operations.ts';
import type { TemplateValue } from '../value.ts';
import { textArgument } from './text-argument.ts';

export const END_METHODS: readonly MethodDefinition[] = [
  strip('strip', 'both', 'both ends', [
    { template: "[{{ '  a b '.strip() }}]", output: '[a b]' },
    { template: "{{ '--a-b--'.strip('-') }}", output: 'a-b' },
  ]),
  strip('lstrip', 'start', 'the start', [
    { template: "[{{ '  a '.lstrip() }}]", output: '[a ]' },
    { template: "{{ '0042'.lstrip('0') }}", output: '42' },
  ]),
  strip('rstrip', 'end', 'the end', [
    { template: "[{{ ' a  '.rstrip() }}]", output: '[ a]' },
    { template: "{{ 'a/b//'.rstrip('/') }}", output: 'a/b' },
  ]),
  edge('startswith', 'starts', (text, part) => text.startsWith(part), [
    { template: "{{ 'ORD-1'.startswith('ORD') }}", output: 'true' },
    {
      template: "{{ 'ORD-1'.startswith(['X', 'O']) }} {{ 'ORD-1'.startswith('ord') }}",
      output: 'true false',
    },
  ]),
  edge('endswith', 'ends', (text, part) => text.endsWith(part), [
    { template: "{{ 'a.json'.endswith('.json') }}", output: 'true' },
    { template: "{{ 'a.json'.endswith(['.xml', '.csv']) }}", output: 'false' },
  ]),
  pad('center', 'center', 'in the middle of', [
    { template: "[{{ 'ab'.center(6) }}]", output: '[  ab  ]' },
    { template: "{{ 'ab'.center(5, '*') }}", output: '**ab*' },
  ]),
  pad('ljust', 'left', 'at the start of', [
    { template: "[{{ 'ab'.ljust(5) }}]", output: '[ab   ]' },
    { template: "{{ 'ab'.ljust(4, '.') }}", output: 'ab..' },
  ]),
  pad('rjust', 'right', 'at the end of', [
    { template: "[{{ 'ab'.rjust(5) }}]", output: '[   ab]' },
    { template: "{{ '42'.rjust(5, '0') }}", output: '00042' },
  ]),
  {
    name: 'zfill',
    receiver: 'string',
    summary: 'The text with zeros before it, after its sign if it has one, up to a width.',
    parameters: [{ name: 'width' }],
    examples: [
      { template: "{{ '42'.zfill(5) }}", output: '00042' },
      { template: "{{ '-42'.zfill(5) }} {{ 'abcdef'.zfill(3) }}", output: '-0042 abcdef' },
    ],
    apply(receiver, [width], site) {
      const text = subjectText(receiver, site);
      const columns = integerArgument(width, 'width', "method 'zfill'", site.fail);
      const sign = /^[+-]/.exec(text)?.[0] ?? '';
      return sign + padded(text.slice(sign.length), columns - sign.length, '0', 'right', site);
    },
  },
];

function strip(
  name: string,
  ends: Ends,
  place: string,
  examples: readonly TemplateExample[],
): MethodDefinition {
  return {
    name,
    receiver: 'string',
    summary: `The text without white space, or without the given characters, at ${place}.`,
    parameters: [{ name: 'chars', default: null }],
    examples,
    apply: (receiver, [chars = null], site) =>
      stripped(subjectText(receiver, site), chars === null ? null : textOf(chars, site.fail), ends),
  };
}

function edge(
  name: string,
  verb: string,
  holds: (text: string, part: string) => boolean,
  examples: readonly TemplateExample[],
): MethodDefinition {
  const callee = `method '${name}'`;
  return {
    name,
    receiver: 'string',
    summary: `The text ${verb} with a part, or with one of a list of parts.`,
    parameters: [{ name: 'part' }],
    examples,
    apply(receiver, [part = null], site) {
      const text = subjectText(receiver, site);
      const parts = Array.isArray(part) ? part : [part];
      return parts.some((one) => holds(text, textArgument(one, 'part', callee, site)));
    },
  };
}

function pad(
  name: string,
  align: Alignment,
  place: string,
  examples: readonly TemplateExample[],
): MethodDefinition {
  const callee = `method '${name}'`;
  return {
    name,
    receiver: 'string',
    summary: `The text ${place} a field of the given width, filled up with spaces or another character.`,
    parameters: [{ name: 'width' }, { name: 'fillchar', default: ' ' }],
    examples,
    apply(receiver, [width, fill], site) {
      const columns = integerArgument(width, 'width', callee, site.fail);
      return padded(subjectText(receiver, site), columns, characterArgument(fill, callee, site), align, site);
    },
  };
}

function characterArgument(value: TemplateValue | undefined, callee: string, site: CallSite): string {
  const fill = textArgument(value, 'fillchar', callee, site);
  if (codePointLength(fill) === 1) return fill;
  return refuseArgument(callee, 'fillchar', 'one character', codePointLength(fill), site.fail);
}
