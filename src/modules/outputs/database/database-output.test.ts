import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileModule, compileSound, schemaAccepts, testRun } from '../../../../test/helpers/module-run.ts';
import { loadSqlite, type SqliteValue } from '../../../clients/sql/sqlite/library.ts';
import type { DataRecord } from '../../../core/record.ts';
import type { Output } from '../../contract/module.ts';
import { databaseOutput } from './index.ts';

let directory: string;
let path: string;
let outputs: Output[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cannectors-output-'));
  path = join(directory, 'shop.db');
  outputs = [];
});

afterEach(async () => {
  for (const output of outputs) await output.close?.();
  rmSync(directory, { recursive: true });
});

const CREATE = 'CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT)';
const INSERT = {
  query: 'INSERT INTO t (id, name) VALUES ($1, $2)',
  parameters: ['record.id', 'record.name'],
};
const CONFLICTING: DataRecord[] = [
  { id: 1, name: 'a' },
  { id: 1, name: 'b' },
  { id: 2, name: 'c' },
];

async function inDatabase(sql: string): Promise<Record<string, unknown>[]> {
  const { Database } = await loadSqlite();
  const database = new Database(path, { fileMustExist: false, readOnly: false });
  try {
    return database.all(sql) as Record<string, SqliteValue>[];
  } finally {
    database.close();
  }
}

async function compile(config: Record<string, unknown> = INSERT): Promise<Output> {
  const output = await compileSound(databaseOutput, { connectionString: path, ...config });
  outputs.push(output);
  return output;
}

async function write(config: Record<string, unknown>, records: DataRecord[], run = testRun()) {
  const output = await compile(config);
  await output.open?.(run);
  const report = await output.write(records, run);
  return { report, run, output };
}

describe('the settings of the database output', () => {
  it('accept a transaction and refuse what belongs to others', () => {
    const sound = { connectionString: 'a.db', ...INSERT };
    expect(schemaAccepts(databaseOutput, { ...sound, transaction: true, onError: 'Skip' })).toBe(true);
    for (const other of [
      { retry: {} },
      { schedule: '* * * * *' },
      { pagination: {} },
      { transaction: 'yes' },
    ]) {
      expect(schemaAccepts(databaseOutput, { ...sound, ...other })).toBe(false);
    }
  });

  it('allow a script only without parameters', async () => {
    const { problems } = await compileModule(databaseOutput, {
      connectionString: path,
      query: 'DELETE FROM t WHERE id = $1; DELETE FROM u',
      parameters: ['record.id'],
    });
    expect(problems.map(({ message }) => message).join()).toContain('must be a single statement');
    await inDatabase(CREATE);
    const script = 'DELETE FROM t; INSERT INTO t(id) VALUES (7)';
    expect((await write({ query: script }, [{}, {}])).report).toEqual({ sent: 2 });
    expect(await inDatabase('SELECT id FROM t')).toEqual([{ id: 7 }]);
  });
});

