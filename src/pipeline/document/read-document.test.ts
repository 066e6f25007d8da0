import { describe, expect, it } from 'vitest';
import type { DocumentPath } from '../../core/document-path.ts';
import type { Files } from '../../core/ports.ts';
import { ParseError } from './parse-error.ts';
import { parseDocument, readDocument } from './read-document.ts';

async function failure(text: string, file = 'p.yaml', format?: string): Promise<ParseError> {
  const error = await parseDocument(text, file, format).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ParseError)) throw new Error('expected a parse error', { cause: error });
  return error;
}

const yamlRoot = async (text: string) => (await parseDocument(text, 'p.yaml')).root;
const jsonRoot = async (text: string) => (await parseDocument(text, 'p.json')).root;

async function place(
  text: string,
  path: DocumentPath,
  part?: 'key' | 'value',
  file = 'p.yaml',
): Promise<string> {
  const { line, column } = (await parseDocument(text, file)).locate(path, part);
  return `${line}:${column}`;
}

describe('format detection', () => {
  it.each([
    ['pipe.YML', 'name: x', 'yaml'],
    ['PIPE.JSON', '{"name": "x"}', 'json'],
    ['pipe.yaml', '{"name": "x"}', 'yaml'],
    ['pipe.txt', ' \n{"name": "x"}', 'json'],
    ['pipe.txt', 'name: x', 'yaml'],
    ['pipe', 'name: x', 'yaml'],
  ])('reads %s holding %j as %s', async (file, text, format) => {
    const document = await parseDocument(text, file);
    expect(document).toMatchObject({ file, format, root: { name: 'x' } });
  });

  it.each(['', ' \n', '# only a comment\n', '---\n'])(
    'cannot tell the format of %j without an extension',
    async (text) => {
      expect(await failure(text, 'pipe.txt')).toMatchObject({
        type: 'format',
        message: 'unable to detect configuration format: not valid JSON or YAML',
      });
    },
  );

  it('reports a YAML syntax error with its place when the extension is unknown', async () => {
    expect(await failure('name: a\n  bad: indent', 'pipe.txt')).toMatchObject({
      type: 'syntax',
      line: 2,
      file: 'pipe.txt',
    });
  });

  it('obeys a forced format and refuses an unknown one', async () => {
    expect((await parseDocument('name: x', 'p.json', 'yaml')).format).toBe('yaml');
    expect(await failure('name: x', 'p', 'toml')).toMatchObject({
      type: 'format',
      message: 'unsupported format: toml',
    });
  });
});

describe('reading the file', () => {
  const files = (readText: Files['readText']): Files => ({ readText, absolute: (path) => `/abs/${path}` });

  it('parses what the file holds', async () => {
    const document = await readDocument(
      'p.yaml',
      files((path) => `name: ${path}`),
    );
    expect(document.root).toEqual({ name: 'p.yaml' });
  });

  it('reports an unreadable file with the reason of the operating system', async () => {
    const reading = readDocument(
      'missing.json',
      files(() => {
        throw Object.assign(new Error("ENOENT: no such file or directory, open 'missing.json'"), {
          errno: -2,
        });
      }),
    );
    await expect(reading).rejects.toMatchObject({
      file: 'missing.json',
      type: 'io',
      line: 0,
      message: 'failed to read file: no such file or directory',
    });
  });

  it('refuses a file of more than 10 MiB', async () => {
    const text = `name: ${'x'.repeat(10 * 1024 * 1024)}`;
    expect(await failure(text)).toMatchObject({ type: 'format', message: 'file is larger than 10 MiB' });
  });
});

describe('document shape', () => {
  it.each([
    ['p.json', '', 'empty content: expected JSON object'],
    ['p.json', ' \n\t', 'empty content: expected JSON object'],
    ['p.yaml', '', 'empty content: expected YAML document'],
    ['p.yaml', '\ufeff \n', 'empty content: expected YAML document'],
  ])('refuses %s holding %j', async (file, text, message) => {
    expect(await failure(text, file)).toMatchObject({ type: 'syntax', message });
  });

  it.each([
    ['p.json', 'null'],
    ['p.yaml', 'null'],
    ['p.yaml', '~'],
    ['p.yaml', '# comment only\n'],
    ['p.yaml', '---\n'],
  ])('reads %s holding %j as a root that says nothing', async (file, text) => {
    const document = await parseDocument(text, file);
    expect(document.root).toBeNull();
    expect(document.locate(['name'])).toEqual({ line: 1, column: 1 });
  });

  it.each([
    ['p.json', '[1,2]', 'invalid configuration: expected JSON object, got array'],
    ['p.json', '"x"', 'invalid configuration: expected JSON object, got string'],
    ['p.json', 'true', 'invalid configuration: expected JSON object, got boolean'],
    ['p.yaml', '- a', 'invalid configuration: expected YAML mapping, got array'],
    ['p.yaml', 'text', 'invalid configuration: expected YAML mapping, got string'],
    ['p.yaml', '12', 'invalid configuration: expected YAML mapping, got number'],
  ])('refuses %s holding %j', async (file, text, message) => {
    expect(await failure(text, file)).toMatchObject({ type: 'format', message });
  });

  it('takes off a lone connector wrapper and keeps places in the file', async () => {
    const text = 'connector:\n  name: x\n  version: 1\n';
    expect(await yamlRoot(text)).toEqual({ name: 'x', version: 1 });
    expect(await place(text, ['version'])).toBe('3:12');
    expect(await yamlRoot('connector: {}')).toEqual({});
  });

  it.each(['connector: {name: x}\nversion: 1', 'connector: text', 'connector: [1]', 'connector:'])(
    'keeps the root of %j as it is',
    async (text) => {
      expect(await yamlRoot(text)).toHaveProperty('connector');
    },
  );

  it('keeps prototype names as plain data', async () => {
    for (const root of [
      await yamlRoot('__proto__: {a: 1}\nconstructor: x'),
      await jsonRoot('{"__proto__": {"a": 1}, "constructor": "x"}'),
    ]) {
      expect(Object.keys(root as object)).toEqual(['__proto__', 'constructor']);
      expect(Object.getPrototypeOf(root)).toBe(Object.prototype);
    }
  });
});

