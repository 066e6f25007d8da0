import { describe, expect, it } from 'vitest';
import type { DataObject, Value } from '../../core/record.ts';
import type { SqlDialect } from './dialect.ts';
import { compileSqlTemplate, type SqlTemplate, type SqlTemplateOptions } from './sql-template.ts';
import { SqlTemplateError } from './sql-template-error.ts';

const DIALECTS = ['postgres', 'mysql', 'sqlite'] as const satisfies readonly SqlDialect[];

async function problemsOf(
  source: string,
  parameters: number,
  dialect: SqlDialect = 'sqlite',
  options: SqlTemplateOptions = {},
): Promise<string[]> {
  const { problems } = await compileSqlTemplate(source, parameters, dialect, options);
  return problems.map(({ message }) => message);
}

/** The part of the source that each problem points at, as far as one is known. */
async function placesOf(source: string, parameters: number, dialect: SqlDialect = 'sqlite') {
  const { problems } = await compileSqlTemplate(source, parameters, dialect);
  return problems.map(({ offset }) => (offset === undefined ? undefined : source.slice(offset)));
}

async function compiled(
  source: string,
  parameters: number,
  dialect: SqlDialect = 'sqlite',
  options: SqlTemplateOptions = {},
): Promise<SqlTemplate> {
  const { problems, template } = await compileSqlTemplate(source, parameters, dialect, options);
  expect(problems).toEqual([]);
  if (template === undefined) throw new Error('no problem and no template');
  return template;
}

interface Execution {
  readonly dialect?: SqlDialect;
  /** The fields of the record. */
  readonly record?: DataObject;
}

/** The statement of one execution; the parameters are the values given, and are read at most once each. */
async function bound(
  source: string,
  values: readonly Value[],
  { dialect = 'sqlite', record = {} }: Execution = {},
) {
  const template = await compiled(source, values.length, dialect);
  const read: number[] = [];
  const variables = { record, meta: {}, state: {}, pagination: {} };
  const statement = template.bind(variables, (position) => {
    expect(read).not.toContain(position);
    read.push(position);
    return values[position] ?? null;
  });
  return { text: statement.text, values: statement.values, positions: statement.positions, read };
}

describe('placeholders', () => {
  it.each<[SqlDialect, string, number[]]>([
    ['postgres', 'a = $1 or b = $2 or c = $1', [1, 0]],
    ['mysql', 'a = ? or b = ? or c = ?', [1, 0, 1]],
    ['sqlite', 'a = ? or b = ? or c = ?', [1, 0, 1]],
  ])('are translated out of order and repeated for %s', async (dialect, text, positions) => {
    const statement = await bound('a = $2 or b = $1 or c = $2', ['v1', 'v2'], { dialect });
    expect(statement).toEqual({
      text,
      positions,
      values: positions.map((position) => `v${position + 1}`),
      read: [1, 0],
    });
  });

  it.each<[SqlDialect, string]>([
    ['postgres', 'a $1, b $2, c $1'],
    ['mysql', 'a ?, b ?, c ?'],
    ['sqlite', 'a ?, b ?, c ?'],
  ])('keep what stands around them for %s', async (dialect, text) => {
    expect((await bound('a $2, b $1, c $2', [1, 2], { dialect })).text).toBe(text);
  });

  it.each(DIALECTS)('leave literals, comments and dollar quotes of %s alone', async (dialect) => {
    const one = dialect === 'postgres' ? '$1' : '?';
    const source = "select '$5', 'it''s $3', $$ $9 $$, x /* $8 */ from t where id=$1 -- not $2";
    expect(await bound(source, [7], { dialect })).toMatchObject({
      text: source.replace('$1', one),
      values: [7],
    });
  });

  it('pass values on as they are', async () => {
    const values: Value[] = [null, true, 'x', 1, 1.5, 9007199254740993n, [1, 2], { a: 1 }, new Date(0)];
    const source = `values (${values.map((_, index) => `$${index + 1}`).join()})`;
    expect((await bound(source, values)).values).toEqual(values);
  });

  it('bind a text with quotes and semicolons as a value', async () => {
    const evil = "x'); DROP TABLE t; --";
    const statement = await bound('insert into t values ($1)', [evil]);
    expect(statement).toMatchObject({ text: 'insert into t values (?)', values: [evil] });
  });

  it('give the same text again, so that engines can reuse what they prepared', async () => {
    const template = await compiled('select $1', 1);
    const { text, positions } = template.bind({}, () => 1);
    expect(template.bind({}, () => 2)).toEqual({ text, positions, values: [2] });
  });
});

