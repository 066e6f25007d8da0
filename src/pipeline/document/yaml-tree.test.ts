import { describe, expect, it } from 'vitest';
import { ParseError } from './parse-error.ts';
import { SourceText } from './source-text.ts';
import { nodeValue } from './source-tree.ts';
import { parseYamlTree } from './yaml-tree.ts';

async function parse(text: string) {
  const root = await parseYamlTree(new SourceText('p.yaml', text));
  return root === undefined ? undefined : nodeValue(root);
}

async function failure(text: string): Promise<ParseError> {
  const error = await parse(text).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ParseError)) throw new Error('expected a parse error', { cause: error });
  return error;
}

describe('scalars', () => {
  it.each<[string, unknown]>([
    ['yes', 'yes'],
    ['No', 'No'],
    ['on', 'on'],
    ['off', 'off'],
    ['true', true],
    ['False', false],
    ['TRUE', true],
    ['~', null],
    ['Null', null],
    ['""', ''],
    ['12', 12],
    ['-7', -7],
    ['+7', 7],
    ['0x1F', 31],
    ['0o755', 493],
    ['0b101', 5],
    ['0755', 493],
    ['-010', -8],
    ['0899', 899],
    ['1_000', 1000],
    ['1_000.5', 1000.5],
    ['1.5', 1.5],
    ['1e3', 1000],
    ['.5', 0.5],
    ['5.0', 5],
    ['1.0.0', '1.0.0'],
    ['.inf', Number.POSITIVE_INFINITY],
    ['-.INF', Number.NEGATIVE_INFINITY],
    ['.nan', Number.NaN],
    ['2024-01-01', '2024-01-01'],
    ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z'],
    ['12:30:45', '12:30:45'],
    ['1_a', '1_a'],
    ['a_1', 'a_1'],
    ['9007199254740993', 9007199254740993n],
    ['-12345678901234567890', -12345678901234567890n],
    ['0xFFFFFFFFFFFFFFFF', 18446744073709551615n],
    ['9007199254740991', 9007199254740991],
    ['1'.repeat(400), BigInt('1'.repeat(400))],
    ['"12"', '12'],
    ["'it''s'", "it's"],
    ['"\\u00e9\\n"', 'é\n'],
    ['!!str 12', '12'],
    ['! 12', '12'],
    ['!!int "12"', 12],
    ['!<tag:yaml.org,2002:float> 1', 1],
    ['!!bool true', true],
    ['!!null ""', null],
    ['!!map {}', {}],
    ['!!seq []', []],
  ])('reads %s as %s', async (text, value) => {
    expect(await parse(`a: ${text}`)).toEqual({ a: value });
  });

  it('reads block scalars with their chomping', async () => {
    expect(await parse('a: |\n  x\n  y\nb: >-\n  x\n  y\n')).toEqual({ a: 'x\ny\n', b: 'x y' });
  });

  it.each(['!!int abc', '!!bool yes', '!!map text', '!!str [1]', '!!seq {a: 1}'])(
    'refuses %s',
    async (text) => {
      expect(await failure(`a: ${text}`)).toMatchObject({
        type: 'syntax',
        message: 'the value does not fit its tag',
        line: 1,
        column: 4,
      });
    },
  );

  it.each([
    '!custom x',
    '!!binary aGk=',
    '!!timestamp 2024-01-01',
    '!!set {a}',
    '!<tag:example.com,2024:x> y',
  ])('refuses the unknown tag of %s', async (text) => {
    expect((await failure(`a: ${text}`)).message).toBe(
      'unknown tag; put a value that starts with "!" in quotes',
    );
  });

  it('refuses tag directives, which could give a core tag another meaning', async () => {
    expect((await failure('%TAG !! tag:example.com,2000:\n---\na: !!int 1')).message).toBe(
      '%TAG directives are not supported',
    );
  });
});