describe('places', () => {
  const text = [
    '',
    '# comment',
    'name: é😀x',
    'input:',
    '  type: "quoted"',
    'filters:',
    '  - type: set',
    '    value: {a: [1, two]}',
    '  -',
    'empty:',
    'block: |  # header',
    '  line',
    'tagged: &anchor !!str 12',
    'alias: *anchor',
    '',
  ].join('\n');

  it.each<[DocumentPath, 'key' | 'value' | undefined, string]>([
    [[], undefined, '3:1'],
    [['name'], 'key', '3:1'],
    [['name'], 'value', '3:7'],
    [['input'], 'key', '4:1'],
    [['input'], 'value', '5:3'],
    [['input', 'type'], undefined, '5:9'],
    [['filters', 0], 'key', '7:5'],
    [['filters', 0, 'value', 'a', 1], undefined, '8:20'],
    [['filters', 1], undefined, '7:3'],
    [['empty'], undefined, '10:1'],
    [['block'], undefined, '11:8'],
    [['tagged'], undefined, '13:9'],
    [['alias'], undefined, '14:8'],
    [['input', 'missing'], 'key', '5:3'],
    [['filters', 9, 'x'], undefined, '7:3'],
    [['name', 'x', 0], undefined, '3:7'],
  ])('finds %j (%s) at %s', async (path, part, expected) => {
    expect(await place(text, path, part)).toBe(expected);
  });

  it('counts columns in code points and lines by LF, CRLF and CR', async () => {
    expect(await place('{"é😀": 1,\r\n"b": 2,\r"c": 3}', ['é😀'], 'value', 'p.json')).toBe('1:8');
    expect(await place('{"a": 1,\r\n"b": 2,\r"c": 3}', ['b'], 'key', 'p.json')).toBe('2:1');
    expect(await place('{"a": 1,\r\n"b": 2,\r"c": 3}', ['c'], 'value', 'p.json')).toBe('3:6');
    expect(await place('a: 1\r\nb: |-\r\n  x\r\n', ['b'])).toBe('2:4');
  });

  it('skips a byte order mark', async () => {
    expect(await place('\ufeffname: x', ['name'], 'key')).toBe('1:1');
    expect(await jsonRoot('\ufeff{"a": 1}')).toEqual({ a: 1 });
  });

  it('finds values in JSON', async () => {
    const json = '\n\n{\n  "input": {"type": "x"},\n  "filters": [1, {"a": null}]\n}';
    expect(await place(json, ['input', 'type'], 'key', 'p.json')).toBe('4:13');
    expect(await place(json, ['input', 'type'], 'value', 'p.json')).toBe('4:21');
    expect(await place(json, ['filters', 1, 'a'], 'value', 'p.json')).toBe('5:24');
  });
});

describe('secrecy', () => {
  it.each([
    ['p.json', '{"password": "S3CRET", "b": S3CRET}'],
    ['p.json', '{"password": "S3CRET\n"}'],
    ['p.json', '{"S3CRET": 1, "S3CRET": 2}'],
    ['p.yaml', 'password: S3CRET: x'],
    ['p.yaml', 'password: "S3CRET'],
    ['p.yaml', 'password: !S3CRET x'],
    ['p.yaml', 'password: !S3C<RET x'],
    ['p.yaml', 'password: !S3CRET!x y'],
    ['p.yaml', '%TAG !S3CRET! a\n%TAG !S3CRET! a\n--- x'],
    ['p.yaml', 'password: *S3CRET'],
    ['p.yaml', 'S3CRET: 1\nS3CRET: 2'],
    ['p.yaml', '\tpassword: S3CRET'],
    ['p.yaml', 'password: @S3CRET'],
  ])('never quotes %s holding %j', async (file, text) => {
    expect((await failure(text, file)).message).not.toMatch(/S3C|RET\b/);
  });
});