describe('lists', () => {
  it.each<[SqlDialect, string]>([
    ['postgres', 'id in ($1, $2, $3) or x = $4 or y in ($1, $2, $3)'],
    ['mysql', 'id in (?, ?, ?) or x = ? or y in (?, ?, ?)'],
    ['sqlite', 'id in (?, ?, ?) or x = ? or y in (?, ?, ?)'],
  ])('expand to one value per element for %s', async (dialect, text) => {
    const list = [10, 'b', null];
    const statement = await bound('id in ($1...) or x = $2 or y in ($1...)', [list, 'x'], { dialect });
    expect(statement).toMatchObject({ text, read: [0, 1] });
    expect(statement.values).toEqual(dialect === 'postgres' ? [...list, 'x'] : [...list, 'x', ...list]);
    expect(statement.positions).toEqual(dialect === 'postgres' ? [0, 0, 0, 1] : [0, 0, 0, 1, 0, 0, 0]);
  });

  it.each([[[]], [null]])('without elements are NULL: %j', async (list) => {
    expect(await bound('id in ($1...)', [list])).toEqual({
      text: 'id in (NULL)',
      values: [],
      positions: [],
      read: [0],
    });
  });

  it.each<[Value, string]>([
    ['a,b', 'string'],
    [5, 'number'],
    [{ a: 1 }, 'object'],
    [new Date(0), 'timestamp'],
  ])('are demanded: %j is refused', async (value, kind) => {
    await expect(bound('id in ($1...)', [value])).rejects.toThrow(
      `$1... stands for the elements of a list, but parameter 1 is of type ${kind}; write $1 to bind one value`,
    );
  });

  it('may be bound as one value and as elements in the same statement', async () => {
    const statement = await bound('a = $1 and b in ($1...)', [[1, 2]], { dialect: 'postgres' });
    expect(statement).toEqual({
      text: 'a = $1 and b in ($2, $3)',
      values: [[1, 2], 1, 2],
      positions: [0, 0, 0],
      read: [0],
    });
  });

  it('keep lists inside a list as values', async () => {
    expect((await bound('select $1...', [[[1, 2], { a: 1 }]])).values).toEqual([[1, 2], { a: 1 }]);
  });

  it('change the text only with their length', async () => {
    const template = await compiled('id in ($1...)', 1);
    const texts = [[1, 2], [3], [4, 5]].map((list) => template.bind({}, () => list).text);
    expect(texts).toEqual(['id in (?, ?)', 'id in (?)', 'id in (?, ?)']);
  });

  it.each<[SqlDialect, number]>([
    ['sqlite', 32_766],
    ['mysql', 65_535],
    ['postgres', 65_535],
  ])('are limited to what %s can bind', async (dialect, most) => {
    const source = 'id in ($1...) or id in ($1...)';
    const room = dialect === 'postgres' ? most : Math.floor(most / 2);
    const full = await bound(source, [Array<Value>(room).fill(1)], { dialect });
    expect(full.values.length).toBeGreaterThan(most - 2);
    await expect(bound(source, [Array<Value>(room + 1).fill(1)], { dialect })).rejects.toThrow(
      `more than the ${most} of ${dialect}`,
    );
  });
});

