import { describe, expect, it } from 'vitest';
import { documentPathText } from '../../core/document-path.ts';
import { parseDocument } from '../document/read-document.ts';
import type { DocumentProblem } from './document-problem.ts';
import { testRegistry } from './test-registry.ts';
import { validateDocument } from './validate-document.ts';

const registry = testRegistry();

async function problemsOf(text: string, file = 'p.yaml'): Promise<DocumentProblem[]> {
  return validateDocument(await parseDocument(text, file), registry);
}

/** One line per problem: place, path, type, message, suggestion. */
async function report(text: string, file?: string): Promise<string[]> {
  return (await problemsOf(text, file)).map(
    ({ position, path, type, message, suggestion }) =>
      `${position.line}:${position.column} ${documentPathText(path)} [${type}] ${message}` +
      (suggestion === undefined ? '' : ` (${suggestion}?)`),
  );
}

const INPUT = 'input: {type: httpPolling, endpoint: x}';
const OUTPUT = 'output: {type: httpRequest, endpoint: x}';
/** A complete file whose first line is under test. */
const pipeline = (line: string) => `${line}\nname: n\n${INPUT}\n${OUTPUT}\n`;
const withInput = (fields: string) =>
  `input: {type: httpPolling, endpoint: x${fields}}\nname: n\n${OUTPUT}\n`;
const withFilter = (filter: string) => `filters: [${filter}]\nname: n\n${INPUT}\n${OUTPUT}\n`;

describe('the root', () => {
  it.each([
    ['null', 'configuration data is nil'],
    ['{}', 'configuration data is empty'],
  ])('reports a root of %s', async (text, message) => {
    const expected = { path: [], type: 'required', message, position: { line: 1, column: 1 } };
    expect(await problemsOf(text)).toEqual([expected]);
    expect(await problemsOf(text, 'p.json')).toEqual([expected]);
  });

  it('accepts a complete pipeline', async () => {
    const text = `
name: ${'é'.repeat(128)}
id: a-b_9
version: 1.0.0
description: text
tags: [a, b]
enabled: True
dryRunOptions: {showCredentials: true}
defaults: {timeoutMs: 0, onError: sKiP}
${INPUT}
filters: []
${OUTPUT}
`;
    expect(await report(text)).toEqual([]);
  });

  it('accepts a pipeline without filters and one in a connector wrapper', async () => {
    expect(await report(`name: n\n${INPUT}\n${OUTPUT}`)).toEqual([]);
    expect(await report(`connector: {name: n, ${INPUT}, ${OUTPUT}}`)).toEqual([]);
  });

  it('names every missing property once', async () => {
    expect(await problemsOf('id: a')).toEqual([
      {
        path: [],
        type: 'required',
        message: 'missing required properties: name, input, output',
        expected: 'name, input, output',
        position: { line: 1, column: 1 },
      },
    ]);
  });

  it('treats a connector with a sibling as an ordinary file', async () => {
    expect(await report(`version: "1"\nconnector: {name: n, ${INPUT}, ${OUTPUT}}`)).toEqual([
      '1:1 / [required] missing required properties: name, input, output',
      '2:1 / [additionalProperties] unknown properties connector are not allowed',
    ]);
  });

  it.each([
    ['enabled: yes', '1:10 enabled [type] expected boolean, got string'],
    ['version: 1.0', '1:10 version [type] expected string, got number'],
    ['version: ""', '1:10 version [length] string must be at least 1 characters'],
    ['filters:', '1:1 filters [type] expected array, got null'],
    ['filters: {}', '1:10 filters [type] expected array, got object'],
    ['filters: [x]', '1:11 filters[0] [type] expected object, got string'],
    ['id: Abc', '1:5 id [pattern] value does not match required pattern "^[a-z][a-z0-9_-]*$"'],
    ['id: "a\\n"', '1:5 id [pattern] value does not match required pattern "^[a-z][a-z0-9_-]*$"'],
    [`description: ${'é'.repeat(1025)}`, '1:14 description [length] string must be at most 1024 characters'],
    ['tags: [a, b, a]', '1:7 tags [items] array items must be unique'],
    ['tags: [a, 1]', '1:11 tags[1] [type] expected string, got number'],
    ['schedule: x', '1:1 / [additionalProperties] unknown properties schedule are not allowed'],
    ['filter: []', '1:1 / [additionalProperties] unknown properties filter are not allowed (filters?)'],
    ['toString: x', '1:1 / [additionalProperties] unknown properties toString are not allowed'],
    ['__proto__: {name: x}', '1:1 / [additionalProperties] unknown properties __proto__ are not allowed'],
    [
      'dryRunOptions: {x: 1}',
      '1:17 dryRunOptions [additionalProperties] unknown properties x are not allowed',
    ],
    [
      'defaults: {retries: {}}',
      '1:12 defaults [additionalProperties] unknown properties retries are not allowed',
    ],
    ['defaults: {timeoutMs: -1}', '1:23 defaults.timeoutMs [range] value must be >= 0'],
    [
      'defaults: {onError: skp}',
      '1:21 defaults.onError [enum] invalid value. Supported values: "fail", "skip", "log" (skip?)',
    ],
    [
      'defaults: {onError: " fail"}',
      '1:21 defaults.onError [enum] invalid value. Supported values: "fail", "skip", "log" (fail?)',
    ],
    ['defaults: {onError: 1}', '1:21 defaults.onError [type] expected string, got number'],
  ])('reports %s', async (line, expected) => {
    expect(await report(pipeline(line))).toEqual([expected]);
  });

  it('counts the length of a name in code points', async () => {
    expect(await report(`name: ${'😀'.repeat(129)}\n${INPUT}\n${OUTPUT}`)).toEqual([
      '1:7 name [length] string must be at most 128 characters',
    ]);
  });

  it('reports one problem per unknown property, at its name, in document order', async () => {
    expect(await report(`zeta: 1\nname: 5\n${INPUT}\nalpha: 2\n${OUTPUT}`)).toEqual([
      '1:1 / [additionalProperties] unknown properties zeta are not allowed',
      '2:7 name [type] expected string, got number',
      '4:1 / [additionalProperties] unknown properties alpha are not allowed',
    ]);
  });

  it('finds places in JSON', async () => {
    const json = '{\n  "name": "n",\n  "input": {"type": "httpPolling", "endpoint": 5},\n  "output": null\n}';
    expect(await report(json, 'p.json')).toEqual([
      '3:48 input.endpoint [type] expected string, got number',
      '4:13 output [type] expected object, got null',
    ]);
  });
});