describe('writing', () => {
  beforeEach(() => inDatabase(CREATE));

  it('executes what blocks and lists make of the query for each record', async () => {
    const query =
      '{% if record.ids %}DELETE FROM t WHERE id IN ($1...){% else %}INSERT INTO t (id, name) VALUES ($2, $3){% endif %}';
    const parameters = ['record.ids', 'record.id', 'record.name'];
    const evil = "x'); DROP TABLE t; --";
    const records: DataRecord[] = [
      { id: 1, name: 'a', ids: null },
      { id: 2, name: evil, ids: null },
      { id: 3, name: 'c', ids: null },
      { ids: [1, 3] },
    ];
    expect((await write({ query, parameters }, records)).report).toEqual({ sent: 4 });
    expect(await inDatabase('SELECT * FROM t')).toEqual([{ id: 2, name: evil }]);
  });

  it('executes one statement per record', async () => {
    const { report, run } = await write(INSERT, [{ id: 1, name: 'a' }, { id: 2 }]);
    expect(report).toEqual({ sent: 2 });
    expect(await inDatabase('SELECT * FROM t')).toEqual([
      { id: 1, name: 'a' },
      { id: 2, name: null },
    ]);
    expect(run.log.messages('INFO')).toEqual([
      'database output send started',
      'output send started',
      'database output send completed',
      'output send completed',
    ]);
    expect(run.log.fieldsOf('database output send started')).toEqual({
      module_type: 'database',
      record_count: 2,
      transaction: false,
    });
    expect(run.log.fieldsOf('database output send completed')).toEqual({
      module_type: 'database',
      record_count: 2,
      sent_count: 2,
      duration: expect.anything(),
    });
    expect(run.log.fieldsOf('output send completed')).toEqual({
      module_type: 'database',
      records_sent: 2,
      records_failed: 0,
      duration: expect.anything(),
    });
    expect(run.log.fieldsOf('database output module created')).toEqual({
      driver: 'sqlite',
      transaction: false,
      on_error: 'fail',
    });
  });

  it.each([
    { transaction: false, onError: 'fail', sent: 1, stored: [1], level: undefined },
    { transaction: false, onError: 'skip', sent: 2, stored: [1, 2], level: 'WARN' as const },
    { transaction: false, onError: 'LOG', sent: 2, stored: [1, 2], level: 'ERROR' as const },
    { transaction: true, onError: 'fail', sent: 0, stored: [], level: undefined },
    { transaction: true, onError: 'skip', sent: 2, stored: [1, 2], level: 'WARN' as const },
    { transaction: true, onError: 'log', sent: 2, stored: [1, 2], level: 'ERROR' as const },
  ])('a duplicate with transaction $transaction and onError $onError', async (expected) => {
    const { transaction, onError, sent, stored, level } = expected;
    const { report, run } = await write({ ...INSERT, transaction, onError }, CONFLICTING);
    expect(report.sent).toBe(sent);
    expect((await inDatabase('SELECT id FROM t')).map(({ id }) => id)).toEqual(stored);
    const driverText = 'UNIQUE constraint failed: t.id';
    if (level === undefined) {
      expect(report.error?.message).toContain(
        `record 1: database constraint error: unique constraint violation`,
      );
      expect(report.error?.message).toContain(driverText);
      expect(report.error).toMatchObject({ category: 'validation', retryable: false, recordIndex: 1 });
      expect(run.log.messages('ERROR')).toEqual(['database output send failed', 'output send failed']);
      expect(run.log.fieldsOf('database output send failed')).toEqual({
        module_type: 'database',
        duration: expect.anything(),
        sent_count: sent,
        error: report.error?.message,
      });
      expect(run.log.fieldsOf('output send failed')).toMatchObject({
        records_sent: sent,
        records_failed: 3 - sent,
      });
      return;
    }
    expect(report.error).toBeUndefined();
    const message =
      level === 'WARN' ? 'skipping record due to database error' : 'database error (continuing)';
    expect(run.log.messages(level)).toEqual([message]);
    expect(run.log.fieldsOf(message)).toEqual({
      record_index: 1,
      error: expect.stringContaining(driverText),
    });
    expect(run.log.fieldsOf('output send completed')).toMatchObject({ records_sent: 2, records_failed: 1 });
  });

  it.each([
    { onError: 'fail', sent: 1, stored: [1] },
    { onError: 'skip', sent: 2, stored: [1, 3], message: 'skipping record due to query build error' },
    { onError: 'log', sent: 2, stored: [1, 3], message: 'query build error (continuing)' },
  ])(
    'a record without the data a parameter needs, onError $onError',
    async ({ onError, sent, stored, message }) => {
      const config = { query: INSERT.query, parameters: ['record.id', 'record.customer.name'], onError };
      const customer = { name: 'a' };
      const { report, run } = await write(config, [{ id: 1, customer }, { id: 2 }, { id: 3, customer }]);
      expect(report.sent).toBe(sent);
      expect((await inDatabase('SELECT id FROM t')).map(({ id }) => id)).toEqual(stored);
      const reason =
        'building parameterized query: evaluating parameter 2 ("record.customer.name"): cannot fetch name from <nil>';
      if (message === undefined) expect(report.error?.message).toBe(`record 1: ${reason}`);
      else expect(run.log.fieldsOf(message)).toEqual({ record_index: 1, error: reason });
    },
  );

  it('reads metadata and optional data', async () => {
    const config = { query: INSERT.query, parameters: ['meta.batch', 'record.customer?.name'] };
    await write(config, [{ _metadata: { batch: 9 } }]);
    expect(await inDatabase('SELECT * FROM t')).toEqual([{ id: 9, name: null }]);
  });

  it('stores hostile values verbatim', async () => {
    const hostile = [
      "x'); DROP TABLE t; --",
      '$1 ? :name',
      '{{ record.id }}',
      '"; DELETE FROM t',
      '\\',
      "''",
    ];
    await write(
      INSERT,
      hostile.map((name, id) => ({ id, name })),
    );
    expect((await inDatabase('SELECT name FROM t ORDER BY id')).map(({ name }) => name)).toEqual(hostile);
  });

  it('counts a statement that matches nothing as sent', async () => {
    const config = { query: 'UPDATE t SET name = $1 WHERE id = 99', parameters: ['record.name'] };
    expect((await write(config, [{ name: 'a' }])).report).toEqual({ sent: 1 });
  });

  it('does nothing for no records', async () => {
    const { report, run } = await write(INSERT, []);
    expect(report).toEqual({ sent: 0 });
    expect(run.log.messages('INFO')).toEqual([]);
    expect(run.log.messages('DEBUG')).toContain('no records to send, returning success');
  });

  it('writes delivery after delivery, also at the same time', async () => {
    const { output, run } = await write({ ...INSERT, transaction: true }, [{ id: 1, name: 'a' }]);
    await output.open?.(run);
    expect(await output.write([{ id: 2, name: 'b' }], run)).toEqual({ sent: 1 });
    const reports = await Promise.all([3, 4, 5].map((id) => output.write([{ id, name: 'c' }], run)));
    expect(reports).toEqual([{ sent: 1 }, { sent: 1 }, { sent: 1 }]);
    expect(await inDatabase('SELECT count(*) n FROM t')).toEqual([{ n: 5 }]);
  });

  it('reports a cancelled run as cancelled, whatever onError says', async () => {
    const run = testRun();
    const output = await compile({ ...INSERT, onError: 'skip' });
    await output.open?.(run);
    run.cancel();
    const report = await output.write(CONFLICTING, run);
    expect(report.sent).toBe(0);
    expect(report.error?.message).toContain('context canceled');
    expect(run.log.messages('WARN')).toEqual([]);
  });

  it('fails before it is opened and after it is closed', async () => {
    const run = testRun();
    const output = await compile();
    expect((await output.write([{}], run)).error?.message).toBe('database output is not connected');
    await output.open?.(run);
    await output.close?.();
    await output.close?.();
    expect((await output.write([{}], run)).error?.message).toBe('database output is closed');
    await expect(output.open?.(run)).rejects.toThrow('database output is closed');
  });

  it('never puts values or the statement into its log', async () => {
    const { run } = await write({ ...INSERT, onError: 'skip' }, [
      { id: 1, name: 'S3cret' },
      { id: 1, name: 'S3cret' },
    ]);
    const text = JSON.stringify(run.log.entries);
    expect(text).not.toContain('S3cret');
    expect(text).not.toContain('INSERT');
  });
});

