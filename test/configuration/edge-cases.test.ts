import { writeFileSync } from 'node:fs';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentPathText } from '../../src/core/document-path.ts';
import { hostPorts } from '../../src/core/host-ports.ts';
import { isDataObject } from '../../src/core/record.ts';
import { builtInRegistry } from '../../src/modules/built-in.ts';
import { defineFilter } from '../../src/modules/contract/definition.ts';
import { ModuleRegistry } from '../../src/modules/contract/registry.ts';
import { checkPipeline } from '../../src/pipeline/check-pipeline.ts';
import { compilePipeline } from '../../src/pipeline/compile-pipeline.ts';
import { ParseError } from '../../src/pipeline/document/parse-error.ts';
import { parseDocument, readDocument } from '../../src/pipeline/document/read-document.ts';
import { substituteEnvironment } from '../../src/pipeline/environment-variables.ts';
import { inheritDefaults } from '../../src/pipeline/inherit-defaults.ts';
import { loadPipeline } from '../../src/pipeline/load-pipeline.ts';
import { TemporaryFolder } from '../helpers/temporary-folder.ts';

const registry = builtInRegistry();
const folder = new TemporaryFolder();
const home = process.cwd();
beforeAll(() => process.chdir(folder.path));
afterAll(() => {
  process.chdir(home);
  folder.clear();
});

const INPUT = 'input: { type: httpPolling, endpoint: "https://a.example" }';
const OUTPUT = 'output: { type: httpRequest, endpoint: "https://b.example" }';
const SOAP = 'endpoint: "https://s.example", operation: Op, body: <Op/>';
const SQL = 'connectionString: a.db, query: select 1';

/** A whole file: what is given, and the parts that it leaves out. */
function pipeline(text: string): string {
  const has = (key: string) => new RegExp(`^${key}:`, 'm').test(text);
  return [
    text,
    ...(has('name') ? [] : ['name: n']),
    ...(has('input') ? [] : [INPUT]),
    ...(has('output') ? [] : [OUTPUT]),
  ].join('\n');
}
const http = (fields: string) =>
  pipeline(`input: { type: httpPolling, endpoint: "https://a.example", ${fields} }`);
const output = (fields: string) =>
  pipeline(`output: { type: httpRequest, endpoint: "https://b.example", ${fields} }`);
const filter = (fields: string) => pipeline(`filters: [{ ${fields} }]`);
const call = (fields: string) => filter(`type: http_call, endpoint: "https://c.example", ${fields}`);

/** A case with its first line for a title: what the case is about. */
function titled<Rest extends readonly unknown[]>([number, text, ...rest]: readonly [
  string,
  string,
  ...Rest,
]) {
  return [number, text.split('\n', 1)[0], text, ...rest] as const;
}

/** What `validate` finds, a line each; warnings left out. */
async function problemsOf(text: string, file = 'p.yaml'): Promise<string[]> {
  const ports = { ...hostPorts(), environment: { get: () => undefined } };
  const { problems } = await checkPipeline(await parseDocument(text, file), registry, ports);
  return problems.map(({ path, message }) => `${documentPathText(path)}: ${message}`);
}

/** The type of the error with which reading fails. */
async function parseErrorOf(text: string, file: string): Promise<ParseError> {
  writeFileSync(file, text);
  const outcome: unknown = await readDocument(file, hostPorts().files).catch((error: unknown) => error);
  if (outcome instanceof ParseError) return outcome;
  throw new Error('the file could be read');
}

async function load(text: string, environment: Readonly<Record<string, string>> = {}) {
  const ports = { ...hostPorts(), environment: { get: (name: string) => environment[name] } };
  return loadPipeline(await parseDocument(text, 'p.yaml'), registry, ports);
}

describe('reading a file', () => {
  it.each([
    ['pipe.YML', pipeline(''), 'yaml'],
    ['PIPE.JSON', '{"name": "n"}', 'json'],
    ['pipe.txt', '{"name": "n"}', 'json'],
    ['pipe', 'name: x', 'yaml'],
  ])('(1, 2) finds the format of %s', async (file, text, format) => {
    writeFileSync(file, text);
    expect((await readDocument(file, hostPorts().files)).format).toBe(format);
  });

  it.each([
    ['e.txt', '', 'format', 'unable to detect configuration format'],
    ['l.json', '[1,2]', 'format', 'expected JSON object'],
    ['z.yaml', '', 'syntax', 'empty content'],
    ['i.yaml', 'name: a\n  bad: indent', 'syntax', ''],
    ['d.yaml', 'name: a\nname: b', 'syntax', 'already defined'],
  ])('(2, 4, 5, 6) refuses %s', async (file, text, type, phrase) => {
    const error = await parseErrorOf(text, file);
    expect(error.type).toBe(type);
    expect(error.message).toContain(phrase);
    if (file === 'i.yaml') expect(error.line).toBeGreaterThan(0);
  });

  it.each([
    ['null', 'p.json'],
    ['# only a comment\n', 'p.yaml'],
  ])('(3) takes %j for nothing', async (text, file) => {
    expect(await problemsOf(text, file)).toEqual(['/: configuration data is nil']);
  });
});

