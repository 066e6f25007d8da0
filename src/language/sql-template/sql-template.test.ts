import { describe, expect, it } from 'vitest';
import type { SqlDialect } from './dialect.ts';
import { compileSqlTemplate } from './sql-template.ts';

function problemsOf(source: string, parameters: number, dialect: SqlDialect = 'sqlite'): string[] {
  return compileSqlTemplate(source, parameters, dialect).problems.map(({ message }) => message);
}

function translated(source: string, parameters: number, dialect: SqlDialect = 'sqlite') {
  const { problems, template } = compileSqlTemplate(source, parameters, dialect);
  expect(problems).toEqual([]);
  return [template?.text, template?.argumentOrder];
}

describe('a SQL template', () => {
  it.each<[SqlDialect, string, number[]]>([
    ['postgres', 'a = $1 or b = $2 or c = $1', [1, 0]],
    ['mysql', 'a = ? or b = ? or c = ?', [1, 0, 1]],
    ['sqlite', 'a = ? or b = ? or c = ?', [1, 0, 1]],
  ])('translates out-of-order and repeated placeholders for %s', (dialect, text, order) => {
    expect(translated('a = $2 or b = $1 or c = $2', 2, dialect)).toEqual([text, order]);
  });

  it.each<[string, SqlDialect, string, number, string]>([
    [
      'string literals and line comments',
      'sqlite',
      "select '$5', 'it''s $3', x where id=$1 -- was $2",
      1,
      "select '$5', 'it''s $3', x where id=? -- was $2",
    ],
    ['a literal over several lines', 'sqlite', "select 'a\n$9', $1", 1, "select 'a\n$9', ?"],
    [
      'plain dollar quotes',
      'postgres',
      'select $$ costs $9 $$, $1::text',
      1,
      'select $$ costs $9 $$, $1::text',
    ],
    ['plain dollar quotes in any dialect', 'sqlite', 'select $$ $9 $$, $1', 1, 'select $$ $9 $$, ?'],
    ['tagged dollar quotes', 'postgres', 'select $x$ $9 $$ $8 $x$, $1', 1, 'select $x$ $9 $$ $8 $x$, $1'],
    [
      'double-quoted identifiers',
      'sqlite',
      'select "a""$9" from t where b = $1',
      1,
      'select "a""$9" from t where b = ?',
    ],
    [
      'backtick identifiers',
      'mysql',
      'select `a$9` from t where b = $1',
      1,
      'select `a$9` from t where b = ?',
    ],
    [
      'bracketed identifiers',
      'sqlite',
      'select [a $9] from t where b = $1',
      1,
      'select [a $9] from t where b = ?',
    ],
    ['block comments', 'sqlite', 'select /* $9 /* */ $1', 1, 'select /* $9 /* */ ?'],
    [
      'nested block comments',
      'postgres',
      'select /* a /* $9 */ $8 */ $1',
      1,
      'select /* a /* $9 */ $8 */ $1',
    ],
    [
      'backslash escapes of MySQL',
      'mysql',
      'select \'it\\\'s $9\', "a\\"$8", $1',
      1,
      'select \'it\\\'s $9\', "a\\"$8", ?',
    ],
    ['escape strings of PostgreSQL', 'postgres', "select E'it\\'s $9', $1", 1, "select E'it\\'s $9', $1"],
    ['hash comments of MySQL', 'mysql', 'select $1 # not $9', 1, 'select ? # not $9'],
    ['dashes that are no MySQL comment', 'mysql', 'select 5--$1', 1, 'select 5--?'],
    ['a backslash that escapes nothing', 'sqlite', "select '\\', $1, '$9'", 1, "select '\\', ?, '$9'"],
    ['a name in front of a placeholder', 'sqlite', 'select col$1', 1, 'select col?'],
    ['an unterminated quote, which protects nothing', 'sqlite', "select $1, 'open", 1, "select ?, 'open"],
  ])('respects %s', (_what, dialect, source, parameters, text) => {
    expect(translated(source, parameters, dialect)[0]).toBe(text);
  });

  it('drops template comments and one trailing newline', () => {
    expect(translated("{# {{ x }} don't $9 #}select $1\n", 1)).toEqual(['select ?', [0]]);
    expect(translated('select 1\n\n', 0)[0]).toBe('select 1\n');
  });

  it('keeps double braces that close nothing, as JSON in a literal has them', () => {
    expect(translated('select \'{"a":{"b":1}}\', $1', 1)[0]).toBe('select \'{"a":{"b":1}}\', ?');
  });

  it('refuses to interpolate values and shows the rewrite', () => {
    expect(problemsOf('select {{ record.a }}', 0)).toEqual([
      'SQL query must not interpolate values with {{ ... }}; bind dynamic values through $N placeholders and ' +
        'the parameters list: write $1 in its place and list "record.a" under parameters',
    ]);
  });

  it('refuses interpolation inside a literal too', () => {
    expect(problemsOf("select '{{ record.a", 0)[0]).toMatch(
      /^SQL query must not interpolate values with \{\{ \.\.\. \}\}/,
    );
  });

  it.each([
    ['{% if record.a %}select 1{% endif %}', 'not supported in this version yet'],
    ['select 1 {# open', 'never closed'],
    ['', 'holds no SQL statement'],
    ['-- nothing\n/* here */ ;', 'holds no SQL statement'],
  ])('refuses %j', (source, phrase) => {
    expect(problemsOf(source, 0).join()).toContain(phrase);
  });

  it('refuses a placeholder beyond the list, an unused parameter and $0', () => {
    expect(problemsOf('select $2, $1', 1)).toEqual([
      'query references $2 but only 1 parameter(s) are declared',
    ]);
    expect(compileSqlTemplate('select $1', 2, 'sqlite').problems).toEqual([
      { message: 'parameter 2 is declared but $2 never appears in the query', parameter: 2 },
    ]);
    expect(problemsOf('select $0', 0)[0]).toContain(
      'query references $0 but only 0 parameter(s) are declared',
    );
  });

  it('reports every problem at once', () => {
    expect(problemsOf('select $3', 2)).toHaveLength(3);
  });

  it.each(['?', '?3', ':name', '@name', '$name'])('refuses the driver parameter %s in SQLite', (marker) => {
    expect(problemsOf(`select ${marker}, $1`, 1)[0]).toContain(`the driver parameter ${marker},`);
    expect(problemsOf(`select '${marker}', $1`, 1)).toEqual([]);
  });

  it('leaves the operators of PostgreSQL alone', () => {
    expect(translated("select a ? 'k', b[1:2], c::text, $1", 1, 'postgres')[0]).toContain(
      "a ? 'k', b[1:2], c::text",
    );
  });

  it('allows several statements only without parameters', () => {
    expect(compileSqlTemplate("select ';'; -- ;\n", 0, 'sqlite').template?.statementCount).toBe(1);
    expect(compileSqlTemplate('delete from a; delete from b', 0, 'sqlite').template?.statementCount).toBe(2);
    expect(problemsOf('delete from a where x = $1; delete from b', 1)[0]).toContain(
      'must be a single statement',
    );
  });
});
