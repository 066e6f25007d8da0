import { type Static, Type } from 'typebox';
import { closedObject, oneOf } from '../../core/schema.ts';
import { doubt, mistake, type SettingProblem } from '../../core/setting-problem.ts';
import type { RecordPath } from '../../language/path/record-path.ts';
import type { CompileContext } from '../contract/definition.ts';
import { compilePath } from './target-path.ts';

const DEFAULT_LIMIT = 100;

const pagination = closedObject(
  {
    type: oneOf(['cursor', 'offset', 'page'], {
      description:
        'How the source tells pages apart: by a cursor it gives, by a count of records, by number.',
    }),
    param: Type.String({
      minLength: 1,
      description: 'Parameter that carries the cursor, the offset or the number of the page.',
    }),
    nextCursorField: Type.Optional(
      Type.String({ description: 'Path of the next cursor in an answer; the last one has none.' }),
    ),
    totalPagesField: Type.Optional(Type.String({ description: 'Path of the number of pages in an answer.' })),
    totalField: Type.Optional(Type.String({ description: 'Path of the number of records in an answer.' })),
    limitParam: Type.Optional(
      Type.String({ minLength: 1, description: 'Parameter that carries the size of a page.' }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, description: `Records per page; ${DEFAULT_LIMIT} for offset.` }),
    ),
  },
  {
    description: 'Reads a source page by page.',
    constraints: [
      { requiredWhen: { field: 'type', equals: 'cursor', requires: 'nextCursorField' } },
      { requiredWhen: { field: 'type', equals: 'offset', requires: 'limitParam' } },
      { requiredWhen: { field: 'type', equals: 'offset', requires: 'totalField' } },
      { requiredWhen: { field: 'type', equals: 'page', requires: 'totalPagesField' } },
    ],
  },
);

/** The setting of polling inputs that read page by page. */
export const PAGINATION_FIELD = { pagination: Type.Optional(pagination) } as const;

type PaginationSettings = Static<typeof pagination>;

/** The field that a strategy reads from an answer to know whether it was the last one. */
const FIELD_OF = {
  cursor: 'nextCursorField',
  offset: 'totalField',
  page: 'totalPagesField',
} as const satisfies Record<PaginationSettings['type'], keyof PaginationSettings>;

/** How a source is read page by page. */
export interface Pagination {
  readonly type: PaginationSettings['type'];
  readonly param: string;
  /** Where an answer says what comes next or how much there is. */
  readonly field: RecordPath;
  /** Absent when the size of pages is left to the source. */
  readonly size: { readonly param: string; readonly limit: number } | undefined;
}

/** What the size of a page is sent as: parameters of its own, or names that templates read. */
export type PageSizeTransport = 'parameter' | 'template';

/**
 * Compiles the pagination of an input and reports what is wrong with it, or has no effect.
 *
 * @param module type of the input, for messages
 * @param transport with `template`, only `offset` has a use for a size
 * @returns `none` when there is one page only, nothing when a problem was reported
 */
export function compilePagination(
  settings: PaginationSettings | undefined,
  module: string,
  transport: PageSizeTransport,
  context: CompileContext,
): Pagination | 'none' | undefined {
  if (settings === undefined) return 'none';
  for (const problem of idleSettings(settings, transport)) context.report(problem);
  const { type, param, limitParam, limit } = settings;
  const name = FIELD_OF[type];
  const text = settings[name] ?? '';
  if (text === '') {
    const message = `${module} pagination invalid: pagination.${name} is required when pagination.type is "${type}"`;
    context.report(mistake(['pagination', name], message));
    return undefined;
  }
  const field = compilePath(text, ['pagination', name], context);
  if (field === undefined) return undefined;
  const effectiveLimit = limit ?? (type === 'offset' ? DEFAULT_LIMIT : undefined);
  const size =
    limitParam === undefined || effectiveLimit === undefined
      ? undefined
      : { param: limitParam, limit: effectiveLimit };
  return { type, param, field, size };
}

function idleSettings(settings: PaginationSettings, transport: PageSizeTransport): SettingProblem[] {
  const { type, limit, limitParam } = settings;
  const idle = Object.values(FIELD_OF).filter(
    (name) => name !== FIELD_OF[type] && settings[name] !== undefined,
  );
  const problems = idle.map((name) =>
    doubt(['pagination', name], `${name} has no effect with pagination.type ${type}`),
  );
  if (type === 'offset') return problems;
  if (transport === 'template') {
    for (const name of ['limit', 'limitParam'] as const) {
      if (settings[name] === undefined) continue;
      const message = `${name} has no effect with pagination.type ${type}: write the size of a page in the body`;
      problems.push(doubt(['pagination', name], message));
    }
  } else if ((limit === undefined) !== (limitParam === undefined)) {
    const [given, other] = limit === undefined ? ['limitParam', 'limit'] : ['limit', 'limitParam'];
    const message = `${given} has no effect without ${other}: the size of a page is sent when both are given`;
    problems.push(doubt(['pagination', given], message));
  }
  return problems;
}