const VALID: readonly (readonly [number: string, text: string])[] = [
  ['7', pipeline('enabled: True')],
  ['8', `connector: { name: n, ${INPUT}, ${OUTPUT} }`],
  ['9', pipeline('# no filters')],
  ['10', pipeline('version: 1.0.0')],
  ['10', pipeline('version: "1"')],
  ['11', pipeline(`name: ${'n'.repeat(128)}`)],
  ['11', pipeline('id: a-b_9')],
  ['13', http('onError: sKiP')],
  ['13', filter('type: drop, onError: LOG')],
  ['14', http('schedule: "* * * * *"')],
  ['14', http('schedule: "@every 5m"')],
  ['14', http('schedule: "@hourly"')],
  ['14', http('schedule: "${CRON}"')],
  ['15', http('method: purge')],
  ['16', http('timeoutMs: 1')],
  ['16', http('timeoutMs: 5000.0')],
  ['16', pipeline('defaults: { timeoutMs: 0 }')],
  ['17', pipeline('input: { type: webhook, path: /h, signature: { type: hmac-sha256, secret: s } }')],
  ['18', http('pagination: { type: page, param: p, totalPagesField: t, nextCursorField: x }')],
  ['19', pipeline('input: { type: database, connectionStringRef: "${DB_URL}", query: select 1 }')],
  ['20', pipeline(`input: { type: database, ${SQL}, pagination: { type: limit-offset } }`)],
  ['22', call('bodyTemplateFile: b.json')],
  ['24', output('success: { expression: "true", statusCodes: [200] }')],
  ['26', filter('type: set, target: a, value: null')],
  [
    '27',
    filter('type: mapping, mappings: [{ source: a, target: b, onMissing: useDefault, defaultValue: null }]'),
  ],
  [
    '31',
    pipeline(`input: { type: soapPolling, ${SOAP}, soapVersion: "1.1", httpHeaders: { soapaction: x } }`),
  ],
  [
    '32',
    http('authentication: { type: oauth2, credentials: { tokenUrl: "${U}", clientId: a, clientSecret: b } }'),
  ],
  ['36', output('headers: { X-A: "{id}" }')],
  [
    '37',
    pipeline(
      `input: { type: database, connectionString: a.db, query: "select '$2', $1", parameters: ["1"] }`,
    ),
  ],
  ['41', output('enabled: false')],
];

describe('valid', () => {
  it.each(VALID.map(titled))('(%s) %s', async (_number, _title, text) => {
    writeFileSync('b.json', '{}');
    expect(await problemsOf(text)).toEqual([]);
  });
});

