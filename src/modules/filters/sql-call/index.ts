import { defineFilter } from '../../contract/definition.ts';
import { CACHE_FIELD, compileCache } from '../../shared/cache-fields.ts';
import { compileMerge, MERGE_CONSTRAINTS, MERGE_FIELDS } from '../../shared/merge-fields.ts';
import { compileSqlSource, SQL_CONSTRAINTS, SQL_FIELDS } from '../../shared/sql-source.ts';
import { UnbuiltModule } from '../../shared/unbuilt-module.ts';

const TYPE = 'sql_call';

/** Asks a database about each record. */
export const sqlCallFilter = defineFilter({
  type: TYPE,
  summary: 'Executes a SQL query for each record and merges the first row into it.',
  fields: { ...SQL_FIELDS, ...MERGE_FIELDS, ...CACHE_FIELD },
  constraints: [...SQL_CONSTRAINTS, ...MERGE_CONSTRAINTS],
  examples: [
    {
      title: 'Add the name and the discount of the customer',
      config: {
        connectionString: './shop.db',
        query: 'SELECT name, discount FROM customers WHERE id = $1',
        parameters: ['record.customer_id'],
        mergeStrategy: 'append',
        resultKey: 'customer',
        cache: { enabled: true, key: '{{ record.customer_id }}' },
      },
    },
  ],
  async compile(config, context) {
    const parts = [
      await compileSqlSource(config, context, { scripts: false }),
      compileMerge(config, TYPE, context),
      await compileCache(config.cache, TYPE, context),
    ];
    return parts.includes(undefined) ? undefined : new UnbuiltModule(TYPE);
  },
});
