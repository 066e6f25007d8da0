import { describe, expect, it } from 'vitest';
import { parseSqliteDsn } from './dsn.ts';

describe('a SQLite connection string', () => {
  it.each([
    ['./data/app.db', './data/app.db'],
    ['~/app.db', '~/app.db'],
    ['app.db?_pragma=foreign_keys(1)', 'app.db'],
    ['file:app.db', 'app.db'],
    ['file:./app.db?mode=rwc', './app.db'],
    ['FILE:/srv/app.db#part', '/srv/app.db'],
    ['file:///srv/a%20b.db', '/srv/a b.db'],
    ['file://localhost/srv/app.db', '/srv/app.db'],
    ['file:///C:/data/app.db', 'C:/data/app.db'],
    ['odd#name.db', 'odd#name.db'],
    ['a%20b.db', 'a%20b.db'],
  ])('%s names the file %s', (text, path) => {
    expect(parseSqliteDsn(text).path).toBe(path);
  });

  it.each([':memory:', 'sqlite::memory:', 'file::memory:', 'file:x?mode=memory'])(
    '%s is a database in memory',
    (text) => {
      expect(parseSqliteDsn(text).path).toBeUndefined();
    },
  );

  it('has the defaults of the product', () => {
    expect(parseSqliteDsn('a.db')).toEqual({
      path: 'a.db',
      readOnly: false,
      mustExist: false,
      pragmas: [],
      busyTimeoutMs: 5000,
      transactionBegin: 'BEGIN DEFERRED',
      dateForm: 'rfc3339',
      integersAsDates: false,
    });
  });

  it('reads the mode of a URI and ignores it on a plain path', () => {
    expect(parseSqliteDsn('file:a.db?mode=ro')).toMatchObject({ readOnly: true, mustExist: true });
    expect(parseSqliteDsn('file:a.db?mode=rw')).toMatchObject({ readOnly: false, mustExist: true });
    expect(parseSqliteDsn('a.db?mode=ro')).toMatchObject({ readOnly: false, mustExist: false });
  });

  it('sorts pragmas and takes the busy timeout out of them', () => {
    const text = 'a.db?_pragma=synchronous(1)&_pragma=busy_timeout(250)&_pragma=foreign_keys%281%29';
    expect(parseSqliteDsn(text)).toMatchObject({
      pragmas: ['foreign_keys(1)', 'synchronous(1)'],
      busyTimeoutMs: 250,
    });
    expect(parseSqliteDsn('a.db?_pragma=busy_timeout=0').busyTimeoutMs).toBe(0);
  });

  it('reads how transactions begin and dates are bound', () => {
    expect(parseSqliteDsn('a.db?_txlock=immediate').transactionBegin).toBe('BEGIN IMMEDIATE');
    expect(parseSqliteDsn('a.db?_time_format=sqlite').dateForm).toBe('sqlite');
    expect(parseSqliteDsn('a.db?_time_integer_format=unix_milli&_inttotime=1')).toMatchObject({
      dateForm: 'unix_milli',
      integersAsDates: true,
    });
  });

  it('ignores settings it does not know', () => {
    expect(parseSqliteDsn('file:a.db?cache=shared&immutable=1&_pragma_key=x&other=2').path).toBe('a.db');
  });

  it.each([
    ['a.db?_txlock=never', '_txlock must be one of deferred, immediate, exclusive'],
    ['file:a.db?mode=x', 'mode must be one of ro, rw, rwc, memory'],
    ['a.db?_time_format=x', '_time_format must be one of sqlite'],
    ['a.db?_pragma=a;drop table t', '_pragma must have the form'],
    ['file://host/a.db', 'cannot name another host'],
    ['file:%zz.db', 'malformed percent escape'],
    ['file:?mode=ro', 'the path is empty'],
    ['file:a%00.db', 'NUL character'],
  ])('refuses %s', (text, phrase) => {
    expect(() => parseSqliteDsn(text)).toThrow(phrase);
  });
});