describe('blocks', () => {
  const OPTIONAL = 'where id = $1{% if record.s %} and s = $2{% endif %}';

  it('leave out what they do not print, and its parameters are not read', async () => {
    expect(await bound(OPTIONAL, [1, 's'], { record: { s: '' } })).toEqual({
      text: 'where id = ?',
      values: [1],
      positions: [0],
      read: [0],
    });
    expect(await bound(OPTIONAL, [1, 's'], { record: { s: 'x' } })).toMatchObject({
      text: 'where id = ? and s = ?',
      values: [1, 's'],
    });
  });

  it.each<[SqlDialect, boolean, string, Value[]]>([
    ['postgres', true, 'update t set a=$1, b=$2 where id=$3', [1, 2, 3]],
    ['postgres', false, 'update t set a=$1 where id=$2', [1, 3]],
    ['mysql', true, 'update t set a=?, b=? where id=?', [1, 2, 3]],
    ['mysql', false, 'update t set a=? where id=?', [1, 3]],
    ['sqlite', true, 'update t set a=?, b=? where id=?', [1, 2, 3]],
    ['sqlite', false, 'update t set a=? where id=?', [1, 3]],
  ])('leave placeholders to be numbered for %s when b is %s', async (dialect, b, text, values) => {
    const source = 'update t set a=$1{% if record.b %}, b=$2{% endif %} where id=$3';
    expect(await bound(source, [1, 2, 3], { dialect, record: { b } })).toMatchObject({ text, values });
  });

  it('are strict about what is missing', async () => {
    const missing = bound(OPTIONAL, [1, 2]);
    await expect(missing).rejects.toThrow(SqlTemplateError);
    await expect(missing).rejects.toThrow(/^rendering query template: .*s.* \(1:\d+\)$/);
    const defined = 'where id = $1{% if record.s is defined %} and s = $2{% endif %}';
    expect((await bound(defined, [1, 2])).text).toBe('where id = ?');
    expect((await bound(defined, [1, 2], { record: { s: null } })).text).toBe('where id = ?');
  });

  it('repeat a placeholder with the same value', async () => {
    const source = 'values {% for i in record.list %}($1, $2){% if not loop.last %}, {% endif %}{% endfor %}';
    const record = { list: [1, 2] };
    expect(await bound(source, ['a', 'b'], { record })).toEqual({
      text: 'values (?, ?), (?, ?)',
      values: ['a', 'b', 'a', 'b'],
      positions: [0, 1, 0, 1],
      read: [0, 1],
    });
    expect(await bound(source, ['a', 'b'], { record, dialect: 'postgres' })).toMatchObject({
      text: 'values ($1, $2), ($1, $2)',
      values: ['a', 'b'],
    });
  });

  it('choose between statements, of which each execution has one', async () => {
    const source =
      '{% if record.gone %}delete from t where id = $1;{% else %}update t set a = $2 where id = $1;{% endif %}';
    expect((await bound(source, [1, 2], { record: { gone: true } })).text).toBe(
      'delete from t where id = ?;',
    );
    expect((await bound(source, [1, 2], { record: { gone: false } })).positions).toEqual([1, 0]);
  });

  it.each([
    ['{% if record.x %}select 1{% endif %}', 'the rendered query holds no SQL statement'],
    [
      'select $1{% if not record.x %}; select 2{% endif %}',
      'the rendered query holds 2 statements; a query with parameters must be a single statement',
    ],
    ['select $1{% if not record.x %}{% endif %}0', 'rendered query references $10 but only 1 parameter(s)'],
  ])('that leave no sound statement are refused when they do: %s', async (source, message) => {
    await expect(bound(source, source.includes('$1') ? [1] : [], { record: { x: false } })).rejects.toThrow(
      message,
    );
  });

  it('may shape more statements than are remembered', async () => {
    const template = await compiled('select $1{% for i in record.list %}, {# #}{% endfor %}', 1);
    for (let length = 200; length > 0; length -= 1) {
      const variables = { record: { list: Array<Value>(length).fill(1) } };
      expect(template.bind(variables, () => 'x').text).toBe(`select ?${', '.repeat(length)}`);
    }
  });

  it('may read no state that does not exist where it is known', async () => {
    const knownMembers = new Map([['state', ['lastTimestamp', 'lastId']]]);
    const source = 'select 1{% if state.lastid is defined %} where 1{% endif %}';
    const [problem] = await problemsOf(source, 0, 'sqlite', { knownMembers });
    expect(problem).toMatch(/^compiling query template: .*lastid.*lastId/s);
  });
});

