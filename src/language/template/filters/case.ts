import { madeText, subjectText } from '../call-values.ts';
import type { FilterDefinition } from '../definition.ts';
import { capitalized, titled } from '../text-operations.ts';

export const CASE_FILTERS: readonly FilterDefinition[] = [
  {
    name: 'upper',
    summary: 'The text in upper case. Values that are no text are converted first.',
    parameters: [],
    examples: [
      { template: "{{ 'Straße 12a' | upper }}", output: 'STRASSE 12A' },
      { template: '{{ record.ok | upper }}', variables: { record: { ok: true } }, output: 'TRUE' },
    ],
    apply: (value, _, site) => madeText(subjectText(value, site).toUpperCase(), site),
  },
  {
    name: 'lower',
    summary: 'The text in lower case. Values that are no text are converted first.',
    parameters: [],
    examples: [
      { template: "{{ 'Order-ÄB' | lower }}", output: 'order-äb' },
      { template: '{{ record.sku | lower }}', variables: { record: { sku: 'A-42' } }, output: 'a-42' },
    ],
    apply: (value, _, site) => madeText(subjectText(value, site).toLowerCase(), site),
  },
  {
    name: 'capitalize',
    summary:
      'The first letter in upper case, the others in lower case. Values that are no text stay as they are.',
    parameters: [],
    examples: [
      { template: "{{ 'mIXED case' | capitalize }}", output: 'Mixed case' },
      { template: '{{ 42 | capitalize }}', output: '42' },
    ],
    apply: (value, _, site) =>
      typeof value === 'string' ? madeText(capitalized(subjectText(value, site)), site) : value,
  },
  {
    name: 'title',
    summary:
      'A capital at the start of every word, lower case elsewhere. Words end at spaces, hyphens and brackets.',
    parameters: [],
    examples: [
      { template: "{{ 'jean-luc o\\'neil' | title }}", output: "Jean-Luc O'neil" },
      { template: "{{ 'NEW (YORK) city' | title }}", output: 'New (York) City' },
    ],
    apply: (value, _, site) => titled(subjectText(value, site), site),
  },
];
