import { describe, expect, it } from 'vitest';
import { databaseError } from '../database-error.ts';
import { classifySqliteError, isBusy } from './classify-error.ts';

describe('the classification of SQLite errors', () => {
  it.each([
    [
      'UNIQUE constraint failed: t.idx_timeout',
      'constraint',
      'validation',
      false,
      'unique constraint violation: duplicate value exists',
    ],
    [
      'FOREIGN KEY constraint failed',
      'constraint',
      'validation',
      false,
      'foreign key constraint violation: referenced record not found or still referenced',
    ],
    [
      'NOT NULL constraint failed: t.a',
      'constraint',
      'validation',
      false,
      'not-null constraint violation: required field is null',
    ],
    [
      'CHECK constraint failed: a > 0',
      'constraint',
      'validation',
      false,
      'check constraint violation: value does not meet requirements',
    ],
    [
      'cannot store TEXT value in INTEGER column t.a',
      'constraint',
      'validation',
      false,
      'constraint violation',
    ],
    ['near "selec": syntax error', 'query', 'validation', false, 'SQL syntax error'],
    ['incomplete input', 'query', 'validation', false, 'SQL syntax error'],
    ['database is locked', 'query', 'server', true, 'database is locked'],
    ['database table is locked: t', 'query', 'server', true, 'database table is locked'],
    ['disk I/O error', 'query', 'server', true, 'disk I/O error'],
    ['database or disk is full', 'query', 'server', true, 'database or disk is full'],
    [
      'attempt to write a readonly database',
      'query',
      'validation',
      false,
      'attempt to write a readonly database',
    ],
    ['datatype mismatch', 'query', 'validation', false, 'datatype mismatch'],
    ['no such table: database is locked', 'query', 'validation', false, 'no such table: database is locked'],
  ])('of "%s"', (text, kind, category, retryable, message) => {
    expect(classifySqliteError(text)).toEqual({ kind, category, retryable, message });
  });

  it('recognises a lock by the beginning of the text only', () => {
    expect(isBusy('database is locked')).toBe(true);
    expect(isBusy('no such column: database is locked')).toBe(false);
  });

  it('keeps the driver text in the message and names the statement for query errors', () => {
    const errorOf = (text: string) => databaseError(classifySqliteError(text), 'select', new Error(text));
    expect(errorOf('no such table: t').message).toBe(
      'database query error in select: no such table: t (original: no such table: t)',
    );
    const constraint = errorOf('UNIQUE constraint failed: t.a');
    expect(constraint.message).toBe(
      'database constraint error: unique constraint violation: duplicate value exists ' +
        '(original: UNIQUE constraint failed: t.a)',
    );
    expect(constraint).toMatchObject({ category: 'validation', retryable: false });
  });
});
