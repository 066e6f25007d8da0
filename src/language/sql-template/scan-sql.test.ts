import { describe, expect, it } from 'vitest';
import type { SqlDialect } from './dialect.ts';
import { countStatements, type SqlToken, scanSql } from './scan-sql.ts';

const DIALECTS = ['postgres', 'mysql', 'sqlite'] as const satisfies readonly SqlDialect[];

function textsOf(text: string, dialect: SqlDialect, kind: SqlToken['kind']): string[] {
  return scanSql(text, dialect)
    .filter((token) => token.kind === kind)
    .map(({ start, end }) => text.slice(start, end));
}

describe('placeholders', () => {
  /** How many placeholders each dialect sees, in the order of {@link DIALECTS}. */
  const cases: [what: string, text: string, seen: [number, number, number]][] = [
    ['in code', 'select $1', [1, 1, 1]],
    ['after a name', 'select col$1', [1, 1, 1]],
    ['in front of a cast', 'select $1::text', [1, 1, 1]],
    ['in a string', "select '$9'", [0, 0, 0]],
    ['after a doubled quote', "select 'it''s $9'", [0, 0, 0]],
    ['in a string over lines', "select 'a\n$9'", [0, 0, 0]],
    ['in a string that is never closed', "select '$1", [1, 1, 1]],
    ['after a backslash and a quote', "select 'a\\' $1'", [1, 0, 1]],
    ['after a backslash and a quote in an escape string', "select E'a\\' $1'", [0, 0, 1]],
    ['after a name that ends like an escape prefix', "select le'a\\' $1'", [1, 0, 1]],
    ['in a double-quoted name', 'select "a $9"', [0, 0, 0]],
    ['after a doubled double quote', 'select "a""$9"', [0, 0, 0]],
    ['after a backslash and a double quote', 'select "a\\" $1"', [1, 0, 1]],
    ['in a name between backticks', 'select `a $1`', [1, 0, 0]],
    ['in a name between brackets', 'select [a $1]', [1, 1, 0]],
    ['between dollar quotes', 'select $$ $9 $$', [0, 0, 0]],
    ['between dollar quotes that are never closed', 'select $$ $1', [1, 1, 1]],
    ['between tagged dollar quotes', 'select $x$ $1 $$ $1 $x$', [0, 2, 2]],
    ['in a comment after dashes', 'select 1 -- $9', [0, 0, 0]],
    ['after a comment of dashes', 'select 1 -- $9\n, $1', [1, 1, 1]],
    ['after dashes without a space', 'select 5--$1', [0, 1, 0]],
    ['in a comment after a hash', 'select 1 # $1', [1, 0, 1]],
    ['in a block comment', 'select /* $9 */ $1', [1, 1, 1]],
    ['in a block comment that is never closed', 'select /* $9', [0, 0, 0]],
    ['after a nested block comment', 'select /* a /* $9 */ $1 */ 2', [0, 1, 1]],
    ['after a comment that opens twice', 'select /* $9 /* */ $1', [0, 1, 1]],
    ['that expands', 'select $1...', [1, 1, 1]],
  ];
  for (const [index, dialect] of DIALECTS.entries()) {
    it.each(cases)(`are told from other text in ${dialect}: %s`, (_what, text, seen) => {
      expect(textsOf(text, dialect, 'placeholder')).toHaveLength(seen[index] ?? -1);
    });

    it.each(cases)(`stand in tokens without gaps in ${dialect}: %s`, (_what, text) => {
      const tokens = scanSql(text, dialect);
      expect(tokens.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
      expect(tokens.slice(1).map(({ start }) => start)).toEqual(tokens.slice(0, -1).map(({ end }) => end));
    });
  }

  it.each([
    ['$1...', 1, true],
    ['$12', 12, false],
    ['$12...)', 12, true],
    ['$1...5', 1, false],
    ['$1....', 1, false],
    ['$1..2', 1, false],
  ])('%s is number %i, expanding: %s', (text, number, expands) => {
    expect(scanSql(text, 'postgres')[0]).toMatchObject({ kind: 'placeholder', number, expands });
  });
});

describe('parameters of the driver', () => {
  const cases: [text: string, markers: [string[], string[], string[]]][] = [
    ['a = ?', [[], ['?'], ['?']]],
    ['a = ?3', [[], ['?'], ['?3']]],
    ['a = :name', [[], [], [':name']]],
    ['a = @name', [[], [], ['@name']]],
    ['a = $name', [[], [], ['$name']]],
    ['a::text', [[], [], []]],
    ["'? :a @b $c'", [[], [], []]],
    ['"?" -- ?', [[], [], []]],
    ["a ->> '$.x'", [[], [], []]],
  ];
  for (const [index, dialect] of DIALECTS.entries()) {
    it.each(cases)(`are found in ${dialect}: %s`, (text, markers) => {
      expect(textsOf(text, dialect, 'marker')).toEqual(markers[index]);
    });
  }
});

describe('counting statements', () => {
  it.each([
    ['', 0],
    ['-- nothing\n/* here */ ;', 0],
    ['select 1', 1],
    ['select 1;', 1],
    ['select 1; -- done\n', 1],
    ["select ';'", 1],
    ['select 1; select 2', 2],
    [';; select 1;; select 2;', 2],
  ])('of %j gives %i', (text, count) => {
    expect(countStatements(scanSql(text, 'sqlite'))).toBe(count);
  });
});
