import { byName } from '../by-name.ts';
import type { TestDefinition } from '../definition.ts';
import { FILTERS } from '../filters/registry.ts';
import { COMPARISON_TESTS } from './comparisons.ts';
import { EXISTENCE_TESTS } from './existence.ts';
import { KIND_TESTS } from './kinds.ts';
import { NUMBER_TESTS } from './numbers.ts';
import { CASE_TESTS } from './text-case.ts';

const NAME_TESTS: readonly TestDefinition[] = [
  {
    name: 'filter',
    summary: 'The text is the name of a filter.',
    parameters: [],
    examples: [
      { template: "{{ 'upper' is filter }}", output: 'true' },
      { template: "{{ 'even' is filter }}", output: 'false' },
    ],
    holds: (value) => typeof value === 'string' && FILTERS.has(value),
  },
  {
    name: 'test',
    summary: 'The text is the name of a test.',
    parameters: [],
    examples: [
      { template: "{{ 'even' is test }} {{ '==' is test }}", output: 'true true' },
      { template: "{{ 'trim' is test }}", output: 'false' },
    ],
    holds: (value) => typeof value === 'string' && TESTS.has(value),
  },
];

/** The tests by name and alias. */
export const TESTS: ReadonlyMap<string, TestDefinition> = byName([
  ...EXISTENCE_TESTS,
  ...KIND_TESTS,
  ...NUMBER_TESTS,
  ...COMPARISON_TESTS,
  ...CASE_TESTS,
  ...NAME_TESTS,
]);