describe('modules', () => {
  it.each([
    [', timeoutMs: 0', '1:52 input.timeoutMs [range] value must be >= 1'],
    [', timeoutMs: 1.5', '1:52 input.timeoutMs [type] expected integer, got number'],
    [', timeoutMs: "5000"', '1:52 input.timeoutMs [type] expected integer, got string'],
    [', timeoutMs: 99999999999999999999', '1:52 input.timeoutMs [range] value must be <= 9007199254740991'],
    [', timeoutMs: -99999999999999999999', '1:52 input.timeoutMs [range] value must be >= -9007199254740991'],
    [', ratio: 0', '1:48 input.ratio [range] value must be > 0'],
    [', ratio: .inf', '1:48 input.ratio [type] expected a finite number, got infinity'],
    [', ratio: .nan', '1:48 input.ratio [type] expected a finite number, got NaN'],
    [', name: .nan', '1:47 input.name [type] expected a finite number, got NaN'],
    [', headers: {A: 1}', '1:54 input.headers.A [type] expected string, got number'],
    [', headers: {a/b~c: 1}', '1:58 input.headers.a/b~c [type] expected string, got number'],
    [', headers: {__proto__: 1}', '1:62 input.headers.__proto__ [type] expected string, got number'],
    [', headers: {"a\\nb": 1}', '1:59 input.headers.a\nb [type] expected string, got number'],
    [', headers: [a]', '1:50 input.headers [type] expected object, got array'],
    [
      ', timeout: 1',
      '1:41 input [additionalProperties] unknown properties timeout are not allowed (timeoutMs?)',
    ],
    [
      ', onError: continue',
      '1:50 input.onError [enum] invalid value. Supported values: "fail", "skip", "log"',
    ],
    [', login: {}', '1:48 input.login [required] missing required property "by"'],
    [', login: x', '1:48 input.login [type] expected object, got string'],
    [', login: {by: 5}', '1:53 input.login.by [type] expected string, got number'],
    [
      ', login: {by: pasword, secret: {}}',
      '1:53 input.login.by [enum] invalid value. Supported values: "token", "password" (password?)',
    ],
    [', login: {by: token}', '1:48 input.login [required] missing required property "secret"'],
    [
      ', login: {by: token, secret: {token: ""}}',
      '1:76 input.login.secret.token [length] string must be at least 1 characters',
    ],
    [
      ', login: {by: password, secret: {user: a, password: b, token: c}}',
      '1:94 input.login.secret [additionalProperties] unknown properties token are not allowed',
    ],
    [', login: {by: password, secret: {user: a, password: b}}', undefined],
    [', tags: [a, a]', undefined],
    [', onError: LOG', undefined],
    [', timeoutMs: 5000.0', undefined],
  ])('checks an input with %j', async (fields, expected) => {
    expect(await report(withInput(fields))).toEqual(expected === undefined ? [] : [expected]);
  });

  it.each([
    ['{}', '1:11 filters[0] [required] missing required property "type"'],
    ['{target: a}', '1:11 filters[0] [required] missing required property "type"'],
    ['{type: 5}', '1:18 filters[0].type [type] expected string, got number'],
    ['{type: null}', '1:18 filters[0].type [type] expected string, got null'],
    [
      '{type: Mapping, foo: 1}',
      '1:18 filters[0].type [enum] unknown filter type. Supported filter types: condition, mapping, remove, set (mapping?)',
    ],
    [
      '{type: httpRequest}',
      '1:18 filters[0].type [enum] unknown filter type. Supported filter types: condition, mapping, remove, set',
    ],
    [
      '{type: toString}',
      '1:18 filters[0].type [enum] unknown filter type. Supported filter types: condition, mapping, remove, set',
    ],
    ['{type: set, target: a}', '1:11 filters[0] [required] missing required property "value"'],
    ['{type: set}', '1:11 filters[0] [required] missing required properties: target, value'],
    ['{type: set, target: a, value: null}', undefined],
    [
      '{type: set, target: a, value: {b: [1, .inf]}}',
      '1:49 filters[0].value.b[1] [type] expected a finite number, got infinity',
    ],
    ['{type: set, target: a, value: 99999999999999999999}', undefined],
    ['{type: remove, target: a}', undefined],
    ['{type: remove, target: [a, b]}', undefined],
    ['{type: remove, target: 5}', '1:34 filters[0].target [type] expected string or array, got number'],
    ['{type: remove, target: ""}', '1:34 filters[0].target [length] string must be at least 1 characters'],
    ['{type: remove, target: []}', '1:34 filters[0].target [items] array must have at least 1 items'],
    [
      '{type: remove, target: [a, ""]}',
      '1:38 filters[0].target[1] [length] string must be at least 1 characters',
    ],
    ['{type: remove, target: [a, 1]}', '1:38 filters[0].target[1] [type] expected string, got number'],
    [
      '{type: mapping, mappings: [{target: a, mode: fst}]}',
      '1:56 filters[0].mappings[0].mode [enum] invalid value. Supported values: "fast", "slow" (fast?)',
    ],
    [
      '{type: mapping, mappings: [{target: a}, {target: b, onMissing: usedefault}]}',
      '1:74 filters[0].mappings[1].onMissing [enum] invalid value. Supported values: "setNull", "useDefault" (useDefault?)',
    ],
    [
      '{type: mapping, mappings: [{target: a, onMissing: useDefault}]}',
      '1:38 filters[0].mappings[0] [required] missing required property "defaultValue" when "onMissing" is "useDefault"',
    ],
    ['{type: mapping, mappings: [{target: a, onMissing: useDefault, defaultValue: null}]}', undefined],
  ])('checks the filter %s', async (filter, expected) => {
    expect(await report(withFilter(filter))).toEqual(expected === undefined ? [] : [expected]);
  });

  it('reports wrong items of a union in each place it is used', async () => {
    expect(await report(withFilter('{type: remove, target: 5}, {type: remove, target: [1]}'))).toEqual([
      '1:34 filters[0].target [type] expected string or array, got number',
      '1:62 filters[1].target[0] [type] expected string, got number',
    ]);
  });

  it('fills what was expected', async () => {
    const [union] = await problemsOf(withFilter('{type: remove, target: 5}'));
    expect(union?.expected).toBe('string or array');
    const [required] = await problemsOf(withFilter('{type: set}'));
    expect(required?.expected).toBe('target, value');
  });

  it.each([
    ['{type: database}', '1:8 input [required] missing one of "connectionString" or "connectionStringRef"'],
    [
      '{type: database, connectionStringRef: a, connectionString: b}',
      '1:49 input [validation] only one of "connectionString" or "connectionStringRef" may be given',
    ],
    [
      '{type: database, connectionString: a, driver: postgresql}',
      '1:54 input.driver [enum] invalid value. Supported values: "postgres", "mysql", "sqlite" (postgres?)',
    ],
    ['{type: database, connectionString: a}', undefined],
  ])('checks the input %s', async (input, expected) => {
    expect(await report(`input: ${input}\nname: n\n${OUTPUT}`)).toEqual(
      expected === undefined ? [] : [expected],
    );
  });

  it.each([
    ['{}', '1:48 output.success [required] missing at least one of "expression" or "statusCodes"'],
    ['{statusCodes: []}', '1:62 output.success.statusCodes [items] array must have at least 1 items'],
    ['{statusCodes: [200, 200]}', '1:62 output.success.statusCodes [items] array items must be unique'],
    ['{statusCodes: [99]}', '1:63 output.success.statusCodes[0] [range] value must be >= 100'],
    [
      '{expression: x, lang: js}',
      '1:64 output.success [additionalProperties] unknown properties lang are not allowed',
    ],
    ['{expression: x, statusCodes: [200]}', undefined],
  ])('checks the success block %s', async (success, expected) => {
    const text = `output: {type: httpRequest, endpoint: x, success: ${success}}\nname: n\n${INPUT}`;
    const at = (place: string) => place.replace(/^1:(\d+)/, (_all, column) => `1:${Number(column) + 3}`);
    expect(await report(text)).toEqual(expected === undefined ? [] : [at(expected)]);
  });

  it('suggests only names that are not in use yet', async () => {
    expect(await report(withFilter('{type: set, target: a, targets: b, value: 1}'))).toEqual([
      '1:34 filters[0] [additionalProperties] unknown properties targets are not allowed',
    ]);
  });

  it('checks modules of one type that use different fields', async () => {
    const filters = '{type: set, target: 1, value: 2}, {type: set, target: a, value: 2, name: 3}';
    expect(await report(withFilter(filters))).toEqual([
      '1:31 filters[0].target [type] expected string, got number',
      '1:84 filters[1].name [type] expected string, got number',
    ]);
  });
});