describe('mappings', () => {
  it.each(['1: a', 'true: a', '~: a', '1.5: a', ': a', '? [a]\n: b', 'a:\n  - 2: x'])(
    'refuses the key of %j that is no string',
    async (text) => {
      const error = await failure(text);
      expect(error.message).toMatch(/^keys must be strings; put the key in quotes$/);
      expect(error).toMatchObject({ type: 'format' });
    },
  );

  it('explains a template that is not in quotes', async () => {
    expect(await failure('endpoint: {{ record.id }}')).toMatchObject({
      message: 'keys must be strings; put a value that starts with "{" in quotes',
      line: 1,
      column: 12,
    });
  });

  it('accepts quoted and odd keys', async () => {
    expect(await parse('"1": a\nyes: b\n2024-01-01: c\n? d\n: e')).toEqual({
      '1': 'a',
      yes: 'b',
      '2024-01-01': 'c',
      d: 'e',
    });
  });

  it('refuses a key given twice and names the line of the first', async () => {
    expect(await failure('name: a\nid: x\nname: b')).toMatchObject({
      type: 'syntax',
      message: 'mapping key already defined at line 1',
      line: 3,
      column: 1,
    });
    expect((await failure('a: {b: 1, "b": 2}')).message).toContain('already defined');
    expect((await failure('a: &k b\n*k : 1\nb: 2\n"b": 3')).message).toContain('already defined');
  });
});

describe('anchors and merge keys', () => {
  it('gives each alias a value of its own', async () => {
    const root = (await parse('a: &x {n: [1]}\nb: *x')) as { a: { n: number[] }; b: { n: number[] } };
    expect(root.b).toEqual(root.a);
    expect(root.b.n).not.toBe(root.a.n);
  });

  it('lets explicit keys win over merged ones, whatever their order', async () => {
    const text = 'base: &b {x: 1, y: 2}\none:\n  <<: *b\n  x: 9\ntwo:\n  x: 9\n  <<: *b';
    expect(await parse(text)).toMatchObject({ one: { x: 9, y: 2 }, two: { x: 9, y: 2 } });
  });

  it('lets the first mapping of a merged list win', async () => {
    expect(await parse('a: &a {x: 1}\nb: &b {x: 2, y: 3}\nc: {<<: [*a, *b]}')).toMatchObject({
      c: { x: 1, y: 3 },
    });
  });

  it('keeps a quoted "<<" as an ordinary key', async () => {
    expect(await parse('"<<": 1')).toEqual({ '<<': 1 });
  });

  it.each(['a: {<<: 1}', 'a: {<<: [1]}', 'a:\n  <<:'])(
    'refuses to merge what is no mapping in %j',
    async (text) => {
      expect((await failure(text)).message).toBe('"<<" needs a mapping or a list of mappings');
    },
  );

  it('refuses two merge keys in one mapping and a merged key defined twice', async () => {
    expect((await failure('a: &a {x: 1}\nb: {<<: *a, <<: *a}')).message).toContain('already defined');
    expect((await failure('a: &a {x: 1}\nb: {<<: *a, x: 2, x: 3}')).message).toContain('already defined');
  });

  it.each(['a: &a [*a]', 'a: &a {b: {c: *a}}', 'a: &a\n  <<: *a'])(
    'refuses %j, which contains itself',
    async (text) => {
      expect(await failure(text)).toMatchObject({
        type: 'syntax',
        message: 'the anchored value contains itself',
      });
    },
  );

  it('refuses an alias without an anchor', async () => {
    expect(await failure('a: *nope')).toMatchObject({
      message: 'alias without an anchor of that name; put a value that starts with "*" in quotes',
      column: 4,
    });
  });

  it('lets a later anchor replace an earlier one of the same name', async () => {
    expect(await parse('a: &x 1\nb: &x 2\nc: *x')).toEqual({ a: 1, b: 2, c: 2 });
  });

  const list = (name: string) => `[${Array.from({ length: 10 }, () => name).join(', ')}]`;

  it('refuses an alias bomb', async () => {
    const lines = ['a0: &a0 x'];
    for (let level = 1; level < 12; level += 1) lines.push(`a${level}: &a${level} ${list(`*a${level - 1}`)}`);
    expect((await failure(lines.join('\n'))).message).toMatch(/^excessive aliasing/);
  });

  it('refuses an alias bomb made of merge keys', async () => {
    const lines = ['a0: &a0 {k: x}'];
    for (let level = 1; level < 12; level += 1) {
      lines.push(
        `a${level}: &a${level} {p: *a${level - 1}, q: *a${level - 1}, r: *a${level - 1}, <<: *a${level - 1}}`,
      );
    }
    expect((await failure(lines.join('\n'))).message).toMatch(/^excessive aliasing/);
  });

  it('accepts thousands of aliases to small values', async () => {
    const text = `a: &a {x: 1}\nb:\n${'  - *a\n'.repeat(5000)}`;
    expect(((await parse(text)) as { b: unknown[] }).b).toHaveLength(5000);
  });

  it('refuses aliases that nest deeper than the limit', async () => {
    const deep = `${'['.repeat(300)}X${']'.repeat(300)}`;
    const text = [
      'a: &a 1',
      ...['b', 'c', 'd', 'e'].map((name, at) => `${name}: &${name} ${deep.replace('X', `*${'abcd'[at]}`)}`),
    ];
    expect(await failure(text.join('\n'))).toMatchObject({
      type: 'format',
      message: 'nesting is deeper than 1000 levels',
    });
  });
});

