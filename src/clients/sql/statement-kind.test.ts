import { describe, expect, it } from 'vitest';
import { statementKind, statementVerb } from './statement-kind.ts';

describe('the kind of a statement', () => {
  it.each([
    ['INSERT INTO events (id) VALUES ($1)', 'INSERT INTO', 'events'],
    ['insert\n  into events(id) values (?)', 'INSERT INTO', 'events'],
    ['insert into "public"."users" values (1)', 'INSERT INTO', '"public"."users"'],
    ['UPDATE `orders` SET a = 1', 'UPDATE', '`orders`'],
    ['update public.users set a = 1', 'UPDATE', 'public.users'],
    ['DELETE FROM [my table] WHERE a = 1', 'DELETE FROM', '[my table]'],
    ['delete from t;', 'DELETE FROM', 't'],
    ['REPLACE INTO t VALUES (1)', 'REPLACE INTO', 't'],
    ['MERGE INTO dbo.t USING s', 'MERGE INTO', 'dbo.t'],
    ['UPDATE OR IGNORE t SET a = 1', 'UPDATE', undefined],
    ['DELETE FROM ONLY t', 'DELETE FROM', undefined],
    ['insert into "never closed', 'INSERT INTO', undefined],
    ['SELECT f($1)', 'SELECT', undefined],
    ['with x as (select 1) insert into t select * from x', 'WITH', undefined],
    ['INSERT IGNORE INTO t VALUES (1)', 'STATEMENT', undefined],
    ['INSERT OR REPLACE INTO t VALUES (1)', 'STATEMENT', undefined],
    ['CALL x($1)', 'STATEMENT', undefined],
    ['-- note\nINSERT INTO t VALUES (1)', 'STATEMENT', undefined],
    ['updated', 'STATEMENT', undefined],
  ])('of %j is %s on %s', (text, operation, table) => {
    expect(statementKind(text)).toEqual({ operation, table });
  });

  it('has a verb for messages', () => {
    expect(statementVerb(' INSERT INTO t VALUES (1)')).toBe('insert');
    expect(statementVerb('/* x */ delete')).toBe('statement');
  });
});
