import type { TestDefinition } from '../definition.ts';

export const EXISTENCE_TESTS: readonly TestDefinition[] = [
  {
    name: 'defined',
    summary: 'The value is there and not null. Never fails, even when a parent is missing.',
    missing: 'accept',
    parameters: [],
    examples: [
      { template: '{{ record.id is defined }}', variables: { record: { id: 0 } }, output: 'true' },
      { template: '{{ record.a.b is defined }}', variables: { record: {} }, output: 'false' },
      { template: '{{ record.id is defined }}', variables: { record: { id: null } }, output: 'false' },
    ],
    holds: (value) => value !== null,
  },
  {
    name: 'undefined',
    summary: 'The value is missing or null: the opposite of `defined`.',
    missing: 'accept',
    parameters: [],
    examples: [
      { template: '{{ record.a.b is undefined }}', variables: { record: {} }, output: 'true' },
      { template: "{{ '' is undefined }}", output: 'false' },
    ],
    holds: (value) => value === null,
  },
  {
    name: 'none',
    summary:
      'The value is null. A missing value counts as null in a lenient template and is an error in a strict one.',
    parameters: [],
    examples: [
      { template: '{{ record.id is none }}', variables: { record: { id: null } }, output: 'true' },
      { template: '{{ 0 is none }}', output: 'false' },
    ],
    holds: (value) => value === null,
  },
];
