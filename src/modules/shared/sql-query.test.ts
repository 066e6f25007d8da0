import { describe, expect, it } from 'vitest';
import { hostPorts } from '../../core/host-ports.ts';
import type { CompileContext, Problem, SubstitutedTag } from '../contract/definition.ts';
import { compileSqlQuery, type SqlQuery, type SqlQueryOptions, type SqlQuerySettings } from './sql-query.ts';
import { recordlessVariables, templateVariables } from './template-variables.ts';

const OPTIONS: SqlQueryOptions = { dialect: 'postgres', scripts: false };

async function compile(
  settings: SqlQuerySettings,
  {
    file,
    tag,
    loopAliases = [],
  }: { readonly file?: string; readonly tag?: SubstitutedTag; readonly loopAliases?: readonly string[] } = {},
): Promise<{ readonly query: SqlQuery | undefined; readonly problems: Problem[] }> {
  const problems: Problem[] = [];
  const context: CompileContext = {
    index: 0,
    nested: false,
    loopAliases,
    ports: {
      files: { ...hostPorts().files, readText: () => file ?? '' },
      environment: { get: () => undefined },
    },
    report: (problem) => problems.push(problem),
    substitutedTag: (at) => (at[0] === 'query' ? tag : undefined),
    compileFilters: () => Promise.resolve({ enabled: [], disabled: [] }),
  };
  return { query: await compileSqlQuery(settings, context, OPTIONS), problems };
}

async function sound(
  settings: SqlQuerySettings,
  options?: { readonly loopAliases: readonly string[] },
): Promise<SqlQuery> {
  const { query, problems } = await compile(settings, options);
  expect(problems).toEqual([]);
  if (query === undefined) throw new Error('no problem and no query');
  return query;
}

describe('compiling a SQL query', () => {
  it('reports a mistake in the text with its place in the text', async () => {
    const query = 'select $1\n from t where a = {{ record.a }}';
    const { problems } = await compile({ query, parameters: ['1'] });
    expect(problems).toEqual([
      {
        at: ['query'],
        type: 'sql-template',
        message: expect.stringMatching(/^invalid SQL query template: SQL query must not interpolate values/),
        offset: query.indexOf('{{'),
      },
    ]);
  });

  it('reports a mistake in a query file with its place in the message', async () => {
    const { problems } = await compile({ queryFile: 'q.sql' }, { file: 'select 1\n where $1' });
    expect(problems).toEqual([
      {
        at: ['queryFile'],
        type: 'sql-template',
        message:
          'invalid SQL query template: query references $1 but only 0 parameter(s) are declared (2:8 of the file)',
      },
    ]);
  });

  it('reports a mistake in a parameter with its place in the parameter', async () => {
    const { problems } = await compile({ query: 'select $1, $2, $3', parameters: ['1', ' 1 +', ' '] });
    expect(problems).toEqual([
      {
        at: ['parameters', 1],
        type: 'sql-template',
        message: expect.stringMatching(/^invalid SQL query template: parameter 2 \("1 \+"\): .* \(1:5\)$/),
        offset: 4,
        quotable: true,
      },
      {
        at: ['parameters', 2],
        type: 'sql-template',
        message: 'invalid SQL query template: parameter 3: expression is empty',
      },
    ]);
  });

  it('doubts a name that never has a value, except inside a loop', async () => {
    const settings = { query: 'select $1, $2', parameters: ['recrod.id', 'id'] };
    const { problems, query } = await compile(settings);
    expect(query?.parameterNames).toEqual(new Set(['recrod', 'id']));
    expect(problems).toEqual([
      {
        at: ['parameters', 0],
        type: 'sql-template',
        severity: 'warning',
        message:
          'parameter 1: "recrod" never has a value, did you mean record? The names are record, meta, state, pagination',
      },
      expect.objectContaining({
        at: ['parameters', 1],
        message: expect.stringContaining('did you mean record.id?'),
      }),
    ]);
    expect((await compile(settings, { loopAliases: ['line'] })).problems).toEqual([]);
  });

  it('refuses a block that the value of an environment variable brings in', async () => {
    const { problems, query } = await compile(
      { query: 'select 1 {% if x %}{% endif %}' },
      { tag: { variable: 'CLAUSE', tag: '{%' } },
    );
    expect(query).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ at: ['query'], message: expect.stringContaining('CLAUSE') });
  });
});

