import { isIterable, isMapping } from '../call-values.ts';
import type { TestDefinition } from '../definition.ts';
import { isText } from '../operations/concatenation.ts';
import { EscapedText, TemplateCallable, type TemplateValue } from '../value.ts';

export const KIND_TESTS: readonly TestDefinition[] = [
  {
    name: 'boolean',
    summary: 'The value is true or false.',
    parameters: [],
    examples: [
      { template: '{{ false is boolean }}', output: 'true' },
      { template: "{{ 'true' is boolean }} {{ 0 is boolean }}", output: 'false false' },
    ],
    holds: (value) => typeof value === 'boolean',
  },
  {
    name: 'true',
    summary: 'The value is true itself.',
    parameters: [],
    examples: [
      { template: '{{ record.ok is true }}', variables: { record: { ok: true } }, output: 'true' },
      { template: '{{ 1 is true }}', output: 'false' },
    ],
    holds: (value) => value === true,
  },
  {
    name: 'false',
    summary: 'The value is false itself; null and empty values are not.',
    parameters: [],
    examples: [
      { template: '{{ record.ok is false }}', variables: { record: { ok: false } }, output: 'true' },
      { template: '{{ none is false }}', output: 'false' },
    ],
    holds: (value) => value === false,
  },
  {
    name: 'string',
    summary: 'The value is a text.',
    parameters: [],
    examples: [
      { template: "{{ '42' is string }}", output: 'true' },
      { template: '{{ 42 is string }}', output: 'false' },
    ],
    holds: isText,
  },
  {
    name: 'number',
    summary: 'The value is a number, with a fraction or not.',
    parameters: [],
    examples: [
      { template: '{{ 4.2 is number }}', output: 'true' },
      { template: "{{ '42' is number }} {{ true is number }}", output: 'false false' },
    ],
    holds: (value) => typeof value === 'number' || typeof value === 'bigint',
  },
  {
    name: 'integer',
    summary: 'The value is a whole number. How it was written does not matter: `42.0` is one.',
    parameters: [],
    examples: [
      { template: '{{ record.id is integer }}', variables: { record: { id: 42 } }, output: 'true' },
      { template: '{{ 4.5 is integer }}', output: 'false' },
    ],
    holds: isInteger,
  },
  {
    name: 'float',
    summary: 'The value is a number with a fraction, or too large to be known exactly.',
    parameters: [],
    examples: [
      { template: '{{ 4.5 is float }}', output: 'true' },
      { template: '{{ 4.0 is float }}', output: 'false' },
    ],
    holds: (value) => typeof value === 'number' && !isInteger(value),
  },
  {
    name: 'mapping',
    summary: 'The value is an object.',
    parameters: [],
    examples: [
      { template: "{{ {'a': 1} is mapping }}", output: 'true' },
      { template: '{{ [1] is mapping }}', output: 'false' },
    ],
    holds: isMapping,
  },
  {
    name: 'sequence',
    summary: 'The value has a length and elements: a list, a text or an object.',
    parameters: [],
    examples: [
      { template: "{{ [1] is sequence }} {{ 'ab' is sequence }}", output: 'true true' },
      { template: '{{ 42 is sequence }}', output: 'false' },
    ],
    holds: isIterable,
  },
  {
    name: 'iterable',
    summary: 'List filters can go through the value: a list, a text or an object.',
    parameters: [],
    examples: [
      { template: '{{ range(3) is iterable }}', output: 'true' },
      { template: '{{ none is iterable }} {{ 42 is iterable }}', output: 'false false' },
    ],
    holds: isIterable,
  },
  {
    name: 'callable',
    summary: 'The value can be called: a macro, a `joiner`, a method of `loop` or of a `cycler`.',
    parameters: [],
    examples: [
      { template: '{% macro m() %}x{% endmacro %}{{ m is callable }}', output: 'true' },
      { template: "{{ 'x' is callable }}", output: 'false' },
    ],
    holds: (value) => value instanceof TemplateCallable,
  },
  {
    name: 'escaped',
    summary:
      'The value is text that is escaped for the target already: what a macro gives, or `json` in a JSON body.',
    parameters: [],
    examples: [
      { template: '{{ ([1] | json) is escaped }}', target: 'json', output: 'true' },
      { template: "{{ ('<' | e) is escaped }}", output: 'false' },
    ],
    holds: (value) => value instanceof EscapedText,
  },
  {
    name: 'sameas',
    summary:
      'The value is the very same: equal scalars of the same type, or the same list or object, not an equal one.',
    parameters: [{ name: 'other' }],
    examples: [
      { template: '{{ record.ok is sameas(true) }}', variables: { record: { ok: true } }, output: 'true' },
      {
        template: '{{ record.a is sameas(record.b) }}',
        variables: { record: { a: [1], b: [1] } },
        output: 'false',
      },
    ],
    holds: (value, [other = null]) => value === other,
  },
];

function isInteger(value: TemplateValue): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
}
