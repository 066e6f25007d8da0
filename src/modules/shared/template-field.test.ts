import { Type } from 'typebox';
import { expect, it } from 'vitest';
import { compileModule } from '../../../test/helpers/module-run.ts';
import type { Template } from '../../language/template/template.ts';
import { defineFilter, type SubstitutedTag } from '../contract/definition.ts';
import { compileTemplateField, type TemplateField } from './template-field.ts';

const FIELD: Omit<TemplateField, 'source'> = {
  at: ['headers', 'X'],
  target: 'text',
  missing: 'lenient',
  prefix: 'invalid template in header "X": ',
};

/** What compiling the field inside a module gives and reports. */
async function compile(field: TemplateField, substitutedTag?: SubstitutedTag) {
  let template: Template | undefined;
  const definition = defineFilter({
    type: 'templated',
    summary: '',
    examples: [],
    fields: { any: Type.Optional(Type.String()) },
    async compile(_config, context) {
      template = await compileTemplateField(field, context);
      return undefined;
    },
  });
  const { problems } = await compileModule(
    definition,
    {},
    {
      substitutedTag: (at) => (at.join('.') === 'headers.X' ? substitutedTag : undefined),
    },
  );
  return { template, problems };
}

it('compiles a template for its target', async () => {
  const { template, problems } = await compile({ ...FIELD, target: 'url', source: '/a/{{ record.x }}' });
  expect(problems).toEqual([]);
  expect(template?.render({ record: { x: 'b/c' } })).toBe('/a/b%2Fc');
});

it('reports a mistake at its place, which reports may not quote', async () => {
  const source = 'Bearer S3NT1NEL\n{{ record.x';
  const { template, problems } = await compile({ ...FIELD, source });
  expect(template).toBeUndefined();
  expect(problems).toEqual([
    {
      at: ['headers', 'X'],
      type: 'template',
      message: expect.stringMatching(/^invalid template in header "X": .+ \(2:\d+\)$/),
      offset: expect.any(Number),
    },
  ]);
  expect(problems[0]?.offset).toBeGreaterThanOrEqual(source.indexOf('{{'));
  expect(problems[0]?.message).not.toContain('S3NT1NEL');
});

it('tells places in a file in the message only', async () => {
  const { problems } = await compile({ ...FIELD, source: '{{', inFile: true });
  expect(problems).toHaveLength(1);
  expect(problems[0]).not.toHaveProperty('offset');
});

it('refuses a tag that an environment variable brought in and names the variable', async () => {
  const source = 'Bearer S3NT1NEL {{ 7 }}';
  const { template, problems } = await compile({ ...FIELD, source }, { variable: 'TOKEN', tag: '{{' });
  expect(template).toBeUndefined();
  expect(problems).toEqual([
    {
      at: ['headers', 'X'],
      type: 'template',
      message:
        'invalid template in header "X": environment variable TOKEN holds template syntax ("{{"): its value is put into a template, where only the file may open "{{", "{%" or "{#"',
    },
  ]);
});

it('does not ask about variables for the content of a file', async () => {
  const { template } = await compile(
    { ...FIELD, source: '{{ 7 }}', inFile: true },
    { variable: 'FILE', tag: '{{' },
  );
  expect(template?.render({})).toBe('7');
});
