import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileModule, compileSound, schemaAccepts, testRun } from '../../../../test/helpers/module-run.ts';
import { loadSqlite } from '../../../clients/sql/sqlite/library.ts';
import { errorText } from '../../../core/errors.ts';
import type { DataRecord } from '../../../core/record.ts';
import { databaseInput } from './index.ts';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cannectors-input-'));
  path = join(directory, 'shop.db');
});

afterEach(() => rmSync(directory, { recursive: true }));

async function createDatabase(sql: string): Promise<void> {
  const { Database } = await loadSqlite();
  const database = new Database(path, { fileMustExist: false, readOnly: false });
  database.exec(sql);
  database.close();
}

/** Opens the input, reads everything and closes it again, whatever happens. */
async function fetch(
  config: Record<string, unknown>,
  run = testRun(),
  environment: Record<string, string> = {},
) {
  const input = await compileSound(databaseInput, config, {
    ports: { environment: { get: (name) => environment[name] } },
  });
  const records: DataRecord[] = [];
  try {
    await input.open?.(run);
    for await (const page of input.read(run)) records.push(...page);
  } finally {
    await input.close?.();
    await input.close?.();
  }
  return { records, run };
}

describe('the settings of the database input', () => {
  const sound = { connectionString: 'a.db', query: 'select 1' };

  it.each([
    {},
    { connectionStringRef: '${DB_URL}', connectionString: undefined },
    { driver: 'sqlite' },
    { driver: 'postgres' },
    { timeoutMs: 1, parameters: ['1'] },
    { queryFile: 'q.sql', query: undefined },
    { schedule: '* * * * *' },
    { pagination: { type: 'limit-offset' } },
    { pagination: { type: 'cursor', cursorField: 'id', limit: 10 } },
    { incremental: { enabled: true, timestampField: 'changed_at', idField: 'id' } },
    {
      maxOpenConns: 1,
      maxIdleConns: 1,
      connMaxLifetimeSeconds: 1,
      connMaxIdleTimeSeconds: 1,
    },
  ])('accept %j', (change) => {
    expect(schemaAccepts(databaseInput, definedOnly({ ...sound, ...change }))).toBe(true);
  });

  it.each([
    { connectionStringRef: 'DB_URL' },
    { connectionStringRef: '${db_url}' },
    { connectionStringRef: '${1A}' },
    { connectionStringRef: 'x${A}' },
    { driver: 'oracle' },
    { timeoutMs: 0 },
    { timeoutMs: 1.5 },
    { query: '' },
    { queryFile: '' },
    { connectionString: '' },
    { parameters: { a: 1 } },
    { parameters: [''] },
    { retry: { maxAttempts: 1 } },
    { pagination: {} },
    { pagination: { type: 'limit-offset', limit: 0 } },
    { pagination: { type: 'limit-offset', param: 'p' } },
    { pagination: { type: 'cursor', cursorField: '' } },
    { incremental: { enabled: true, timestampParam: 'since' } },
    { maxOpenConns: 0 },
    { transaction: true },
  ])('refuse %j', (change) => {
    expect(schemaAccepts(databaseInput, { ...sound, ...change })).toBe(false);
  });

  it.each([
    [
      { pagination: { type: 'cursor', cursorField: 'id' }, query: 'select $1', parameters: ['state.lastId'] },
      ['pagination'],
      'cursor pagination requires a parameter expression referencing the pagination context',
    ],
    [
      { connectionString: 'oracle://h' },
      ['connectionString'],
      'unsupported database driver: cannot detect driver from connection string',
    ],
    [
      { query: 'select {{ record.a }}' },
      ['query'],
      'invalid SQL query template: SQL query must not interpolate values with {{ ... }}',
    ],
    [
      { query: 'select $2', parameters: ['1'] },
      ['query'],
      'query references $2 but only 1 parameter(s) are declared',
    ],
    [
      { query: 'select $1', parameters: ['1', '2'] },
      ['parameters', 1],
      'parameter 2 is declared but $2 never appears in the query',
    ],
    [{ query: 'select $1', parameters: [' '] }, ['parameters', 0], 'parameter 1: expression is empty'],
    [{ query: 'select $1', parameters: ['(1'] }, ['parameters', 0], 'parameter 1 ("(1"):'],
    [{ query: 'select 1; select 2' }, ['query'], 'the query holds 2 statements'],
    [
      { query: undefined, queryFile: '../q.sql' },
      ['queryFile'],
      'file path contains path traversal: "../q.sql"',
    ],
    [{ query: undefined, queryFile: 'none.sql' }, ['queryFile'], 'cannot read query file'],
  ])('report %j', async (change, at, phrase) => {
    const { built, problems } = await compileModule(databaseInput, definedOnly({ ...sound, ...change }));
    expect(built).toBeUndefined();
    expect(problems.map((problem) => problem.at)).toContainEqual(at);
    expect(problems.map(({ message }) => message).join('\n')).toContain(phrase);
  });

  it('report every problem of a module in one pass', async () => {
    const { problems } = await compileModule(databaseInput, {
      connectionString: 'oracle://u@h',
      query: 'select $3',
      parameters: ['(', '1'],
    });
    expect(problems).toHaveLength(5);
    expect(problems.map(({ message }) => message).join()).not.toContain('oracle');
  });

  it.each([
    [{ maxOpenConns: 5 }, 'maxOpenConns', 'maxOpenConns has no effect on SQLite, which uses one connection'],
    [
      { driver: 'postgres', maxIdleConns: 11 },
      'maxIdleConns',
      'only 10 connections can be idle: maxOpenConns allows no more',
    ],
    [
      { incremental: { enabled: true } },
      'incremental',
      'nothing is kept from run to run without timestampField or idField',
    ],
    [{ incremental: { idField: 'id' } }, 'incremental', 'incremental has no effect without enabled: true'],
  ])('are doubtful with %j', async (change, field, message) => {
    const { built, problems } = await compileModule(databaseInput, { ...sound, ...change });
    expect(built).toBeDefined();
    expect(problems).toEqual([{ at: [field], type: 'validation', severity: 'warning', message }]);
  });

  it.each([
    { driver: 'mysql', maxOpenConns: 4, maxIdleConns: 4 },
    { incremental: { enabled: false, idField: 'id' } },
    { connectionString: '${ANY}', maxOpenConns: 4 },
  ])('are beyond doubt with %j', async (change) => {
    expect((await compileModule(databaseInput, { ...sound, ...change })).problems).toEqual([]);
  });

  it.each([
    [
      { driver: 'postgres' },
      'creating database connection: unsupported database driver: postgres is not supported in this version yet',
    ],
    [
      { pagination: { type: 'limit-offset' } },
      'setting "pagination" of module type "database" is not supported in this version yet',
    ],
  ])('that this version cannot obey fail when it is opened: %j', async (change, message) => {
    const input = await compileSound(databaseInput, { ...sound, ...change });
    await expect(input.open?.(testRun())).rejects.toThrow(message);
  });

  it('say what is kept from run to run', async () => {
    const persistenceOf = async (incremental?: unknown) =>
      (await compileSound(databaseInput, { ...sound, ...(incremental === undefined ? {} : { incremental }) }))
        .persistence;
    expect(await persistenceOf()).toBeUndefined();
    expect(await persistenceOf({ enabled: false, idField: 'id' })).toBeUndefined();
    expect(await persistenceOf({ enabled: true, idField: 'id', storagePath: 'kept' })).toMatchObject({
      storagePath: 'kept',
      timestamp: undefined,
      id: { text: 'id' },
    });
    expect(await persistenceOf({ enabled: true, timestampField: 'changed_at' })).toMatchObject({
      storagePath: './cannectors-data/state',
      timestamp: { text: 'changed_at' },
      id: undefined,
    });
  });

  it('refuse a column that is no path', async () => {
    const incremental = { enabled: true, idField: 'id[' };
    const { problems } = await compileModule(databaseInput, { ...sound, incremental });
    expect(problems).toMatchObject([{ at: ['incremental', 'idField'], type: 'validation' }]);
  });

  it('compile without the environment and without a database', async () => {
    for (const config of [
      { connectionStringRef: '${NOWHERE_SET}', query: 'select 1' },
      { connectionString: '${ALSO_NOWHERE}', query: 'select 1' },
      { connectionString: '/nowhere/at/all.db', query: 'select 1' },
    ]) {
      expect((await compileModule(databaseInput, config)).problems).toEqual([]);
    }
  });
});