const REFUSED: readonly (readonly [number: string, text: string, problems: readonly string[]])[] = [
  ['7', pipeline('enabled: yes'), ['enabled: expected boolean, got string']],
  [
    '8',
    `connector: { name: n, ${INPUT}, ${OUTPUT} }\nid: a`,
    [
      '/: missing required properties: name, input, output',
      '/: unknown properties connector are not allowed',
    ],
  ],
  ['9', pipeline('filters:'), ['filters: expected array, got null']],
  ['10', pipeline('version: 1.0'), ['version: expected string, got number']],
  ['10', pipeline('version: ""'), ['version: string must be at least 1 characters']],
  ['11', pipeline(`name: ${'n'.repeat(129)}`), ['name: string must be at most 128 characters']],
  ['11', pipeline('id: Abc'), ['id: value does not match required pattern']],
  ['11', pipeline('id: 1a'), ['id: value does not match required pattern']],
  ['12', pipeline('schedule: "@daily"'), ['/: unknown properties schedule are not allowed']],
  ['13', http('onError: continue'), ['input.onError: invalid value']],
  ['13', http('onError: ""'), ['input.onError: invalid value']],
  ['13', http('onError: " fail"'), ['input.onError: invalid value']],
  ['14', http('schedule: not a cron'), ['input.schedule: invalid CRON expression']],
  ['15', http('method: BAD METHOD'), ['input.method: value does not match required pattern']],
  ['15', http('method: ""'), ['input.method: value does not match required pattern']],
  ['15', http('method: "${M}"'), ['input.method: value does not match required pattern']],
  ['16', http('timeoutMs: 0'), ['input.timeoutMs: value must be >= 1']],
  ['16', http('timeoutMs: -1'), ['input.timeoutMs: value must be >= 1']],
  ['16', http('timeoutMs: 1.5'), ['input.timeoutMs: expected integer, got number']],
  ['16', http('timeoutMs: "5000"'), ['input.timeoutMs: expected integer, got string']],
  [
    '17',
    pipeline('input: { type: webhook, path: /h, timeoutMs: 1 }'),
    ['input: unknown properties timeoutMs'],
  ],
  ['17', pipeline('input: { type: webhook, path: /h, schedule: x }'), ['input: unknown properties schedule']],
  ['17', pipeline('input: { type: webhook, path: /h, retry: {} }'), ['input: unknown properties retry']],
  [
    '17',
    pipeline('input: { type: webhook, path: /h, rateLimit: { burst: 5 } }'),
    ['input.rateLimit: missing required property "requestsPerSecond"'],
  ],
  [
    '18',
    http('pagination: { type: page, param: p }'),
    ['input.pagination: missing required property "totalPagesField"'],
  ],
  [
    '18',
    http('pagination: { type: page, param: p, totalPagesField: t, pageParam: x }'),
    ['input.pagination: unknown properties pageParam'],
  ],
  [
    '18',
    http('pagination: { type: page, param: p, totalPagesField: t, limit: 0 }'),
    ['input.pagination.limit: value must be >= 1'],
  ],
  [
    '19',
    pipeline('input: { type: database }'),
    [
      'input: missing one of "connectionString" or "connectionStringRef"',
      'input: missing one of "query" or "queryFile"',
    ],
  ],
  [
    '19',
    pipeline(`input: { type: database, ${SQL}, connectionStringRef: "\${A}", queryFile: q.sql }`),
    [
      'input: only one of "connectionString" or "connectionStringRef" may be given',
      'input: only one of "query" or "queryFile" may be given',
    ],
  ],
  ...['DATABASE_URL', '$DB', '${db}'].map((reference): [string, string, string[]] => [
    '19',
    pipeline(`input: { type: database, connectionStringRef: "${reference}", query: select 1 }`),
    ['input.connectionStringRef: value does not match required pattern'],
  ]),
  [
    '20',
    pipeline(`input: { type: database, ${SQL}, pagination: { type: cursor } }`),
    ['input.pagination: missing required property "cursorField"'],
  ],
  [
    '20',
    pipeline(`input: { type: database, ${SQL}, pagination: { type: cursor, cursorField: id } }`),
    ['input.pagination: cursor pagination requires a parameter expression'],
  ],
  ['21', filter(`type: sql_call, ${SQL}, retry: {}`), ['filters[0]: unknown properties retry']],
  ...[`type: sql_call, ${SQL}`, `type: soap_call, ${SOAP}`, 'type: http_call, endpoint: x, body: b'].flatMap(
    (fields): [string, string, string[]][] => [
      [
        '21',
        filter(`${fields}, mergeStrategy: append`),
        ['filters[0]: missing required property "resultKey" when "mergeStrategy" is "append"'],
      ],
      ['21', filter(`${fields}, mergeStrategy: append, resultKey: " "`), ['filters[0].resultKey: ']],
    ],
  ),
  ['22', call('headers: {}'), ['filters[0]: missing at least one of "keys" or "body" or "bodyTemplateFile"']],
  ['22', call('keys: []'), ['filters[0].keys: http_call keys is required']],
  ['22', call('body: ""'), ['filters[0].keys: http_call keys is required']],
  ['23', call('body: b, cache: { maxSize: 0 }'), ['filters[0].cache.maxSize: value must be >= 1']],
  ['23', call('body: b, cache: { defaultTTL: 1 }'), ['filters[0].cache: unknown properties defaultTTL']],
  ['24', output('success: {}'), ['output.success: missing at least one of']],
  [
    '24',
    output('success: { statusCodes: [] }'),
    ['output.success.statusCodes: array must have at least 1 items'],
  ],
  [
    '24',
    output('success: { statusCodes: [200, 200] }'),
    ['output.success.statusCodes: array items must be unique'],
  ],
  ['24', output('success: { statusCodes: [99] }'), ['output.success.statusCodes[0]: value must be >= 100']],
  ['25', output('requestMode: single, batchSize: 5'), ['output.batchSize: batchSize is only valid with']],
  ['26', filter('type: set, target: a'), ['filters[0]: missing required property "value"']],
  [
    '27',
    filter('type: mapping, mappings: [{ source: a, target: b, onMissing: useDefault }]'),
    ['filters[0].mappings[0]: missing required property "defaultValue" when "onMissing" is "useDefault"'],
  ],
  ['28', filter('type: remove, target: []'), ['filters[0].target: array must have at least 1 items']],
  [
    '28',
    filter('type: remove, target: [a, ""]'),
    ['filters[0].target[1]: string must be at least 1 characters'],
  ],
  [
    '28',
    filter('type: remove, targets: [a]'),
    ['filters[0]: missing required property "target"', 'filters[0]: unknown properties targets'],
  ],
  ['29', filter('type: loop, field: a, itemName: state, filters: []'), ['filters[0].itemName: ']],
  ['29', filter('type: loop, field: a, itemName: " record", filters: []'), ['filters[0].itemName: ']],
  [
    '31',
    pipeline(`input: { type: soapPolling, ${SOAP}, soapVersion: 1.1 }`),
    ['input.soapVersion: expected string, got number'],
  ],
  [
    '31',
    pipeline(`input: { type: soapPolling, ${SOAP}, soapVersion: "1.2", httpHeaders: { soapaction: x } }`),
    ['input.httpHeaders.soapaction: SOAP 1.2 has no SOAPAction header'],
  ],
  [
    '36',
    pipeline('output: { type: httpRequest, endpoint: "https://x/{{ record.id" }'),
    ['output.endpoint: validating template configuration: invalid endpoint template: '],
  ],
  [
    '37',
    pipeline('input: { type: database, connectionString: a.db, query: select $1 and $2, parameters: ["1"] }'),
    ['input.query: invalid SQL query template: query references $2 but only 1 parameter(s) are declared'],
  ],
  [
    '37',
    pipeline('input: { type: database, connectionString: a.db, query: select $1, parameters: ["1", "2"] }'),
    [
      'input.parameters[1]: invalid SQL query template: parameter 2 is declared but $2 never appears in the query',
    ],
  ],
  [
    '38',
    pipeline('output: { type: database, connectionString: a.db, queryFile: none.sql }'),
    ['output.queryFile: cannot read query file'],
  ],
  [
    '38',
    pipeline('output: { type: database, connectionString: a.db, queryFile: ../q.sql }'),
    ['output.queryFile: query file path: file path contains path traversal: "../q.sql"'],
  ],
  [
    '42',
    filter('type: mappings'),
    ['filters[0].type: unknown filter type. Supported filter types: condition, '],
  ],
];