describe('template comments and raw text', () => {
  it.each([
    ["{# {{ x }} don't $9 #}select $1\n", 'select ?'],
    ['select $1 {# a\nb #}-- c', 'select ? -- c'],
    ['{% raw %}select \'{{ x }}\', "}}{{", {% endraw %}$1', 'select \'{{ x }}\', "}}{{", ?'],
    ["select '{% raw %}{% if %}{% endraw %}', $1", "select '{% if %}', ?"],
    ['select $1\r\nfrom t\r\n', 'select ?\nfrom t'],
    ['select $1\n\n', 'select ?\n'],
  ])('%j is sent as %j', async (source, text) => {
    expect((await bound(source, [1])).text).toBe(text);
  });
});

describe('braces that are data', () => {
  it.each([
    `select '{"a":{"b":1}}', $1`,
    "select '{{1,2},{3,4}}'::int[], $1",
    `select '{{"a b",2}}', $1`,
    "select '{{{1}}}', '{{}}', '{{ 1 }}', '{{', '}}', $1",
    'select "{{1}}", $1 /* {{ 1 }} */',
    'select $$ {{"k": 1}} $$, $1',
    "select '\ue000{{1}}\ue001', $1",
  ])('stay: %s', async (source) => {
    expect((await bound(source, [1], { dialect: 'postgres' })).text).toBe(source);
  });

  it('stay in a query that blocks shape', async () => {
    const source = "select '{{1}}'{% if record.x == '{{' %}, '{{2}}'{% endif %}";
    expect((await bound(source, [], { record: { x: '{{' } })).text).toBe("select '{{1}}', '{{2}}'");
  });
});

describe('values in the text', () => {
  const REFUSED =
    'SQL query must not interpolate values with {{ ... }}; bind dynamic values through $N placeholders and the ' +
    'parameters list';
  const RAW = '; braces that are data belong between {% raw %} and {% endraw %}';
  it.each([
    ['select {{ record.a }}', ': write $1 in its place and list "record.a" under parameters'],
    ['select {{- record.a -}}', ': write $1 in its place and list "record.a" under parameters'],
    ['select {{ 1 }}', ': write $1 in its place and list "1" under parameters'],
    ['select {{', ''],
    ['select {{ record.a', ''],
    ['select {{ record["a"] }}', ''],
    [
      "select '{{ record.a }}'",
      `: write $1 in place of the whole literal, quotes included, and list "record.a" under parameters${RAW}`,
    ],
    ["select '{{ record.a'", RAW],
    ["select 'x {{-a", ''],
    ['select 1 from "{{ record.table }}"', RAW],
    ['select 1 -- {{ record.a }}', ': write $1 in its place and list "record.a" under parameters'],
    [
      '{% if record.a %}{{ record.a }}{% endif %}',
      ': write $1 in its place and list "record.a" under parameters',
    ],
  ])('are refused with the rewrite: %s', async (source, advice) => {
    for (const dialect of DIALECTS) expect(await problemsOf(source, 0, dialect)).toEqual([REFUSED + advice]);
  });

  it('are refused one by one, where they stand', async () => {
    const source = "select $1, {{ record.a }}, '{{ record.b }}'";
    expect((await problemsOf(source, 1)).map((message) => /write (\$\d)/.exec(message)?.[1])).toEqual([
      '$2',
      '$3',
    ]);
    expect(await placesOf(source, 1)).toEqual(["{{ record.a }}, '{{ record.b }}'", "{{ record.b }}'"]);
  });
});

