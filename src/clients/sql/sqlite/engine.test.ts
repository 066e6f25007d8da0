import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingLogger } from '../../../../test/helpers/module-run.ts';
import { hostPorts } from '../../../core/host-ports.ts';
import type { DataRecord, Value } from '../../../core/record.ts';
import { Secret } from '../../../core/secret.ts';
import type { BoundStatement, SqlBatch, SqlBatchFailure, SqlConnection, SqlLimits } from '../connection.ts';
import { sqliteEngine } from './engine.ts';
import { FileLock } from './file-lock.ts';
import { loadSqlite } from './library.ts';

let directory: string;
let path: string;
let open: SqlConnection[];
const log = new RecordingLogger();
const { clock } = hostPorts();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cannectors-sqlite-'));
  path = join(directory, 'test.db');
  open = [];
  log.entries.length = 0;
});

afterEach(async () => {
  for (const connection of open) await connection.close();
  rmSync(directory, { recursive: true });
});

function limits(overrides: Partial<SqlLimits> = {}): SqlLimits {
  return { clock, signal: new AbortController().signal, timeoutMs: 30_000, ...overrides };
}

async function connect(
  connectionString = path,
  options: Partial<SqlLimits & { mayCreate: boolean }> = {},
): Promise<SqlConnection> {
  const connection = await sqliteEngine.connect(new Secret(connectionString), {
    ...limits(),
    log,
    mayCreate: true,
    ...options,
  });
  open.push(connection);
  return connection;
}

async function rows(
  connection: SqlConnection,
  text: string,
  values: Value[] = [],
  overrides: Partial<SqlLimits> = {},
): Promise<DataRecord[]> {
  const all: DataRecord[] = [];
  for await (const page of connection.query({ text, values }, limits(overrides))) all.push(...page);
  return all;
}

function batchOf(
  statements: readonly BoundStatement[],
  settings: Partial<Pick<SqlBatch, 'transaction' | 'stopAtFirstFailure'>> = {},
): SqlBatch & { readonly failures: SqlBatchFailure[] } {
  const failures: SqlBatchFailure[] = [];
  return {
    size: statements.length,
    statementAt: (index) => {
      const statement = statements[index];
      if (statement === undefined) throw new Error(`no statement ${index}`);
      return statement;
    },
    transaction: false,
    stopAtFirstFailure: true,
    onFailure: (failure) => failures.push(failure),
    failures,
    ...settings,
  };
}

async function script(connection: SqlConnection, text: string): Promise<void> {
  const { error } = await connection.execute(batchOf([{ text, values: [] }]), limits());
  if (error !== undefined) throw error;
}

const insert = (text: string, ...values: Value[][]): BoundStatement[] =>
  values.map((bound) => ({ text, values: bound }));

