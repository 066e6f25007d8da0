import { describe, expect, it } from 'vitest';
import { errorText } from '../../src/core/errors.ts';
import type { DataObject } from '../../src/core/record.ts';
import { LocatedError } from '../../src/language/located-error.ts';
import type { TemplateTarget } from '../../src/language/template/target.ts';
import { compileTemplate, type Template } from '../../src/language/template/template.ts';
import { TemplateError } from '../../src/language/template/template-error.ts';
import { checkFields, expectedOutcome, fixtureFiles, type Outcome, textField } from './fixture-files.ts';

const FIELDS = ['title', 'template', 'target', 'missing', 'variables', 'output', 'error', 'at'];

async function outcomeOf(fixture: DataObject): Promise<Outcome> {
  let template: Template;
  try {
    const target = (fixture['target'] ?? 'text') as TemplateTarget;
    const missing = fixture['missing'] === 'strict' ? 'strict' : 'lenient';
    template = await compileTemplate(textField(fixture, 'template'), { target, missing });
  } catch (error) {
    expect(error, errorText(error)).toBeInstanceOf(LocatedError);
    return { error: errorText(error), at: 'compile' };
  }
  try {
    return { value: template.render((fixture['variables'] ?? {}) as DataObject) };
  } catch (error) {
    expect(error, errorText(error)).toBeInstanceOf(TemplateError);
    return { error: errorText(error), at: 'run' };
  }
}

describe.each(await fixtureFiles('templates'))('templates: $name', ({ cases }) => {
  it.each(cases.map((fixture) => [fixture['title'] ?? fixture['template'], fixture]))(
    '%s',
    async (_, fixture) => {
      checkFields(fixture as DataObject, FIELDS);
      expect(await outcomeOf(fixture as DataObject)).toEqual(
        expectedOutcome(fixture as DataObject, 'output'),
      );
    },
  );
});