describe('binding a SQL query', () => {
  const UPDATE: SqlQuerySettings = {
    query: 'update t set a = $1{% if record.b %}, b = $2{% endif %} where id = $3',
    parameters: ['record.a', 'record.b.c.d', ' record.id '],
  };

  it('evaluates what blocks leave over and names the expressions', async () => {
    const query = await sound(UPDATE);
    expect(query.bind(templateVariables({ a: 1, b: false, id: 7 }))).toEqual({
      text: 'update t set a = $1 where id = $2',
      values: [1, 7],
      sources: ['record.a', 'record.id'],
    });
    expect(query.bind(templateVariables({ a: 1, b: { c: { d: 'x' } }, id: 7 }))).toEqual({
      text: 'update t set a = $1, b = $2 where id = $3',
      values: [1, 'x', 7],
      sources: ['record.a', 'record.b.c.d', 'record.id'],
    });
  });

  it('gives the very same list of expressions for the same text', async () => {
    const query = await sound(UPDATE);
    const [first, second] = [
      { a: 1, b: 0 },
      { a: 2, b: 0 },
    ].map((record) => query.bind(templateVariables(record)));
    expect(first?.sources).toBe(second?.sources);
  });

  it('binds NULL for a missing field and keeps the types of literals', async () => {
    const query = await sound({
      query: 'select $1, $2, $3, $4, $5',
      parameters: ['record.missing', '"active"', '0', 'true', '1.5'],
    });
    expect(query.bind(templateVariables({})).values).toEqual([null, 'active', 0, true, 1.5]);
  });

  it('sees the names of a loop', async () => {
    const query = await sound(
      {
        query: 'select $1, $2, $3, $4{% if line.urgent %}, 1{% endif %}',
        parameters: ['line.number', 'record.orderId', '_metadata.loop.line.index', 'note'],
      },
      { loopAliases: ['line'] },
    );
    const scope = {
      record: { orderId: 'ORD-1' },
      line: { number: 'L1', urgent: true },
      note: 'n',
      _metadata: { loop: { line: { index: 0 } } },
    };
    expect(query.bind(templateVariables(scope))).toMatchObject({
      text: 'select $1, $2, $3, $4, 1',
      values: ['L1', 'ORD-1', 0, 'n'],
    });
  });

  it('expands lists', async () => {
    const query = await sound({
      query: 'select 1 where id in ($1...)',
      parameters: ['map(record.items, .id)'],
    });
    expect(query.bind(templateVariables({ items: [{ id: 1 }, { id: 2 }] }))).toEqual({
      text: 'select 1 where id in ($1, $2)',
      values: [1, 2],
      sources: ['map(record.items, .id)', 'map(record.items, .id)'],
    });
  });

  it.each([
    [
      { query: 'select $1', parameters: ['record.a.b'] },
      'building parameterized query: evaluating parameter 1 ("record.a.b"): cannot fetch b from <nil>',
    ],
    [
      { query: 'select 1{% if record.a %}, 2{% endif %}' },
      /^building parameterized query: rendering query template: .* \(1:\d+\)$/,
    ],
    [
      { query: 'select $1...', parameters: ['1'] },
      'building parameterized query: $1... stands for the elements of a list',
    ],
  ])('says what failed: %j', async (settings, message) => {
    const query = await sound(settings);
    const failing = () => query.bind(recordlessVariables());
    expect(failing).toThrow(message);
    expect(failing).toThrow(expect.objectContaining({ category: 'validation', retryable: false }));
  });
});