describe('opening a SQLite database', () => {
  it('creates a missing file only when it may', async () => {
    await expect(connect(path, { mayCreate: false })).rejects.toThrow(
      /^database connection failed: unable to open database file: .*test\.db does not exist/,
    );
    expect(readdirSync(directory)).toEqual([]);
    await connect();
    expect(readdirSync(directory)).toContain('test.db');
  });

  it('says which directory is missing', async () => {
    const failing = connect(join(directory, 'none', 'a.db'));
    await expect(failing).rejects.toThrow(
      /unable to open database file: the directory of .*none.a\.db does not exist/,
    );
    await expect(failing).rejects.toMatchObject({ category: 'validation', retryable: false });
  });

  it.each(['u:S3cret@tcp(h:3306)/d', 'host=pg password=S3cret', 'mysql://u:S3cret@h/d'])(
    'shows no password when given %s for a path',
    async (connectionString) => {
      const error = await connect(connectionString, { mayCreate: false }).catch((reason: unknown) =>
        String(reason),
      );
      expect(error).toContain('[REDACTED]');
      expect(error).not.toContain('S3cret');
    },
  );

  it('refuses a directory and a file that is no database', async () => {
    await expect(connect(directory)).rejects.toThrow('is a directory');
    writeFileSync(path, 'no database at all'.repeat(100));
    await expect(connect()).rejects.toThrow('file is not a database');
  });

  it('honours mode=rw and mode=ro', async () => {
    await expect(connect(`file:${path}?mode=rw`)).rejects.toThrow('does not exist');
    await script(await connect(), 'CREATE TABLE t(a)');
    const readOnly = await connect(`file:${path}?mode=ro`);
    expect(await rows(readOnly, 'SELECT count(*) n FROM t')).toEqual([{ n: 0 }]);
    const { error } = await readOnly.execute(batchOf(insert('INSERT INTO t VALUES (?)', [1])), limits());
    expect(error?.message).toContain('attempt to write a readonly database');
    expect(error).toMatchObject({ category: 'validation', retryable: false });
  });

  it('has the settings of a stock SQLite unless the string says otherwise', async () => {
    const stock = await connect();
    expect(await rows(stock, 'PRAGMA foreign_keys')).toEqual([{ foreign_keys: 0 }]);
    const strict = await connect(`${path}?_pragma=foreign_keys(1)`);
    expect(await rows(strict, 'PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1 }]);
  });

  it('says that journal_mode=WAL is not available', async () => {
    await connect(`${path}?_pragma=journal_mode(WAL)`);
    expect(log.messages('WARN')).toEqual([
      'SQLite journal mode WAL is not available, keeping the rollback journal',
    ]);
  });

  it('keeps each database in memory to itself', async () => {
    const first = await connect(':memory:');
    await script(first, 'CREATE TABLE t(a)');
    await expect(rows(await connect(':memory:'), 'SELECT * FROM t')).rejects.toThrow('no such table: t');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('leaves nothing beside the file when it is closed', async () => {
    const connection = await connect();
    await script(connection, 'CREATE TABLE t(a)');
    await connection.execute(batchOf(insert('INSERT INTO t VALUES (?)', [1])), limits());
    await rows(connection, 'SELECT * FROM t');
    await connection.close();
    await connection.close();
    expect(readdirSync(directory)).toEqual(['test.db']);
    await expect(rows(connection, 'SELECT 1')).rejects.toThrow('database is closed');
  });
});

describe('files that another program uses', () => {
  it('refuses a database in WAL mode and names the conversion', async () => {
    await script(await connect(), 'CREATE TABLE t(a)');
    await open[0]?.close();
    const bytes = readFileSync(path);
    bytes[18] = 2;
    bytes[19] = 2;
    writeFileSync(path, bytes);
    await expect(connect()).rejects.toThrow(/uses write-ahead logging \(WAL\), .*PRAGMA journal_mode=DELETE/);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it.each(['-wal', '-shm'])('refuses a database with a %s file beside it', async (suffix) => {
    writeFileSync(path, '');
    writeFileSync(path + suffix, 'x');
    await expect(connect()).rejects.toThrow(`test.db${suffix} exists`);
  });

  it('refuses a hot journal that no lock of its own explains, and ignores a spent one', async () => {
    await script(await connect(), 'CREATE TABLE t(a)');
    writeFileSync(`${path}-journal`, 'd9d505f920a163d7');
    await expect(connect()).rejects.toThrow('transaction that another program has not finished');
    writeFileSync(`${path}-journal`, new Uint8Array(512));
    await expect(connect()).resolves.toBeDefined();
  });

  it('waits for a lock and says what to do when it does not end', async () => {
    await script(await connect(), 'CREATE TABLE t(a)');
    mkdirSync(`${path}.lock`);
    const failing = connect(`${path}?_pragma=busy_timeout(30)`);
    await expect(failing).rejects.toThrow(
      /database is locked: .*test\.db\.lock exists since .*Z; another process uses the database.*remove that directory/,
    );
    await expect(failing).rejects.toMatchObject({ category: 'server', retryable: true });
    const waiting = connect();
    rmSync(`${path}.lock`, { recursive: true });
    await expect(waiting).resolves.toBeDefined();
  });

  it('is cancelled while it waits', async () => {
    mkdirSync(`${path}.lock`);
    const controller = new AbortController();
    const waiting = connect(path, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toThrow('context canceled');
  });

  it('removes the lock of a process of this host that has died, and plays its journal back', async () => {
    await script(await connect(), 'CREATE TABLE t(a); INSERT INTO t VALUES (1)');
    abandonLock(2 ** 22 + 1, hostname());
    const connection = await connect();
    expect(await rows(connection, 'SELECT * FROM t')).toEqual([{ a: 1 }]);
    expect(log.messages('WARN')).toEqual(['removed abandoned database lock']);
    await connection.close();
    await open[0]?.close();
    expect(readdirSync(directory)).toEqual(['test.db']);
  });

  it.each([
    ['a living process', process.ppid, hostname()],
    ['another host', 2 ** 22 + 1, 'elsewhere'],
  ])('keeps the lock of %s', async (_who, pid, host) => {
    writeFileSync(path, '');
    abandonLock(pid, host);
    await expect(connect(`${path}?_pragma=busy_timeout(5)`)).rejects.toThrow('database is locked');
    expect(readdirSync(directory)).toContain('test.db.lock');
  });

  it('keeps a lock that the note is not about', async () => {
    writeFileSync(path, '');
    abandonLock(2 ** 22 + 1, hostname());
    utimesSync(`${path}.lock`, 1, 1);
    await expect(connect(`${path}?_pragma=busy_timeout(5)`)).rejects.toThrow('database is locked');
  });

  function abandonLock(pid: number, host: string): void {
    mkdirSync(`${path}.lock`);
    new FileLock(path).mark();
    const note = JSON.parse(readFileSync(`${path}.lock-owner`, 'utf8')) as object;
    writeFileSync(`${path}.lock-owner`, JSON.stringify({ ...note, pid, host, process: 'another' }));
  }
});

describe('reading rows', () => {
  let connection: SqlConnection;

  beforeEach(async () => {
    connection = await connect();
  });

  it('decodes every storage class', async () => {
    expect(
      await rows(
        connection,
        "SELECT 1 i, 9007199254740993 big, 9223372036854775807 max, 12.5 r, 'é😀' t, '' e, NULL n, x'c3a9' b, x'' eb, x'ff' bad",
      ),
    ).toEqual([
      {
        i: 1,
        big: 9007199254740993n,
        max: 9223372036854775807n,
        r: 12.5,
        t: 'é😀',
        e: '',
        n: null,
        b: 'é',
        eb: '',
        bad: '\ufffd',
      },
    ]);
  });

  it('gives the last of two equal labels and keeps dots in labels', async () => {
    expect(await rows(connection, 'SELECT 1 a, 2 a, 3 "x.y"')).toEqual([{ a: 2, 'x.y': 3 }]);
  });

  it('renders text in date columns as RFC 3339, whatever it is selected through', async () => {
    await script(
      connection,
      `CREATE TABLE t(id INTEGER, a DATETIME, b date, c TIMESTAMP, d TEXT, e "DATETIME(3)");
       INSERT INTO t VALUES (1, '2026-01-02 03:04:05', '2026-01-02', '2026-01-02T03:04:05.9+02:00', '2026-01-02 03:04:05', '2026-01-02 03:04:05');
       INSERT INTO t VALUES (2, 'n/a', NULL, 5, '', '')`,
    );
    expect(await rows(connection, 'SELECT * FROM t ORDER BY id')).toEqual([
      {
        id: 1,
        a: '2026-01-02T03:04:05Z',
        b: '2026-01-02T00:00:00Z',
        c: '2026-01-02T03:04:05+02:00',
        d: '2026-01-02 03:04:05',
        e: '2026-01-02 03:04:05',
      },
      { id: 2, a: 'n/a', b: null, c: 5, d: '', e: '' },
    ]);
    const through =
      'WITH x AS (SELECT a AS z, d FROM t WHERE id = ?) SELECT z, upper(z) u, d FROM x LIMIT ?;';
    expect(await rows(connection, through, [1, 5])).toEqual([
      { z: '2026-01-02T03:04:05Z', u: '2026-01-02 03:04:05', d: '2026-01-02 03:04:05' },
    ]);
    expect(
      await rows(
        connection,
        'SELECT x.a, y.d AS a, x.a AS b FROM t x JOIN t y ON x.id = y.id WHERE x.id = 1',
      ),
    ).toEqual([{ a: '2026-01-02 03:04:05', b: '2026-01-02T03:04:05Z' }]);
  });

  it('reads integers in date columns when the string asks for it', async () => {
    await script(connection, 'CREATE TABLE t(a TIMESTAMP); INSERT INTO t VALUES (1767323045)');
    expect(await rows(connection, 'SELECT a FROM t')).toEqual([{ a: 1767323045 }]);
    expect(await rows(await connect(`${path}?_inttotime=1`), 'SELECT a FROM t')).toEqual([
      { a: '2026-01-02T03:04:05Z' },
    ]);
  });

  it('reads dates from a read-only database', async () => {
    await script(connection, "CREATE TABLE t(a DATE); INSERT INTO t VALUES ('2026-01-02')");
    expect(await rows(await connect(`file:${path}?mode=ro`), 'SELECT a FROM t')).toEqual([
      { a: '2026-01-02T00:00:00Z' },
    ]);
  });

  it('yields pages, and nothing for no rows', async () => {
    const sizes: number[] = [];
    const text =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT i FROM n';
    for await (const page of connection.query({ text, values: [] }, limits())) sizes.push(page.length);
    expect(sizes).toEqual([1000, 1000, 500]);
    for await (const _page of connection.query({ text: 'SELECT 1 WHERE 0', values: [] }, limits()))
      sizes.push(0);
    expect(sizes).toHaveLength(3);
  });

  it('commits what a statement with RETURNING has changed', async () => {
    await script(connection, 'CREATE TABLE t(a)');
    expect(await rows(connection, 'INSERT INTO t VALUES (?), (?) RETURNING a', [1, 2])).toEqual([
      { a: 1 },
      { a: 2 },
    ]);
    expect(await rows(connection, 'SELECT count(*) n FROM t')).toEqual([{ n: 2 }]);
  });

  it('stops when time is up or the run is cancelled, and releases the file', async () => {
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n';
    const late = rows(connection, endless, [], { timeoutMs: 20 });
    await expect(late).rejects.toThrow('database timeout error: operation timed out');
    await expect(late).rejects.toMatchObject({ category: 'network', retryable: true });
    const controller = new AbortController();
    const cancelled = rows(connection, endless, [], { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(cancelled).rejects.toThrow('context canceled');
    expect(await rows(connection, 'SELECT 1 a')).toEqual([{ a: 1 }]);
    expect(readdirSync(directory)).not.toContain('test.db.lock');
  });

  it('classifies failures and keeps the driver text', async () => {
    const failing = rows(connection, 'SELECT * FROM nowhere');
    await expect(failing).rejects.toThrow(
      'database query error in select: no such table: nowhere (original: no such table: nowhere)',
    );
    await expect(failing).rejects.toMatchObject({ category: 'validation', retryable: false });
    await expect(rows(connection, 'SELEKT 1')).rejects.toThrow('SQL syntax error (original: near "SELEKT"');
    expect(await rows(connection, 'SELECT 1 a')).toEqual([{ a: 1 }]);
  });

  it('executes a statement again after it has failed', async () => {
    const text = 'SELECT abs(?) a';
    await expect(rows(connection, text, [-(2n ** 63n)])).rejects.toThrow('integer overflow');
    expect(await rows(connection, text, [-1])).toEqual([{ a: 1 }]);
  });

  it('refuses too few and too many values', async () => {
    await expect(rows(connection, 'SELECT ?, ?', [1])).rejects.toThrow('2 placeholder(s) but 1 value(s)');
    await expect(rows(connection, "SELECT '?'", [1])).rejects.toThrow('0 placeholder(s) but 1 value(s)');
  });
});

describe('writing a batch', () => {
  let connection: SqlConnection;
  const INSERT = 'INSERT INTO t(id, v) VALUES (?, ?)';
  const conflicting = insert(INSERT, [1, 'a'], [1, 'b'], [2, 'c']);

  beforeEach(async () => {
    connection = await connect();
    await script(connection, 'CREATE TABLE t(id INTEGER PRIMARY KEY, v)');
  });

  const ids = async () => (await rows(connection, 'SELECT id FROM t ORDER BY id')).map(({ id }) => id);

  it.each([
    { transaction: false, stop: true, sent: 1, stored: [1], failed: [], error: true },
    { transaction: false, stop: false, sent: 2, stored: [1, 2], failed: [1], error: false },
    { transaction: true, stop: true, sent: 0, stored: [], failed: [], error: true },
    { transaction: true, stop: false, sent: 2, stored: [1, 2], failed: [1], error: false },
  ])('with a duplicate: $transaction, $stop', async ({ transaction, stop, sent, stored, failed, error }) => {
    const batch = batchOf(conflicting, { transaction, stopAtFirstFailure: stop });
    const report = await connection.execute(batch, limits());
    expect(report.sent).toBe(sent);
    expect(await ids()).toEqual(stored);
    expect(batch.failures.map(({ index, phase }) => [index, phase])).toEqual(
      failed.map((index) => [index, 'statement']),
    );
    expect(report.error !== undefined).toBe(error);
    const reason = report.error ?? batch.failures[0]?.error;
    expect(reason?.message).toContain('(original: UNIQUE constraint failed: t.id)');
    expect(reason).toMatchObject({ category: 'validation', retryable: false });
    if (transaction && stop)
      expect(reason?.message).toContain('transaction rolled back, nothing was written');
  });

  it('tells statements that cannot be built from those that fail', async () => {
    const batch = batchOf(insert(INSERT, [1, 'a'], [2, 'b'], [2, 'c']), { stopAtFirstFailure: false });
    const building: SqlBatch = {
      ...batch,
      statementAt: (index) => {
        if (index === 0) throw new Error('no statement');
        return batch.statementAt(index);
      },
    };
    expect(await connection.execute(building, limits())).toEqual({ sent: 1 });
    expect(batch.failures.map(({ index, phase }) => [index, phase])).toEqual([
      [0, 'build'],
      [2, 'statement'],
    ]);
  });

  it('refuses values that SQLite would change, without stopping the others', async () => {
    const batch = batchOf(insert(INSERT, [1, 'a\0b'], [2n ** 63n, 'b'], [3, 'c']), {
      stopAtFirstFailure: false,
    });
    expect(await connection.execute(batch, limits())).toEqual({ sent: 1 });
    expect(await ids()).toEqual([3]);
  });

  it('stores hostile text verbatim', async () => {
    const text = "x'); DROP TABLE t; --";
    await connection.execute(batchOf(insert(INSERT, [1, text])), limits());
    expect(await rows(connection, 'SELECT v FROM t')).toEqual([{ v: text }]);
  });

  it('brings every value back as it went in', async () => {
    const values: Value[] = [
      2n ** 53n + 1n,
      2n ** 63n - 1n,
      0.1,
      1e21,
      '',
      '😀',
      'x'.repeat(1_000_000),
      true,
      null,
    ];
    await connection.execute(
      batchOf(insert(INSERT, ...values.map((value, index) => [index, value]))),
      limits(),
    );
    const back = (await rows(connection, 'SELECT v FROM t ORDER BY id')).map(({ v }) => v);
    expect(back).toEqual(values.map((value) => (value === true ? 1 : value)));
    await script(connection, 'CREATE TABLE x(v TEXT)');
    await connection.execute(batchOf(insert('INSERT INTO x VALUES (?)', [-0], [42], [1e17])), limits());
    expect(await rows(connection, 'SELECT v FROM x')).toEqual([
      { v: '0' },
      { v: '42' },
      { v: '100000000000000000' },
    ]);
  });

  it('counts a statement that changes nothing', async () => {
    expect(
      await connection.execute(batchOf(insert('UPDATE t SET v = ? WHERE id = 99', [1])), limits()),
    ).toEqual({ sent: 1 });
  });

  it('runs a statement with a result to its end', async () => {
    const statement = {
      text: 'INSERT INTO t(id) SELECT value FROM json_each(?) RETURNING id',
      values: ['[1,2,3]'],
    };
    expect(await connection.execute(batchOf([statement]), limits())).toEqual({ sent: 1 });
    expect(await ids()).toEqual([1, 2, 3]);
  });

  it('runs a script without values as a whole', async () => {
    await script(connection, 'INSERT INTO t(id) VALUES (1); INSERT INTO t(id) VALUES (2)');
    expect(await ids()).toEqual([1, 2]);
  });

  it('does not start a script again that found the file locked', async () => {
    const impatient = await connect(`${path}?_pragma=busy_timeout(20)`);
    mkdirSync(`${path}.lock`);
    await expect(
      script(impatient, 'INSERT INTO t(id) VALUES (1); INSERT INTO t(id) VALUES (2)'),
    ).rejects.toThrow('database is locked');
    rmSync(`${path}.lock`, { recursive: true });
    expect(await ids()).toEqual([]);
    await script(impatient, 'INSERT INTO t(id) VALUES (1); INSERT INTO t(id) VALUES (2)');
    expect(await ids()).toEqual([1, 2]);
  });

  it('undoes a script that fails inside its own transaction, and refuses one that leaves it open', async () => {
    const begun = 'BEGIN; INSERT INTO t(id) VALUES (1); INSERT INTO nowhere VALUES (1); COMMIT';
    await expect(script(connection, begun)).rejects.toThrow('no such table: nowhere');
    await expect(script(connection, 'BEGIN; INSERT INTO t(id) VALUES (1)')).rejects.toThrow(
      'leaves a transaction open',
    );
    expect(await ids()).toEqual([]);
  });

  it('does not count rows of a group that the engine has rolled back', async () => {
    await script(connection, 'CREATE TABLE r(id INTEGER UNIQUE ON CONFLICT ROLLBACK)');
    const statements = insert('INSERT INTO r VALUES (?)', [1], [1], [2]);
    const batch = batchOf(statements, { stopAtFirstFailure: false });
    expect(await connection.execute(batch, limits())).toEqual({ sent: 2 });
    expect(batch.failures.map(({ index }) => index)).toEqual([1]);
    expect(await rows(connection, 'SELECT id FROM r')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('fails as a whole when the engine has ended the transaction', async () => {
    await script(connection, 'CREATE TABLE r(id INTEGER UNIQUE ON CONFLICT ROLLBACK)');
    const batch = batchOf(insert('INSERT INTO r VALUES (?)', [1], [1], [2]), {
      transaction: true,
      stopAtFirstFailure: false,
    });
    const report = await connection.execute(batch, limits());
    expect(report.sent).toBe(0);
    expect(report.error?.message).toContain('nothing was written');
    expect(await rows(connection, 'SELECT id FROM r')).toEqual([]);
  });

  it('reports a commit that fails', async () => {
    await script(
      connection,
      'CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED)',
    );
    const strict = await connect(`${path}?_pragma=foreign_keys(1)`);
    const batch = batchOf(insert('INSERT INTO c VALUES (?)', [1]), { transaction: true });
    const report = await strict.execute(batch, limits());
    expect(report.sent).toBe(0);
    expect(report.error?.message).toMatch(/^committing transaction: .*FOREIGN KEY constraint failed/);
    expect(await rows(connection, 'SELECT * FROM c')).toEqual([]);
  });

  it('checks deferred foreign keys after each statement outside a transaction', async () => {
    await script(
      connection,
      'CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED)',
    );
    const strict = await connect(`${path}?_pragma=foreign_keys(1)`);
    const statements = [
      ...insert('INSERT INTO c VALUES (?)', [1]),
      ...insert('INSERT INTO p VALUES (?)', [1]),
    ];
    const batch = batchOf(statements, { stopAtFirstFailure: false });
    expect(await strict.execute(batch, limits())).toEqual({ sent: 1 });
    expect(batch.failures.map(({ index }) => index)).toEqual([0]);
  });

  it.each([
    { transaction: true, pragma: 'foreign_keys(0)', stored: [] },
    { transaction: false, pragma: 'foreign_keys(0)', stored: [1, 2] },
    { transaction: false, pragma: 'foreign_keys(1)', stored: [1, 2] },
  ])('is cancelled between records: $transaction, $pragma', async ({ transaction, pragma, stored }) => {
    const cancelled = await connect(`${path}?_pragma=${pragma}`);
    const controller = new AbortController();
    const statements = insert(INSERT, [1, 'a'], [2, 'b'], [3, 'c']);
    const base = batchOf(statements, { transaction, stopAtFirstFailure: false });
    const batch: SqlBatch = {
      ...base,
      statementAt: (index) => {
        if (index === 1) controller.abort();
        return base.statementAt(index);
      },
    };
    const { sent, error } = await cancelled.execute(batch, limits({ signal: controller.signal }));
    expect(error?.message).toContain('context canceled');
    expect(base.failures).toEqual([]);
    expect(sent).toBe(stored.length);
    expect(await ids()).toEqual(stored);
  });

  it('writes more than one group and lets the event loop run', async () => {
    const statements = insert(INSERT, ...Array.from({ length: 12_000 }, (_, index) => [index, 'x']));
    expect(await connection.execute(batchOf(statements), limits())).toEqual({ sent: 12_000 });
    expect(await rows(connection, 'SELECT count(*) n FROM t')).toEqual([{ n: 12_000 }]);
  });

  it('executes batches asked for at the same time one after the other', async () => {
    const batches = [1, 2, 3].map((id) => batchOf(insert(INSERT, [id, 'x']), { transaction: true }));
    const reports = await Promise.all(batches.map((batch) => connection.execute(batch, limits())));
    expect(reports).toEqual([{ sent: 1 }, { sent: 1 }, { sent: 1 }]);
    expect(await ids()).toEqual([1, 2, 3]);
  });

  it('shares the queue between connections to one file, by whatever name', async () => {
    symlinkSync(path, join(directory, 'link.db'));
    const other = await connect(`file:${join(directory, 'link.db')}?_pragma=busy_timeout(0)`);
    const statements = insert(INSERT, ...Array.from({ length: 500 }, (_, index) => [index, 'x']));
    const [report, before] = await Promise.all([
      connection.execute(batchOf(statements, { transaction: true }), limits()),
      rows(other, 'SELECT count(*) n FROM t'),
    ]);
    expect([report.sent, before]).toEqual([500, [{ n: 500 }]]);
  });

  it('waits for another process between statements', async () => {
    mkdirSync(`${path}.lock`);
    const writing = connection.execute(batchOf(insert(INSERT, [1, 'a']), { transaction: true }), limits());
    await new Promise((resolve) => setImmediate(resolve));
    rmSync(`${path}.lock`, { recursive: true });
    expect(await writing).toEqual({ sent: 1 });
  });

  it('gives up on a lock that stays, without harm to what comes later', async () => {
    const impatient = await connect(`${path}?_pragma=busy_timeout(0)`);
    mkdirSync(`${path}.lock`);
    for (const transaction of [true, false]) {
      const { sent, error } = await impatient.execute(
        batchOf(insert(INSERT, [1, 'a']), { transaction }),
        limits(),
      );
      expect(sent).toBe(0);
      expect(error?.message).toContain('database is locked');
      expect(error).toMatchObject({ category: 'server', retryable: true });
    }
    rmSync(`${path}.lock`, { recursive: true });
    expect(await impatient.execute(batchOf(insert(INSERT, [1, 'a'])), limits())).toEqual({ sent: 1 });
  });
});

describe('several processes', () => {
  /** Starts a process that runs the statements with `connection`, `batch` and `limits` at hand. */
  function start(statements: string): Promise<NodeJS.Signals | number | null> {
    const source = `
      import { hostPorts } from '${moduleUrl('../../../core/host-ports.ts')}';
      import { Secret } from '${moduleUrl('../../../core/secret.ts')}';
      import { sqliteEngine } from '${moduleUrl('./engine.ts')}';
      const log = { debug() {}, warn() {} };
      const limits = { clock: hostPorts().clock, signal: new AbortController().signal, timeoutMs: 30000 };
      const connection = await sqliteEngine.connect(new Secret(${JSON.stringify(path)}), { ...limits, log, mayCreate: true });
      const batch = (size, statementAt, transaction) =>
        ({ size, statementAt, transaction, stopAtFirstFailure: true, onFailure() {} });
      ${statements}`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
  }

  const moduleUrl = (relative: string): string => new URL(relative, import.meta.url).href;

  it('recovers what a process left behind that was killed in a transaction', async () => {
    const connection = await connect();
    await script(connection, 'CREATE TABLE t(a); INSERT INTO t VALUES (1)');
    const signal = await start(`await connection.execute(batch(2, (index) => {
      if (index === 1) process.kill(process.pid, 'SIGKILL');
      return { text: 'UPDATE t SET a = ?', values: [2] };
    }, true), limits);`);
    expect(signal).toBe('SIGKILL');
    expect(readdirSync(directory).sort()).toEqual([
      'test.db',
      'test.db-journal',
      'test.db.lock',
      'test.db.lock-owner',
    ]);
    expect(await rows(await connect(), 'SELECT a FROM t')).toEqual([{ a: 1 }]);
    expect(log.messages('WARN')).toEqual(['removed abandoned database lock']);
  });

  it("write to one file without getting in each other's way", async () => {
    const connection = await connect();
    await script(connection, 'CREATE TABLE t(a)');
    const others = [0, 1].map(() =>
      start(`for (let round = 0; round < 20; round += 1) {
        const statement = { text: 'INSERT INTO t VALUES (?)', values: [round] };
        const { sent } = await connection.execute(batch(5, () => statement, round % 2 === 0), limits);
        if (sent !== 5) process.exit(3);
      }
      await connection.close();`),
    );
    for (let round = 0; round < 20; round += 1) {
      const batch = batchOf(insert('INSERT INTO t VALUES (?)', [1], [2], [3], [4], [5]));
      expect(await connection.execute(batch, limits())).toEqual({ sent: 5 });
    }
    expect(await Promise.all(others)).toEqual([0, 0]);
    expect(await rows(connection, 'SELECT count(*) n FROM t')).toEqual([{ n: 300 }]);
  });
});

describe('the engine library', () => {
  it('still prepares only the first statement of a text, which scripts must therefore avoid', async () => {
    const { Database } = await loadSqlite();
    const database = new Database(':memory:', { fileMustExist: false, readOnly: false });
    database.run('CREATE TABLE a(x); CREATE TABLE b(x)');
    expect(database.all('SELECT name FROM sqlite_schema')).toEqual([{ name: 'a' }]);
    database.close();
  });
});
