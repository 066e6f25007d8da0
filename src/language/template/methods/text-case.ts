import { madeText, subjectText } from '../call-values.ts';
import type { MethodDefinition } from '../definition.ts';
import { capitalized } from '../text-operations.ts';

export const CASE_METHODS: readonly MethodDefinition[] = [
  {
    name: 'upper',
    receiver: 'string',
    summary: 'The text in upper case.',
    parameters: [],
    examples: [
      { template: "{{ 'ab1'.upper() }}", output: 'AB1' },
      { template: '{{ record.sku.upper() }}', variables: { record: { sku: 'x-ß' } }, output: 'X-SS' },
    ],
    apply: (receiver, _, site) => madeText(subjectText(receiver, site).toUpperCase(), site),
  },
  {
    name: 'lower',
    receiver: 'string',
    summary: 'The text in lower case.',
    parameters: [],
    examples: [
      { template: "{{ 'AB1'.lower() }}", output: 'ab1' },
      {
        template: '{{ record.mail.lower() }}',
        variables: { record: { mail: 'Me@Example.COM' } },
        output: 'me@example.com',
      },
    ],
    apply: (receiver, _, site) => madeText(subjectText(receiver, site).toLowerCase(), site),
  },
  {
    name: 'capitalize',
    receiver: 'string',
    summary: 'The first letter in upper case, the others in lower case.',
    parameters: [],
    examples: [
      { template: "{{ 'hELLO you'.capitalize() }}", output: 'Hello you' },
      { template: "{{ '1st'.capitalize() }}", output: '1st' },
    ],
    apply: (receiver, _, site) => madeText(capitalized(subjectText(receiver, site)), site),
  },
  {
    name: 'title',
    receiver: 'string',
    summary:
      'A capital after everything that is no letter, lower case elsewhere. The filter `title` goes by words.',
    parameters: [],
    examples: [
      { template: "{{ 'new york'.title() }}", output: 'New York' },
      { template: '{{ "it\'s 2nd".title() }}', output: "It'S 2Nd" },
    ],
    apply(receiver, _, site) {
      const lower = subjectText(receiver, site).toLowerCase();
      return madeText(
        lower.replace(/(?<!\p{Cased})\p{Cased}/gu, (letter) => letter.toUpperCase()),
        site,
      );
    },
  },
  {
    name: 'isdigit',
    receiver: 'string',
    summary: 'The text is not empty and all digits.',
    parameters: [],
    examples: [
      { template: "{{ '0042'.isdigit() }}", output: 'true' },
      { template: "{{ '4.2'.isdigit() }} {{ ''.isdigit() }}", output: 'false false' },
    ],
    apply: (receiver, _, site) => /^\p{Nd}+$/u.test(subjectText(receiver, site)),
  },
  {
    name: 'isalpha',
    receiver: 'string',
    summary: 'The text is not empty and all letters.',
    parameters: [],
    examples: [
      { template: "{{ 'Zoë'.isalpha() }}", output: 'true' },
      { template: "{{ 'a b'.isalpha() }} {{ ''.isalpha() }}", output: 'false false' },
    ],
    apply: (receiver, _, site) => /^\p{L}+$/u.test(subjectText(receiver, site)),
  },
];
