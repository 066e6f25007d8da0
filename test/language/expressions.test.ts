import { describe, expect, it } from 'vitest';
import { errorText } from '../../src/core/errors.ts';
import { parseJson } from '../../src/core/parse-json.ts';
import type { DataObject } from '../../src/core/record.ts';
import { stringifyJson } from '../../src/core/stringify-json.ts';
import { compileExpression, type Expression } from '../../src/language/expression/expression.ts';
import { ExpressionError } from '../../src/language/expression/expression-error.ts';
import { LocatedError } from '../../src/language/located-error.ts';
import { checkFields, expectedOutcome, fixtureFiles, type Outcome, textField } from './fixture-files.ts';

const FIELDS = ['title', 'expression', 'environment', 'expect', 'value', 'error', 'at'];

async function outcomeOf(fixture: DataObject): Promise<Outcome> {
  let expression: Expression;
  try {
    const expect = fixture['expect'] === 'boolean' ? 'boolean' : 'any';
    expression = await compileExpression(textField(fixture, 'expression'), { expect });
  } catch (error) {
    expect(error, errorText(error)).toBeInstanceOf(LocatedError);
    return { error: errorText(error), at: 'compile' };
  }
  try {
    const value = expression.evaluate((fixture['environment'] ?? {}) as DataObject);
    return { value: parseJson(stringifyJson(value)) };
  } catch (error) {
    expect(error, errorText(error)).toBeInstanceOf(ExpressionError);
    return { error: errorText(error), at: 'run' };
  }
}

describe.each(await fixtureFiles('expressions'))('expressions: $name', ({ cases }) => {
  it.each(cases.map((fixture) => [fixture['title'] ?? fixture['expression'], fixture]))(
    '%s',
    async (_, fixture) => {
      checkFields(fixture as DataObject, FIELDS);
      expect(await outcomeOf(fixture as DataObject)).toEqual(expectedOutcome(fixture as DataObject, 'value'));
    },
  );
});
