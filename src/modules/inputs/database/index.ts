import { defineInput } from '../../contract/definition.ts';
import { compileSqlSource, SQL_CONSTRAINTS, SQL_FIELDS } from '../../shared/sql-source.ts';
import { DatabaseInput } from './database-input.ts';

/** Reads the rows of a SQL query as records. */
export const databaseInput = defineInput({
  type: 'database',
  summary: 'Reads the rows of a SQL query as records.',
  fields: SQL_FIELDS,
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
  ],
  async compile(config, context) {
    const source = await compileSqlSource(config, context, { scripts: false });
    return source === undefined ? undefined : new DatabaseInput(source);
  },
});
