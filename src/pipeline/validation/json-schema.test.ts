import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { assembleJsonSchema } from './json-schema.ts';
import { testRegistry } from './test-registry.ts';

const schema = assembleJsonSchema(testRegistry());
const validate = new Ajv2020.default({ strict: false }).compile(schema);

const COMPLETE = {
  name: 'x',
  input: { type: 'httpPolling', endpoint: 'https://a.example' },
  output: { type: 'httpRequest', endpoint: 'https://b.example' },
};
const withFilter = (filter: object) => ({ ...COMPLETE, filters: [filter] });
const withLogin = (login: object) => ({ ...COMPLETE, input: { ...COMPLETE.input, login } });
const nested = {
  type: 'condition',
  expression: 'a',
  // biome-ignore lint/suspicious/noThenProperty: a field of the filter
  then: [{ type: 'condition', expression: 'b', else: [{ type: 'set', target: 'x', value: null }] }],
};

describe('assembleJsonSchema', () => {
  it('is plain JSON with standard keywords only', () => {
    const text = JSON.stringify(schema);
    expect(JSON.parse(text)).toEqual(schema);
    expect(text).not.toContain('"x-');
    expect(text).not.toContain('discriminator');
  });

  it('is itself valid against the 2020-12 meta-schema', () => {
    expect(new Ajv2020.default({ strict: false }).validateSchema(schema)).toBe(true);
  });

  it('has a definition with its examples for each module', () => {
    const definitions = schema['$defs'] as Record<string, { title?: string; examples?: unknown[] }>;
    expect(Object.keys(definitions)).toEqual(
      expect.arrayContaining([
        'input',
        'filter',
        'output',
        'database-input',
        'set-filter',
        'httpRequest-output',
      ]),
    );
    expect(definitions['httpPolling-input']).toMatchObject({
      title: 'httpPolling input',
      examples: [{ type: 'httpPolling', endpoint: 'https://a.example' }],
    });
  });

  it.each<[string, object]>([
    ['a minimal pipeline', COMPLETE],
    ['nested filters', withFilter(nested)],
    ['onError in any letter case', { ...COMPLETE, defaults: { onError: 'sKiP' } }],
    ['one of two exclusive fields', { ...COMPLETE, input: { type: 'database', connectionString: 'x' } }],
    [
      'a conditional field',
      withFilter({
        type: 'mapping',
        mappings: [{ target: 'a', onMissing: 'useDefault', defaultValue: null }],
      }),
    ],
    ['a mapping without the condition', withFilter({ type: 'mapping', mappings: [{ target: 'a' }] })],
    [
      'at least one of two fields',
      { ...COMPLETE, output: { ...COMPLETE.output, success: { expression: 'true' } } },
    ],
    ['one of several shapes', withLogin({ by: 'token', secret: { token: 'x' } })],
  ])('accepts %s', (_what, document) => {
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each<[string, object]>([
    ['an unknown root field', { ...COMPLETE, tenant: 1 }],
    ['a missing output', { name: 'x', input: COMPLETE.input }],
    ['an unknown module type', withFilter({ type: 'nope' })],
    ['a filter where an input belongs', { ...COMPLETE, input: { type: 'set', target: 'a', value: 1 } }],
    [
      'an unknown field in a nested filter',
      withFilter({
        type: 'condition',
        expression: 'a',
        else: [{ type: 'set', target: 'x', value: 1, foo: 2 }],
      }),
    ],
    ['an unknown onError word', { ...COMPLETE, defaults: { onError: 'continue' } }],
    [
      'both exclusive fields',
      { ...COMPLETE, input: { type: 'database', connectionString: 'x', connectionStringRef: 'y' } },
    ],
    ['neither exclusive field', { ...COMPLETE, input: { type: 'database' } }],
    [
      'a missing conditional field',
      withFilter({ type: 'mapping', mappings: [{ target: 'a', onMissing: 'useDefault' }] }),
    ],
    ['the fields of another shape', withLogin({ by: 'token', secret: { user: 'x', password: 'y' } })],
    ['an unknown shape', withLogin({ by: 'key', secret: { token: 'x' } })],
    ['none of the needed fields', { ...COMPLETE, output: { ...COMPLETE.output, success: {} } }],
  ])('refuses %s', (_what, document) => {
    expect(validate(document)).toBe(false);
  });
});