describe('nested filters', () => {
  const nest = (levels: number, inner: string): string =>
    levels === 0 ? inner : `{"type": "condition", "expression": "e", "then": [${nest(levels - 1, inner)}]}`;

  it('reports the exact leaf inside branches', async () => {
    const filter =
      '{type: condition, expression: e, then: [{type: set, target: a, value: 1, foo: 1}], else: [{type: nope}, {type: condition}]}';
    expect(await report(withFilter(filter))).toEqual([
      '1:84 filters[0].then[0] [additionalProperties] unknown properties foo are not allowed',
      '1:108 filters[0].else[0].type [enum] unknown filter type. Supported filter types: condition, mapping, remove, set',
      '1:115 filters[0].else[1] [required] missing required property "expression"',
    ]);
  });

  it('refuses a branch that is no list', async () => {
    expect(await report(withFilter('{type: condition, expression: e, then: {type: set}}'))).toEqual([
      '1:50 filters[0].then [type] expected array, got object',
    ]);
  });

  it('suggests the name of a branch for a retired one', async () => {
    expect(await report(withFilter('{type: condition, expression: e, onTrue: []}'))).toEqual([
      '1:44 filters[0] [additionalProperties] unknown properties onTrue are not allowed (then?)',
    ]);
  });

  it('validates hundreds of levels and finds a mistake at the bottom', async () => {
    const good = '{"type": "set", "target": "a", "value": 1}';
    expect(await report(withFilter(nest(60, good)))).toEqual([]);
    const problems = await problemsOf(withFilter(nest(450, '{"type": "set", "target": 5, "value": 1}')));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.path).toHaveLength(903);
    expect(problems[0]?.message).toBe('expected string, got number');
  });
});

it('never shows a value of the file', async () => {
  const secret = 'S3CRET';
  const texts = [
    pipeline(`version: {${secret}: 1}`),
    pipeline(`defaults: {onError: ${secret}}`),
    pipeline(`id: ${secret}`),
    withInput(`, method: "${secret} "`),
    withInput(`, name: [${secret}]`),
    withFilter(`{type: ${secret}}`),
    withFilter(`{type: remove, target: {a: ${secret}}}`),
  ];
  for (const text of texts) {
    const problems = await problemsOf(text);
    expect(problems).not.toEqual([]);
    expect(JSON.stringify(problems)).not.toContain(secret);
  }
});