describe('refused', () => {
  it.each(REFUSED.map(titled))('(%s) %s', async (_number, _title, text, expected) => {
    const problems = await problemsOf(text);
    expect(problems).toEqual(expected.map((start) => expect.stringContaining(start)));
    for (const [index, start] of expected.entries()) expect(problems[index]?.startsWith(start)).toBe(true);
  });

  it('(38) reads a query file for validation as a run does', async () => {
    writeFileSync('q.sql', 'select 1');
    const text = pipeline('output: { type: database, connectionString: a.db, queryFile: q.sql }');
    expect(await problemsOf(text)).toEqual([]);
  });
});

it('(30) sixty conditions inside each other validate', async () => {
  const nest = (levels: number): string =>
    levels === 0 ? '{ type: drop }' : `{ type: condition, expression: a, then: [${nest(levels - 1)}] }`;
  expect(await problemsOf(pipeline(`filters: [${nest(60)}]`))).toEqual([]);
});

describe('environment variables', () => {
  const bearer = (token: string) => `authentication: { type: bearer, credentials: { token: "${token}" } }`;

  it('(33) names each missing one once, sorted, and counts an empty one as missing', async () => {
    const text = http(`queryParams: { a: "\${B}", b: "\${A}", c: "\${B}", d: "\${lower}" }`);
    const message =
      'unresolved environment variable(s): A, B — set them before running, or remove the ${...} reference';
    await expect(load(text)).rejects.toThrow(message);
    await expect(load(text, { A: '', B: '' })).rejects.toThrow(message);
    await expect(load(text, { A: 'a', B: 'b' })).resolves.toBeDefined();
  });

  it('(32, 35) are needed wherever they are named, disabled filters included', async () => {
    await expect(load(http(bearer('${TOKEN}')))).rejects.toThrow('unresolved environment variable(s): TOKEN');
    await expect(load(filter('type: set, enabled: false, target: a, value: "${OFF}"'))).rejects.toThrow(
      'OFF',
    );
  });

  it('(34) are put in place once, at any depth, except where a module reads them itself', async () => {
    const text = pipeline(
      'filters: [{ type: set, target: a, value: ["${X}"] }]\n' +
        'input: { type: httpPolling, endpoint: "${BASE}/a?x=${X}" }\n' +
        'output: { type: database, connectionStringRef: "${BASE}", query: select 1 }',
    );
    const { root } = await parseDocument(text, 'p.yaml');
    if (!isDataObject(root)) throw new Error('no root');
    const values: Record<string, string> = { BASE: 'https://h', X: '${Y}' };
    const substituted = substituteEnvironment(root, { get: (name) => values[name] });
    expect(substituted.root).toMatchObject({
      filters: [{ value: ['${Y}'] }],
      input: { endpoint: 'https://h/a?x=${Y}' },
      output: { connectionStringRef: '${BASE}' },
    });
  });
});

