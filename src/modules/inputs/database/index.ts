import { hasMistakes } from '../../../core/setting-problem.ts';
import { defineInput } from '../../contract/definition.ts';
import { SCHEDULE_FIELDS } from '../../shared/schedule-fields.ts';
import { compileSqlSource, SQL_CONSTRAINTS, SQL_FIELDS } from '../../shared/sql-source.ts';
import { STATE_MEMBERS } from '../../shared/template-variables.ts';
import { givenSettings, UnbuiltModule } from '../../shared/unbuilt-module.ts';
import { DatabaseInput } from './database-input.ts';
import { compileIncremental, INCREMENTAL_FIELD, incrementalDoubts } from './incremental-fields.ts';
import { PAGINATION_FIELD, paginationProblems } from './pagination-fields.ts';

/** Reads the rows of a SQL query as records. */
export const databaseInput = defineInput({
  type: 'database',
  summary: 'Reads the rows of a SQL query as records.',
  fields: { ...SQL_FIELDS, ...SCHEDULE_FIELDS, ...PAGINATION_FIELD, ...INCREMENTAL_FIELD },
  constraints: SQL_CONSTRAINTS,
  examples: [
    {
      title: 'Read the open orders of a SQLite file',
      config: {
        connectionString: './shop.db',
        query: 'SELECT id, customer, total FROM orders WHERE status = $1 ORDER BY id',
        parameters: ['"open"'],
      },
    },
    {
      title: 'Read every minute the orders that came since the last run',
      config: {
        schedule: '* * * * *',
        connectionString: './shop.db',
        query: 'SELECT id, customer, total FROM orders WHERE id > $1 ORDER BY id',
        parameters: ['int(state.lastId ?? "0")'],
        incremental: { enabled: true, idField: 'id' },
      },
    },
  ],
  async compile(config, context) {
    const source = await compileSqlSource(config, context, { scripts: false, knownMembers: STATE_MEMBERS });
    const problems = [
      ...(source === undefined ? [] : paginationProblems(config.pagination, source.parameterNames)),
      ...incrementalDoubts(config.incremental),
    ];
    for (const problem of problems) context.report(problem);
    const persistence = compileIncremental(config.incremental, context);
    if (source === undefined || hasMistakes(problems)) return undefined;
    const unbuilt = givenSettings(config, ['pagination']);
    return unbuilt.length > 0
      ? new UnbuiltModule('database', unbuilt)
      : new DatabaseInput(source, persistence);
  },
});
