import { Type } from 'typebox';
import { defineOutput } from '../../contract/definition.ts';
import { onErrorOf } from '../../shared/on-error.ts';
import { compileSqlSource, SQL_CONSTRAINTS, SQL_FIELDS } from '../../shared/sql-source.ts';
import { DatabaseOutput } from './database-output.ts';

/** Executes a SQL statement for each record. */
export const databaseOutput = defineOutput({
  type: 'database',
  summary: 'Executes a SQL statement for each record.',
  fields: {
    ...SQL_FIELDS,
    transaction: Type.Optional(
      Type.Boolean({ default: false, description: 'Writes all records of a delivery in one transaction.' }),
    ),
  },
  constraints: SQL_CONSTRAINTS,
  examples: [
    {
      title: 'Insert or update rows of a SQLite file, all or none',
      config: {
        connectionString: './shop.db',
        query: 'INSERT INTO customers (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = $2',
        parameters: ['record.id', 'record.name'],
        transaction: true,
      },
    },
  ],
  async compile(config, context) {
    const source = await compileSqlSource(config, context, { scripts: true });
    if (source === undefined) return undefined;
    return new DatabaseOutput(source, {
      transaction: config.transaction ?? false,
      onError: onErrorOf(config),
    });
  },
});