describe('the database input', () => {
  it('yields the rows in order, page by page', async () => {
    await createDatabase(`CREATE TABLE t(id INTEGER PRIMARY KEY, at DATETIME);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
      INSERT INTO t SELECT i, '2026-01-02 03:04:05' FROM n`);
    const { records, run } = await fetch({
      connectionString: path,
      query: 'SELECT * FROM t ORDER BY id DESC',
    });
    expect(records).toHaveLength(1500);
    expect(records[0]).toEqual({ id: 1500, at: '2026-01-02T03:04:05Z' });
    expect(run.log.messages('INFO')).toEqual([
      'database input fetch started',
      'database input fetch completed',
      'input fetch completed',
    ]);
    expect(run.log.fieldsOf('database input fetch started')).toEqual({
      module_type: 'database',
      driver: 'sqlite',
      has_pagination: false,
      has_incremental: false,
    });
    const completed = { module_type: 'database', record_count: 1500, duration: expect.anything() };
    expect(run.log.fieldsOf('database input fetch completed')).toEqual(completed);
    expect(run.log.fieldsOf('input fetch completed')).toEqual(completed);
  });

  it('binds parameters by type and treats absent data as NULL', async () => {
    await createDatabase('CREATE TABLE t(a)');
    const { records } = await fetch({
      connectionString: path,
      query: 'SELECT typeof($1) s, typeof($2) i, typeof($3) b, typeof($4) n, typeof($5) l, $2 + $2 twice',
      parameters: ['"active"', '2', 'true', 'record.missing', 'state.lastId ?? 0'],
    });
    expect(records).toEqual([{ s: 'text', i: 'integer', b: 'integer', n: 'null', l: 'integer', twice: 4 }]);
  });

  it('shapes the query by the state and reads nothing else of it', async () => {
    const query = 'SELECT $1 since{% if state.lastId is defined %}, $2 id{% endif %}';
    const parameters = ['state.lastTimestamp', 'state.lastId'];
    await createDatabase('CREATE TABLE t(a)');
    expect((await fetch({ connectionString: path, query, parameters })).records).toEqual([
      { since: '1970-01-01T00:00:00Z' },
    ]);
    const { problems } = await compileModule(databaseInput, {
      connectionString: path,
      query: 'SELECT 1{% if state.lastid is defined %} WHERE 0{% endif %}',
    });
    expect(problems).toMatchObject([{ at: ['query'], message: expect.stringContaining('lastId') }]);
  });

  it('fails with the parameter that cannot be evaluated', async () => {
    await createDatabase('CREATE TABLE t(a)');
    const failing = fetch({ connectionString: path, query: 'SELECT $1', parameters: ['record.missing.x'] });
    await expect(failing).rejects.toThrow(
      'building parameterized query: evaluating parameter 1 ("record.missing.x"): cannot fetch x from <nil>',
    );
    await expect(failing).rejects.toMatchObject({ category: 'validation', retryable: false });
  });

  it('gives no records for no rows', async () => {
    await createDatabase('CREATE TABLE t(a)');
    const { records, run } = await fetch({ connectionString: path, query: 'SELECT * FROM t' });
    expect(records).toEqual([]);
    expect(run.log.fieldsOf('input fetch completed')['record_count']).toBe(0);
  });

  it('reads its query from a file', async () => {
    await createDatabase('CREATE TABLE t(a); INSERT INTO t VALUES (1)');
    const queryFile = join(directory, 'q.sql');
    writeFileSync(queryFile, '-- all of them: $9\nSELECT * FROM t WHERE a = $1;\n');
    const { records } = await fetch({ connectionString: path, queryFile, parameters: ['1'] });
    expect(records).toEqual([{ a: 1 }]);
  });

  it('takes the connection string from the environment, whole', async () => {
    await createDatabase('CREATE TABLE t(a)');
    const config = { connectionStringRef: '${DB_URL}', query: 'SELECT 1 a' };
    expect((await fetch(config, testRun(), { DB_URL: `file:${path}?mode=ro` })).records).toEqual([{ a: 1 }]);
  });

  it.each([{}, { DB_URL: '' }])('says which variable is missing in %j', async (environment) => {
    const config = { connectionStringRef: '${DB_URL}', query: 'SELECT 1 a' };
    await expect(fetch(config, testRun(), environment)).rejects.toThrow(
      'creating database connection: connection string is required: environment variable DB_URL is not set',
    );
  });

  it('never shows a connection string it cannot use', async () => {
    const config = { connectionStringRef: '${DB_URL}', query: 'SELECT 1 a' };
    for (const DB_URL of ['etl:S3cret@tcp(h:3306)/d', 'S3cret', 'file:x.db?mode=S3cret']) {
      const error = await fetch(config, testRun(), { DB_URL }).catch((reason: unknown) => errorText(reason));
      expect(error).toContain('creating database connection: ');
      expect(error).not.toContain('S3cret');
    }
  });

  it('does not create a database to read from', async () => {
    await expect(fetch({ connectionString: path, query: 'SELECT 1' })).rejects.toThrow(
      /^creating database connection: database connection failed: unable to open database file: .* does not exist/,
    );
    expect(readdirSync(directory)).toEqual([]);
  });

  it('fails as a whole and logs why', async () => {
    await createDatabase('CREATE TABLE t(a)');
    const run = testRun();
    await expect(fetch({ connectionString: path, query: 'SELECT * FROM nowhere' }, run)).rejects.toThrow(
      'database query error in select: no such table: nowhere (original: no such table: nowhere)',
    );
    expect(run.log.messages('ERROR')).toEqual(['database input fetch failed']);
    expect(run.log.fieldsOf('database input fetch failed')).toEqual({
      module_type: 'database',
      duration: expect.anything(),
      error: expect.stringContaining('no such table'),
    });
    expect(run.log.messages('INFO')).not.toContain('input fetch completed');
  });

  it('reads again after a read, and not when it is closed', async () => {
    await createDatabase('CREATE TABLE t(a)');
    const input = await compileSound(databaseInput, { connectionString: path, query: 'SELECT 1 a' });
    const run = testRun();
    await input.open?.(run);
    for (let pass = 0; pass < 2; pass += 1) {
      const pages: DataRecord[][] = [];
      for await (const page of input.read(run)) pages.push(page);
      expect(pages).toEqual([[{ a: 1 }]]);
    }
    await input.close?.();
    await expect(async () => {
      for await (const _page of input.read(run));
    }).rejects.toThrow('database input is not connected');
  });
});

function definedOnly(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}