describe('defaults', () => {
  const retryOf = (kind: 'input' | 'filter', type: string, own: object | undefined, defaults: object) => {
    const definition = registry.get(kind, type);
    if (definition === undefined) throw new Error(type);
    const config = { type, ...(own === undefined ? {} : { retry: own }) };
    return inheritDefaults(config as never, { retry: defaults } as never, definition)['retry'];
  };

  it('(39) merge retry field by field, the module winning', () => {
    expect(retryOf('input', 'httpPolling', undefined, {})).toBeUndefined();
    expect(retryOf('filter', 'http_call', undefined, {})).toBeUndefined();
    expect(retryOf('filter', 'http_call', undefined, { maxAttempts: 5 })).toEqual({ maxAttempts: 5 });
    expect(retryOf('filter', 'sql_call', undefined, { maxAttempts: 5 })).toBeUndefined();
    expect(retryOf('input', 'httpPolling', { delayMs: 5 }, { maxAttempts: 5 })).toEqual({
      maxAttempts: 5,
      delayMs: 5,
    });
    expect(retryOf('input', 'httpPolling', { maxAttempts: 0 }, { maxAttempts: 3 })).toEqual({
      maxAttempts: 0,
    });
    expect(
      retryOf('input', 'httpPolling', { retryableStatusCodes: [] }, { retryableStatusCodes: [500] }),
    ).toEqual({ retryableStatusCodes: [] });
    expect(retryOf('input', 'httpPolling', undefined, { retryableStatusCodes: [] })).toBeUndefined();
  });

  it('(40) reach filters of the pipeline, and none inside a branch', async () => {
    const onErrorOfEach: unknown[] = [];
    const spy = defineFilter({
      type: 'spy',
      summary: 'Tells its settings.',
      fields: {},
      examples: [],
      compile: (config) => {
        onErrorOfEach.push(config.onError);
        return { process: (records) => records };
      },
    });
    const withSpy = builtInRegistry();
    withSpy.register(spy);
    const text = pipeline(
      'defaults: { onError: log }\nfilters: [{ type: spy }, { type: condition, expression: a, then: [{ type: spy }] }]',
    );
    const { root } = await parseDocument(text, 'p.yaml');
    if (!isDataObject(root)) throw new Error('no root');
    await compilePipeline(root, withSpy, hostPorts());
    expect(onErrorOfEach).toEqual(['log', undefined]);
  });
});

it('(41) an output that is switched off cannot be built', async () => {
  await expect(load(output('enabled: false'))).rejects.toThrow(
    'output module "httpRequest" has enabled=false: output is required for the pipeline to run',
  );
});

describe('the registry', () => {
  const named = (summary: string) =>
    defineFilter({
      type: 'custom',
      summary,
      fields: { level: Type.Integer({ minimum: 1 }) },
      examples: [],
      compile: () => ({ process: (records) => records }),
    });

  it('(42) replaces a module that is registered again', () => {
    const modules = new ModuleRegistry();
    modules.register(named('First.'));
    modules.register(named('Second.'));
    expect(modules.all().map(({ summary }) => summary)).toEqual(['Second.']);
  });

  it('(42) lets files use a module that is registered at run time, inside a branch too', async () => {
    const modules = builtInRegistry();
    modules.register(named('Custom.'));
    const check = async (level: number) => {
      const text = filter(`type: condition, expression: a, then: [{ type: custom, level: ${level} }]`);
      return (await checkPipeline(await parseDocument(text, 'p.yaml'), modules, hostPorts())).problems;
    };
    expect(await check(1)).toEqual([]);
    expect(await check(0)).toMatchObject([{ path: ['filters', 0, 'then', 0, 'level'], type: 'range' }]);
  });
});