describe('connecting', () => {
  it('creates a file that does not exist', async () => {
    const { report } = await write({ query: 'CREATE TABLE t AS SELECT 1 AS a' }, [{}]);
    expect(report).toEqual({ sent: 1 });
    expect(await inDatabase('SELECT * FROM t')).toEqual([{ a: 1 }]);
  });

  it('says what it could not open', async () => {
    mkdirSync(path);
    await expect((await compile()).open?.(testRun())).rejects.toThrow(
      /^creating database output connection: database connection failed: unable to open database file: .* is a directory/,
    );
  });
});

describe('the preview', () => {
  const records: DataRecord[] = Array.from({ length: 250 }, (_, id) => ({ id, name: `n"${id}` }));

  it('describes one statement and keeps 100 of its executions', async () => {
    const output = await compile({ ...INSERT, transaction: true });
    const [preview, ...others] = output.preview(records, { showCredentials: false });
    expect(others).toEqual([]);
    expect(preview).toMatchObject({
      kind: 'sql',
      recordCount: 250,
      driver: 'sqlite',
      target: path,
      operation: 'INSERT INTO',
      table: 't',
      statement: 'INSERT INTO t (id, name) VALUES (?, ?)',
      parameters: ['record.id', 'record.name'],
      rowsOmitted: 150,
      transaction: true,
    });
    if (preview?.kind !== 'sql') throw new Error('not an SQL preview');
    expect(preview.rows).toHaveLength(100);
    expect(preview.rows[99]).toEqual(['99', '"n\\"99"']);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('lists a repeated parameter once per bound value', async () => {
    const query = 'INSERT INTO t (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET id = $1';
    const [preview] = (await compile({ query, parameters: ['record.id'] })).preview([{ id: 7 }], {
      showCredentials: false,
    });
    expect(preview).toMatchObject({
      parameters: ['record.id', 'record.id'],
      rows: [['7', '7']],
      rowsOmitted: 0,
    });
  });

  it('describes each statement that blocks make of the query', async () => {
    const output = await compile({
      query: '{% if record.gone %}DELETE FROM t{% else %}UPDATE t SET name = $2{% endif %} WHERE id = $1',
      parameters: ['record.id', 'record.name'],
    });
    const mixed = [
      { id: 1, name: 'a', gone: false },
      { id: 2, gone: true },
      { id: 3, name: 'c', gone: false },
    ];
    expect(output.preview(mixed, { showCredentials: false })).toMatchObject([
      {
        recordCount: 2,
        operation: 'UPDATE',
        statement: 'UPDATE t SET name = ? WHERE id = ?',
        parameters: ['record.name', 'record.id'],
        rows: [
          ['"a"', '1'],
          ['"c"', '3'],
        ],
      },
      {
        recordCount: 1,
        operation: 'DELETE FROM',
        statement: 'DELETE FROM t WHERE id = ?',
        parameters: ['record.id'],
        rows: [['2']],
      },
    ]);
  });

  it('shows values in JSON notation', async () => {
    const output = await compile({ query: 'INSERT INTO t (name) VALUES ($1)', parameters: ['record.v'] });
    const values = [
      null,
      'a\n"b"',
      1234567,
      1e21,
      9007199254740993n,
      0.1,
      true,
      [1, 'a'],
      { a: null },
      new Date(0),
    ];
    const [preview] = output.preview(
      values.map((v) => ({ v })),
      { showCredentials: false },
    );
    expect(preview?.kind === 'sql' && preview.rows.flat()).toEqual([
      'NULL',
      '"a\\n\\"b\\""',
      '1234567',
      '1000000000000000000000',
      '9007199254740993',
      '0.1',
      'true',
      '[1,"a"]',
      '{"a":null}',
      '"1970-01-01T00:00:00Z"',
    ]);
  });

  it('masks the password of the target unless asked not to', async () => {
    const connectionString = 'file:./nowhere/dw.db?_pragma_key=S3cret&mode=ro';
    const output = await compile({ ...INSERT, connectionString });
    expect(output.preview([{ id: 1 }], { showCredentials: false })[0]).toMatchObject({
      target: 'file:./nowhere/dw.db?_pragma_key=[REDACTED]&mode=ro',
    });
    expect(output.preview([{ id: 1 }], { showCredentials: true })[0]).toMatchObject({
      target: connectionString,
    });
  });

  it('has no executions to show for a statement without parameters', async () => {
    const [preview] = (await compile({ query: 'DELETE FROM t' })).preview([{}, {}], {
      showCredentials: false,
    });
    expect(preview).toMatchObject({
      recordCount: 2,
      operation: 'DELETE FROM',
      table: 't',
      parameters: [],
      rows: [],
      rowsOmitted: 0,
    });
  });

  it('is empty for no records', async () => {
    expect((await compile()).preview([], { showCredentials: false })).toEqual([]);
  });

  it('fails for a record that cannot be described, and for an unknown database', async () => {
    const output = await compile({ query: 'DELETE FROM t WHERE id = $1', parameters: ['record.a.b'] });
    expect(() => output.preview([{ a: {} }, {}], { showCredentials: false })).toThrow(
      'previewing record 1: building parameterized query: evaluating parameter 1 ("record.a.b")',
    );
    const unknown = await compileSound(databaseOutput, {
      connectionStringRef: '${NOWHERE_SET_AT_ALL}',
      ...INSERT,
    });
    expect(() => unknown.preview([{ id: 1 }], { showCredentials: false })).toThrow(
      'connection string is required',
    );
  });
});
