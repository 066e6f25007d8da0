// biome-ignore-all lint/suspicious/noThenProperty: `then` is a field that authors write; it never holds a function.
import { Type } from 'typebox';
import { compileExpression, type Expression } from '../../../language/expression/expression.ts';
import { LocatedError } from '../../../language/located-error.ts';
import { type CompileContext, defineFilter } from '../../contract/definition.ts';
import { filterList } from '../../contract/schema.ts';
import { onErrorOf } from '../../shared/on-error.ts';
import { ConditionFilter } from './condition-filter.ts';

const LONGEST_EXPRESSION = 10_000;

/** Routes records by an expression. */
export const conditionFilter = defineFilter({
  type: 'condition',
  summary:
    'Sends each record through one of two lists of filters, depending on an expression over its fields.',
  fields: {
    expression: Type.String({
      minLength: 1,
      description:
        'Expression over the fields of the record, at most 10,000 bytes. Null, 0, empty text, empty lists and empty objects count as false.',
    }),
    then: Type.Optional(
      filterList({ description: 'Filters for a record when the expression holds. None: kept unchanged.' }),
    ),
    else: Type.Optional(
      filterList({
        description: 'Filters for a record when the expression does not hold. None: kept unchanged.',
      }),
    ),
  },
  examples: [
    {
      title: 'Tag large orders and drop cancelled ones',
      config: {
        expression: 'status == "cancelled"',
        then: [{ type: 'drop' }],
        else: [
          {
            type: 'condition',
            expression: 'total >= 1000',
            then: [{ type: 'set', target: 'priority', value: 'high' }],
          },
        ],
      },
    },
  ],
  async compile(config, context) {
    const expression = await compileCondition(config.expression, context);
    const whenTrue = await context.compileFilters(config.then ?? [], ['then']);
    const whenFalse = await context.compileFilters(config.else ?? [], ['else']);
    if (expression === undefined) return undefined;
    return new ConditionFilter({
      expression,
      whenTrue,
      whenFalse,
      onError: onErrorOf(config),
      nested: context.nested,
    });
  },
});

async function compileCondition(source: string, context: CompileContext): Promise<Expression | undefined> {
  const length = Buffer.byteLength(source);
  if (/^[ \t\r\n]*$/.test(source)) {
    return refuse('validating expression: expression cannot be empty', context);
  }
  if (length > LONGEST_EXPRESSION) {
    const lengths = `expression length ${length} exceeds maximum ${LONGEST_EXPRESSION}`;
    return refuse(`expression exceeds maximum length: ${lengths}`, context);
  }
  try {
    return await compileExpression(source);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    const { reason, line, column, offset } = error;
    const message = `compiling expression: invalid expression syntax: ${reason} (${line}:${column})`;
    context.report({ at: ['expression'], type: 'expression', message, offset, quotable: true });
    return undefined;
  }
}

function refuse(message: string, context: CompileContext): undefined {
  context.report({ at: ['expression'], type: 'expression', message });
  return undefined;
}