describe('mistakes', () => {
  it.each([
    ['select 1 {# open', '{# open'],
    ['{% raw %}select 1', '{% raw %}select 1'],
    ['{% if record.a %}select 1', undefined],
    ['select 1 {% nosuch %}', undefined],
    ['select 1 {% include "x" %}', undefined],
    ['{% if record.a | nosuch %}select 1{% endif %}', undefined],
    ['select 1 {% if', '{% if'],
  ])('in the template are told with their place: %s', async (source, place) => {
    const [message, ...others] = await problemsOf(source, 0);
    expect(message).toMatch(/^compiling query template: /);
    expect(others).toEqual([]);
    const [found] = await placesOf(source, 0);
    expect(found).toEqual(place ?? expect.any(String));
  });

  it.each(['', '-- nothing\n/* here */ ;', '{# nothing #}', '{% if record.a %}{% endif %}'])(
    'are texts without a statement: %j',
    async (source) => {
      expect(await problemsOf(source, 0)).toEqual(['the query holds no SQL statement']);
    },
  );

  it('are placeholders beyond the list, unused parameters and $0', async () => {
    expect(await problemsOf('select $2, $1', 1)).toEqual([
      'query references $2 but only 1 parameter(s) are declared',
    ]);
    expect((await compileSqlTemplate('select $1', 2, 'sqlite')).problems).toEqual([
      { message: 'parameter 2 is declared but $2 never appears in the query', parameter: 2 },
    ]);
    expect(await problemsOf('select $0', 0)).toEqual([
      'query references $0 but only 0 parameter(s) are declared; placeholders are numbered from $1',
    ]);
    expect(await problemsOf('select $2...', 1)).toHaveLength(2);
  });

  it('are reported all at once, each where it first stands', async () => {
    const source = "select '$9', $3, $3, $4 {# $5 #} from t";
    expect(await problemsOf(source, 2)).toHaveLength(4);
    expect(await placesOf(source, 2)).toEqual([
      '$3, $3, $4 {# $5 #} from t',
      '$4 {# $5 #} from t',
      undefined,
      undefined,
    ]);
  });

  it('are looked for in every branch', async () => {
    const source = "{% if record.a == '$7' %}select $1{% else %}select $3{% endif %}";
    expect(await problemsOf(source, 2)).toEqual([
      'query references $3 but only 2 parameter(s) are declared',
      'parameter 2 is declared but $2 never appears in the query',
    ]);
  });

  it('are placeholders that only a comment had kept apart', async () => {
    expect(await problemsOf('select $1{# #}2', 1)).toEqual([
      'query references $12 but only 1 parameter(s) are declared',
    ]);
  });

  it.each<[SqlDialect, string]>([
    ['mysql', '?'],
    ['sqlite', '?'],
    ['sqlite', '?3'],
    ['sqlite', ':name'],
    ['sqlite', '@name'],
    ['sqlite', '$name'],
  ])('are parameters of the driver, which in %s is %s', async (dialect, marker) => {
    const source = `select ${marker}, $1`;
    expect(await problemsOf(source, 1, dialect)).toEqual([
      `the query holds the driver parameter ${marker}, which nothing can be bound to; ` +
        'write $1, $2, … and list the values under parameters',
    ]);
    expect(await placesOf(source, 1, dialect)).toEqual([`${marker}, $1`]);
    expect(await problemsOf(`select '${marker}', $1`, 1, dialect)).toEqual([]);
  });

  it('are no operators of PostgreSQL', async () => {
    const source = "select a ? 'k', b[1:2], c::text, $1";
    expect((await bound(source, [1], { dialect: 'postgres' })).text).toBe(source);
  });

  it.each(['{{ x', '}}'])('are delimiters left in code: %s', async (delimiter) => {
    expect(await problemsOf(`select {% raw %}${delimiter}{% endraw %}`, 0)).toEqual([
      'template delimiters remain in rendered query',
    ]);
  });

  it('are several statements with parameters, or where only one may be', async () => {
    expect(await problemsOf("select ';'; -- ;\n", 0, 'sqlite', { scripts: false })).toEqual([]);
    expect(await problemsOf('delete from a; delete from b', 0)).toEqual([]);
    expect(await problemsOf('delete from a; delete from b', 0, 'sqlite', { scripts: false })).toEqual([
      'the query holds 2 statements; it must be a single one',
    ]);
    expect(await problemsOf('delete from a where x = $1; delete from b', 1)).toEqual([
      'the query holds 2 statements; a query with parameters must be a single statement',
    ]);
  });
});
