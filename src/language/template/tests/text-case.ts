import { subjectText } from '../call-values.ts';
import type { TestDefinition } from '../definition.ts';

export const CASE_TESTS: readonly TestDefinition[] = [
  {
    name: 'lower',
    summary: 'The text has letters, and all of them are lower case.',
    parameters: [],
    examples: [
      { template: "{{ 'ab-1é' is lower }}", output: 'true' },
      { template: "{{ 'aB' is lower }} {{ '12' is lower }}", output: 'false false' },
    ],
    holds(value, _, site) {
      const text = subjectText(value, site);
      return /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
    },
  },
  {
    name: 'upper',
    summary: 'The text has letters, and all of them are upper case.',
    parameters: [],
    examples: [
      { template: "{{ 'AB-1' is upper }}", output: 'true' },
      { template: "{{ 'Ab' is upper }} {{ '12' is upper }}", output: 'false false' },
    ],
    holds(value, _, site) {
      const text = subjectText(value, site);
      return /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
    },
  },
];
