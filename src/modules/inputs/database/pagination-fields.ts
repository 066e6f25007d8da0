import { type Static, Type } from 'typebox';
import { closedObject, oneOf } from '../../../core/schema.ts';
import { mistake, type SettingProblem } from '../../../core/setting-problem.ts';

const pagination = closedObject(
  {
    type: oneOf(['limit-offset', 'cursor'], {
      description:
        'limit-offset reads a number of rows from a position, cursor goes on after a value of the last row.',
    }),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        default: 1000,
        description: 'Rows per page; the last page is the one with fewer.',
      }),
    ),
    cursorField: Type.Optional(
      Type.String({ minLength: 1, description: 'Column whose value in the last row is the next cursor.' }),
    ),
  },
  {
    description: 'Executes the query once per page.',
    constraints: [{ requiredWhen: { field: 'type', equals: 'cursor', requires: 'cursorField' } }],
  },
);

/** How the input reads a result in pages. */
export const PAGINATION_FIELD = { pagination: Type.Optional(pagination) } as const;

/**
 * Finds a cursor that nothing hands to the database.
 *
 * @param parameterNames the top-level names that the parameters of the query read
 */
export function paginationProblems(
  settings: Static<typeof pagination> | undefined,
  parameterNames: ReadonlySet<string>,
): SettingProblem[] {
  if (settings?.type !== 'cursor' || parameterNames.has('pagination')) return [];
  const message =
    'cursor pagination requires a parameter expression referencing the pagination context, such as pagination.cursor';
  return [mistake(['pagination'], message)];
}
