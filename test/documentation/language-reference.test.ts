import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  EXPRESSION_SECTIONS,
  expressionReference,
  OPERATOR_NOTES,
} from '../../build/expression-reference.ts';
import { TEMPLATE_SECTIONS, templateReference } from '../../build/template-reference.ts';
import type { DataObject } from '../../src/core/record.ts';
import { compileExpression } from '../../src/language/expression/expression.ts';
import { ExpressionError } from '../../src/language/expression/expression-error.ts';
import { BINARY_OPERATORS, UNARY_OPERATORS } from '../../src/language/expression/operators.ts';
import { LocatedError } from '../../src/language/located-error.ts';
import { compileTemplate } from '../../src/language/template/template.ts';
import { TemplateError } from '../../src/language/template/template-error.ts';

/** What the program gives, or the reason why it fails. */
async function outcome(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof LocatedError || error instanceof ExpressionError || error instanceof TemplateError) {
      return { error: error.reason };
    }
    throw error;
  }
}

describe('the reference of expressions', () => {
  it('is what the declarations say (npm run docs)', () => {
    expect(readFileSync('docs/reference/expressions.md', 'utf8')).toBe(expressionReference());
  });

  it('explains every operator there is', () => {
    const unary = [...UNARY_OPERATORS.keys()].map((symbol) => `unary ${symbol}`);
    const explained = OPERATOR_NOTES.flatMap(({ symbols }) => symbols);
    expect([...explained].sort()).toEqual([...BINARY_OPERATORS.keys(), ...unary].sort());
  });

  const examples = [...EXPRESSION_SECTIONS, ...OPERATOR_NOTES].flatMap((part) => part.examples);
  it.each(examples)(
    'tells the truth about $expression',
    async ({ expression, environment, value, error }) => {
      const result = await outcome(async () =>
        (await compileExpression(expression)).evaluate((environment ?? {}) as DataObject),
      );
      expect(result).toEqual(error === undefined ? { value } : { error });
    },
  );
});

describe('the reference of templates', () => {
  it('is what the declarations say (npm run docs)', () => {
    expect(readFileSync('docs/reference/templates.md', 'utf8')).toBe(templateReference());
  });

  const examples = TEMPLATE_SECTIONS.flatMap((part) => part.examples);
  it.each(examples)(
    'tells the truth about $template',
    async ({ template, target, variables, output, error }) => {
      const result = await outcome(async () => {
        const compiled = await compileTemplate(template, { target: target ?? 'text', missing: 'lenient' });
        return compiled.render((variables ?? {}) as DataObject);
      });
      expect(result).toEqual(error === undefined ? { value: output } : { error });
    },
  );
});
