// biome-ignore-all lint/suspicious/noThenProperty: `then` is a field that authors write; it never holds a function.
import { Type } from 'typebox';
import { compileExpression } from '../../../language/expression/expression.ts';
import { LocatedError } from '../../../language/located-error.ts';
import type { RecordPath } from '../../../language/path/record-path.ts';
import { type CompileContext, defineFilter } from '../../contract/definition.ts';
import { filterList } from '../../contract/schema.ts';
import { onErrorOf } from '../../shared/on-error.ts';
import { compilePath } from '../../shared/target-path.ts';
import { LoopFilter } from './loop-filter.ts';

/** Names that mean something of their own in the scope of a loop or in a template. */
const RESERVED_ALIASES = new Set(['record', '_metadata', '_errors', 'loop', 'meta', 'state', 'pagination']);
/** A name in expressions and in templates alike. */
const IDENTIFIER = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;

/** Runs filters on each item of a list inside a record. */
export const loopFilter = defineFilter({
  type: 'loop',
  summary: 'Runs filters on each item of a list inside the record and writes the list back.',
  fields: {
    field: Type.String({
      minLength: 1,
      description:
        'Path of the list. Inside another loop it starts at an alias or at `record`: `order.lines`, `record.tags`. A record without it stays as it is.',
    }),
    itemName: Type.String({
      minLength: 1,
      description:
        'Alias of the current item in the nested filters: a name of letters, digits and `_`, not that of a loop around this one and none of `record`, `_metadata`, `_errors`, `loop`, `meta`, `state`, `pagination`.',
    }),
    filters: filterList({
      description:
        'Filters for each item. They see the item under its alias, the whole record as `record` and the position as `_metadata.loop.<itemName>.index`; other fields they write last until the item is done. Dropping removes the item from the list.',
    }),
  },
  examples: [
    {
      title: 'Convert the lines of an order and drop the empty ones',
      config: {
        field: 'lines',
        itemName: 'line',
        filters: [
          {
            type: 'mapping',
            mappings: [
              { source: 'line.qty', target: 'line.quantity', transforms: [{ op: 'toInt' }] },
              { source: 'record.currency', target: 'line.currency' },
            ],
          },
          { type: 'condition', expression: 'line.quantity == 0', then: [{ type: 'drop' }] },
        ],
      },
    },
  ],
  async compile(config, context) {
    const path = compileField(config.field.trim(), context);
    const itemName = config.itemName.trim();
    const named = await isAlias(itemName, context);
    const filters = await context.compileFilters(config.filters, ['filters'], itemName);
    if (path === undefined || !named) return undefined;
    return new LoopFilter({
      path,
      itemName,
      enclosingAliases: context.loopAliases,
      filters,
      onError: onErrorOf(config),
      nested: context.nested,
    });
  },
});

function compileField(text: string, context: CompileContext): RecordPath | undefined {
  if (text !== '') return compilePath(text, ['field'], context);
  context.report({ at: ['field'], type: 'validation', message: 'loop filter requires non-empty field' });
  return undefined;
}

/** Whether the name can be an alias here; reports why it cannot. */
async function isAlias(name: string, context: CompileContext): Promise<boolean> {
  const problem = aliasProblem(name, context.loopAliases);
  if (problem !== undefined) context.report({ at: ['itemName'], type: 'validation', message: problem });
  else if (!(await isReadable(name))) {
    context.report({
      at: ['itemName'],
      type: 'validation',
      severity: 'warning',
      message: `"${name}" is a word of the expression language, so conditions cannot read the item; choose another name`,
    });
  }
  return problem === undefined;
}

function aliasProblem(name: string, enclosing: readonly string[]): string | undefined {
  if (name === '') return 'loop filter requires non-empty itemName';
  if (RESERVED_ALIASES.has(name)) {
    return `loop itemName is reserved: "${name}" already names a template variable or a loop scope key`;
  }
  if (!IDENTIFIER.test(name)) {
    return 'loop itemName must be a name: a letter or "_", then letters, digits and "_"';
  }
  if (enclosing.includes(name)) {
    return `loop itemName conflicts with an active parent loop alias: alias "${name}" already active`;
  }
  return undefined;
}

/** An expression that is just the name reads the field of that name. */
async function isReadable(name: string): Promise<boolean> {
  try {
    return (await compileExpression(name)).names.has(name);
  } catch (error) {
    if (error instanceof LocatedError) return false;
    throw error;
  }
}