describe('documents', () => {
  it.each(['a: 1\n---\nb: 2', '---\n---\nb: 2', 'a: 1\n...\nb: 2'])(
    'refuses several documents in %j',
    async (text) => {
      expect(await failure(text)).toMatchObject({
        type: 'format',
        message: 'several YAML documents in one file; keep one per file',
        line: 3,
        column: 1,
      });
    },
  );

  it.each(['---\na: 1\n', 'a: 1\n---\n', 'a: 1\n...\n', '%YAML 1.2\n---\na: 1'])(
    'accepts the one document of %j',
    async (text) => {
      expect(await parse(text)).toEqual({ a: 1 });
    },
  );

  it('nests 400 levels of block mappings', async () => {
    const text = Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(await parse(text)).toHaveProperty('a.a.a.a.a');
  });

  it.each([5_000, 100_000])('refuses %i levels instead of overflowing', async (levels) => {
    expect(await failure(`a: ${'['.repeat(levels)}${']'.repeat(levels)}`)).toMatchObject({ type: 'format' });
  });
});

describe('syntax errors', () => {
  it.each([
    ['input:\n\ttype: x\n', '2:1'],
    ['input:\n  type: x\n\tendpoint: y\n', '3:1'],
    ['a:\n  b:\n    c: 1\n  \td: 2\n', '4:3'],
    ['\ta: 1\n', '1:1'],
    ['a: {\n\tb: 1\n}\n', '2:1'],
    ['- a\n-\tb: 1\n', '2:2'],
    ['a: |\n\ttext\n', '2:1'],
  ])('says that %j is indented with a tab at %s', async (text, place) => {
    const error = await failure(text);
    expect(error.message).toBe('tabs are not allowed for indentation, use spaces');
    expect(`${error.line}:${error.column}`).toBe(place);
  });

  it.each([
    ['name: a\n  bad: indent', '2:6', 'bad indentation of a mapping entry'],
    ['a: b: c', '1:5', /^unexpected text after a value; put a value in quotes when/],
    ['a: @x', '1:4', /^unexpected text after a value; put a value in quotes when/],
    ['a: "x\nb: c\n', '2:1', /closing quote or bracket may be missing$/],
    ['a: [1, 2\nb: c\n', '2:1', /closing quote or bracket may be missing$/],
    ['a:\n - 1\n- 2\n', '3:1', 'this text belongs to no list or mapping above it; check its indentation'],
    ['a: 1\nfoo\nb: 2\n', '3:2', 'property name without ":" here or in the line above'],
    ['schedule: * * * * *', '1:12', 'put a value that starts with "*" in quotes'],
    ['a: & b', '1:5', 'put a value that starts with "&" in quotes'],
    ['a: > 5', '1:6', 'text after a block mark; put a value that starts with "|" or ">" in quotes'],
    ['a: [1 {2}]', '1:7', 'expected "," or a closing bracket'],
    ['a: "\\q"', '1:6', 'unknown escape sequence'],
    ['a: !e!x y', '1:8', 'undeclared tag handle'],
    ['a: "\u0001"', '1:5', /./],
  ])('points into %j at %s', async (text, place, message) => {
    const error = await failure(text);
    expect(error.message).toMatch(message);
    expect(error.type).toBe('syntax');
    expect(`${error.line}:${error.column}`).toBe(place);
  });
});
