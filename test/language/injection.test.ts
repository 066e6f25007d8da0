import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addedDotSegment } from '../../src/clients/http/dot-segments.ts';
import { type HeaderField, requestHeaders } from '../../src/clients/http/header-fields.ts';
import { HttpClient } from '../../src/clients/http/http-client.ts';
import { requestUrl } from '../../src/clients/http/request-url.ts';
import type { SqlConnection } from '../../src/clients/sql/connection.ts';
import { sqliteEngine } from '../../src/clients/sql/sqlite/engine.ts';
import { CannectorsError } from '../../src/core/errors.ts';
import { hostPorts } from '../../src/core/host-ports.ts';
import type { DataRecord } from '../../src/core/record.ts';
import { Secret } from '../../src/core/secret.ts';
import { setOwn } from '../../src/core/value.ts';
import { compileExpression } from '../../src/language/expression/expression.ts';
import { compileSqlTemplate } from '../../src/language/sql-template/sql-template.ts';
import { bodyTarget } from '../../src/language/template/body-target.ts';
import type { TemplateTarget } from '../../src/language/template/target.ts';
import { compileTemplate } from '../../src/language/template/template.ts';
import { HOSTILE_VALUES } from '../helpers/hostile-values.ts';
import { type ReceivedRequest, reply, TestHttpServer } from '../helpers/http-server.ts';
import { RecordingLogger } from '../helpers/module-run.ts';
import { parseStrictXml } from '../helpers/strict-xml.ts';

/** What no header field may hold; see `requestHeaders`. */
const CONTROL_CHARACTER = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const DEADLINE_MS = 30_000;

/** The function that renders the template for a record whose field `v` is the value. */
async function renderer(source: string, target: TemplateTarget): Promise<(value: string) => string> {
  const template = await compileTemplate(source, { target, missing: 'lenient' });
  return (value) => template.render({ record: { v: value, secret: 'not to be seen' } });
}

describe('the list of hostile values', () => {
  it('has different names and different values', () => {
    expect(new Set(HOSTILE_VALUES.map(({ name }) => name)).size).toBe(HOSTILE_VALUES.length);
    expect(new Set(HOSTILE_VALUES.map(({ value }) => value)).size).toBe(HOSTILE_VALUES.length);
    expect(HOSTILE_VALUES.length).toBeGreaterThanOrEqual(40);
  });
});

describe('a value that reaches a server', () => {
  let client: HttpClient;
  let server: TestHttpServer;

  beforeAll(async () => {
    client = new HttpClient();
    server = await TestHttpServer.start();
  });

  beforeEach(() => {
    server.requests.length = 0;
  });

  afterAll(async () => {
    await client.close();
    await server.close();
  });

  /** Sends a request the way the modules do, and gives what arrived: exactly one request. */
  async function arrived(
    endpoint: string,
    parts: { queryParams?: Record<string, string>; headers?: Record<string, string>; body?: string } = {},
  ): Promise<ReceivedRequest> {
    const url = requestUrl(endpoint, parts.queryParams);
    server.on(new URL(url.href).pathname, reply.status(204));
    const headers: HeaderField[] = requestHeaders([], parts.headers ?? {});
    await client.send(
      {
        method: parts.body === undefined ? 'GET' : 'POST',
        url,
        headers,
        timeoutMs: DEADLINE_MS,
        keep: 'all',
        ...(parts.body === undefined ? {} : { body: parts.body }),
      },
      new AbortController().signal,
    );
    expect(server.requests).toHaveLength(1);
    return server.requests[0] as ReceivedRequest;
  }

  describe('in a path segment', () => {
    it.each(HOSTILE_VALUES)('is that segment or is refused: $name', async ({ value }) => {
      const source = `${server.url}/orders/{{ record.v }}/items`;
      const endpoint = (await renderer(source, 'url'))(value);
      const refused = addedDotSegment(source, endpoint) !== undefined;
      expect(refused).toBe(value === '.' || value === '..');
      if (refused) return;

      expect(new URL(endpoint).pathname.split('/')).toEqual(['', 'orders', expect.any(String), 'items']);
      const { target } = await arrived(endpoint);
      const segments = target.split('/');
      expect(segments).toEqual(['', 'orders', expect.any(String), 'items']);
      expect(decodeURIComponent(segments[2] ?? '')).toBe(value.toWellFormed());
    });
  });

  describe('in a query', () => {
    it.each(HOSTILE_VALUES)('is the value of its parameter: $name', async ({ value }) => {
      const endpoint = (await renderer(`${server.url}/search?q={{ record.v }}&page=1`, 'url'))(value);
      const expected = [
        ['q', value.toWellFormed()],
        ['page', '1'],
      ];
      expect([...new URL(endpoint).searchParams]).toEqual(expected);
      const request = await arrived(endpoint);
      expect(request.path).toBe('/search');
      expect([...request.query]).toEqual(expected);
    });

    it.each(HOSTILE_VALUES)('is the name of its parameter: $name', async ({ value }) => {
      const endpoint = (await renderer(`${server.url}/search?f.{{ record.v }}=1`, 'url'))(value);
      const request = await arrived(endpoint);
      expect([...request.query]).toEqual([[`f.${value.toWellFormed()}`, '1']]);
    });

    it.each(HOSTILE_VALUES)('is the value of its entry of queryParams: $name', async ({ value }) => {
      const queryParams = { q: (await renderer('{{ record.v }}', 'text'))(value) };
      const request = await arrived(`${server.url}/search?page=1`, { queryParams });
      expect([...request.query]).toEqual([
        ['page', '1'],
        ['q', value.toWellFormed()],
      ]);
    });
  });

  describe('in a host name', () => {
    it.each(HOSTILE_VALUES)('is labels of that name or is refused: $name', async ({ value }) => {
      const endpoint = (await renderer('https://x{{ record.v }}.api.test:8443/orders', 'url'))(value);
      try {
        const url = new URL(requestUrl(endpoint).href);
        expect(url.hostname).toMatch(/^x.*\.api\.test$/);
        expect(url.href).toBe(`https://${url.hostname}:8443/orders`);
      } catch (error) {
        expect(error).toBeInstanceOf(CannectorsError);
        expect((error as CannectorsError).message).toContain('host or port cannot be read');
      }
    });
  });

  describe('as a whole endpoint', () => {
    it.each(HOSTILE_VALUES)('is no URL: $name', async ({ value }) => {
      const endpoint = (await renderer('{{ record.v }}', 'url'))(value);
      expect(() => requestUrl(endpoint)).toThrow(/scheme must be http or https|URL is empty/);
    });
  });

  describe('in a header', () => {
    it.each(HOSTILE_VALUES)('is the value of that header or is refused: $name', async ({ value }) => {
      const headers = { 'X-Value': (await renderer('v={{ record.v }}', 'text'))(value) };
      if (CONTROL_CHARACTER.test(value)) {
        await expect(arrived(`${server.url}/h`, { headers })).rejects.toThrow(
          'invalid header "X-Value": header value is not a valid RFC 7230 field-value',
        );
        expect(server.requests).toHaveLength(0);
        return;
      }
      const { rawHeaders } = await arrived(`${server.url}/h`, { headers });
      const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
      expect(names.sort()).toEqual(['accept-encoding', 'connection', 'host', 'user-agent', 'x-value']);
      const received = rawHeaders[rawHeaders.findIndex((name) => name.toLowerCase() === 'x-value') + 1];
      // A field-value ends before the blanks behind it (RFC 9110, section 5.5).
      expect(Buffer.from(received ?? '', 'latin1').toString('utf8')).toBe(
        `v=${value.toWellFormed().replace(/[ \t]+$/, '')}`,
      );
    });
  });

  describe('in a JSON body', () => {
    it.each(HOSTILE_VALUES)('is the text of its member: $name', async ({ value }) => {
      const body = (
        await renderer(
          '{"id": 1, "value": "{{ record.v }}", "list": ["a", "<{{ record.v }}>"], "end": true}',
          bodyTarget('application/json'),
        )
      )(value);
      const request = await arrived(`${server.url}/json`, { body });
      expect(JSON.parse(request.body.toString('utf8'))).toEqual({
        id: 1,
        value: value.toWellFormed(),
        list: ['a', `<${value.toWellFormed()}>`],
        end: true,
      });
    });

    it.each(HOSTILE_VALUES)('is one member name: $name', async ({ value }) => {
      const body = (await renderer('{"a": 1, "k.{{ record.v }}": 2}', 'json'))(value);
      const request = await arrived(`${server.url}/json`, { body });
      expect(Object.entries(JSON.parse(request.body.toString('utf8')))).toEqual([
        ['a', 1],
        [`k.${value.toWellFormed()}`, 2],
      ]);
    });

    it.each(HOSTILE_VALUES)('is one value with the filter json: $name', async ({ value }) => {
      const body = (await renderer('{"id": 1, "value": {{ record.v | json }}}', 'json'))(value);
      const request = await arrived(`${server.url}/json`, { body });
      const parsed = JSON.parse(request.body.toString('utf8'));
      expect(Object.keys(parsed)).toEqual(['id', 'value']);
      expect(parsed.value.toWellFormed()).toBe(value.toWellFormed());
    });
  });

  describe('in an XML body', () => {
    it.each(HOSTILE_VALUES)('is text and attribute value: $name', async ({ value }) => {
      const body = (
        await renderer(
          `<order a="{{ record.v }}" b='{{ record.v }}'><v>{{ record.v }}</v><end/></order>`,
          bodyTarget('text/xml'),
        )
      )(value);
      const request = await arrived(`${server.url}/xml`, { body });
      const expected = value.toWellFormed().replace(NOT_IN_XML, '\ufffd');
      expect(parseStrictXml(request.body.toString('utf8'))).toEqual({
        name: 'order',
        attributes: { a: expected, b: expected },
        text: '',
        children: [
          { name: 'v', attributes: {}, text: expected, children: [] },
          { name: 'end', attributes: {}, text: '', children: [] },
        ],
      });
    });
  });

  describe('in a form body', () => {
    it.each(HOSTILE_VALUES)('is name and value of its fields: $name', async ({ value }) => {
      const body = (
        await renderer(
          'a={{ record.v }}&f.{{ record.v }}=2&end=1',
          bodyTarget('application/x-www-form-urlencoded'),
        )
      )(value);
      const request = await arrived(`${server.url}/form`, { body });
      expect([...new URLSearchParams(request.body.toString('utf8'))]).toEqual([
        ['a', value.toWellFormed()],
        [`f.${value.toWellFormed()}`, '2'],
        ['end', '1'],
      ]);
    });
  });
});

describe('a value in text, such as a cache key', () => {
  it.each(HOSTILE_VALUES)('stays itself, template syntax included: $name', async ({ value }) => {
    const render = await renderer('key:{{ record.v }}:{{ "[" ~ record.v ~ "]" }}', 'text');
    expect(render(value)).toBe(`key:${value}:[${value}]`);
  });
});

describe('a value in SQL', () => {
  const { clock } = hostPorts();
  const limits = { clock, signal: new AbortController().signal, timeoutMs: DEADLINE_MS };
  let directory: string;
  let connection: SqlConnection;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cannectors-injection-'));
    connection = await sqliteEngine.connect(new Secret(join(directory, 'test.db')), {
      ...limits,
      log: new RecordingLogger(),
      mayCreate: true,
    });
    await rows({ text: 'CREATE TABLE hostile (id INTEGER PRIMARY KEY, v TEXT)', values: [] });
  });

  afterAll(async () => {
    await connection.close();
    rmSync(directory, { recursive: true });
  });

  async function rows(statement: Parameters<SqlConnection['query']>[0]): Promise<DataRecord[]> {
    const all: DataRecord[] = [];
    for await (const page of connection.query(statement, limits)) all.push(...page);
    return all;
  }

  it.each(HOSTILE_VALUES)('is bound, never text of the statement: $name', async ({ value }) => {
    const { template } = await compileSqlTemplate(
      'INSERT INTO hostile (v) VALUES ({% if record.v is defined %}$1{% endif %})',
      1,
      'sqlite',
    );
    if (template === undefined) throw new Error('the statement does not compile');
    const variables = { record: { v: value } };
    const parameter = await compileExpression('record.v');
    const insert = template.bind(variables, () => parameter.evaluate(variables));
    expect(insert.text).toBe('INSERT INTO hostile (v) VALUES (?)');

    await rows({ text: 'DELETE FROM hostile', values: [] });
    if (value.includes('\0')) {
      await expect(rows(insert)).rejects.toThrow('holds a NUL character');
      expect(await rows({ text: 'SELECT count(*) AS n FROM hostile', values: [] })).toEqual([{ n: 0 }]);
      return;
    }
    await rows(insert);
    expect(await rows({ text: 'SELECT v, hex(v) AS bytes FROM hostile', values: [] })).toEqual([
      { v: value.toWellFormed(), bytes: Buffer.from(value, 'utf8').toString('hex').toUpperCase() },
    ]);
    const found = await rows({
      text: 'SELECT count(*) AS n FROM hostile WHERE v = ?',
      values: insert.values,
    });
    expect(found).toEqual([{ n: 1 }]);
  });
});

describe('a value in an expression', () => {
  it.each(HOSTILE_VALUES)('is a text, whatever it looks like: $name', async ({ value }) => {
    const environment = { record: { v: value, same: value, secret: 'not to be seen' } };
    const evaluate = async (source: string) => (await compileExpression(source)).evaluate(environment);
    expect(await evaluate('record.v')).toBe(value);
    expect(await evaluate('record.v == record.same')).toBe(true);
    expect(await evaluate('record.v + "|"')).toBe(`${value}|`);
    expect(await evaluate('record.v == record.secret')).toBe(false);
    expect(await evaluate('[record.v, 1]')).toEqual([value, 1]);
  });

  it.each(HOSTILE_VALUES)('is a key that only data can have: $name', async ({ value }) => {
    const evaluate = async (source: string, record: DataRecord) =>
      (await compileExpression(source)).evaluate({ record, key: value });
    expect(await evaluate('record[key]', {})).toBeNull();
    expect(await evaluate('key in record', {})).toBe(false);
    const record: DataRecord = {};
    setOwn(record, value, 'found');
    expect(await evaluate('record[key]', record)).toBe('found');
    expect(await evaluate('key in record', record)).toBe(true);
    expect(await evaluate('$env[key]', {})).toBe(value === 'key' ? value : null);
  });
});

describe('the structure of what a template renders', () => {
  /** Texts made of two or three hostile ones, so that one begins what another one ends. */
  const combined = Array.from({ length: 400 }, (_, round) => {
    const pick = (factor: number): string =>
      HOSTILE_VALUES[(round * factor) % HOSTILE_VALUES.length]?.value ?? '';
    return [pick(7), pick(13), round % 2 === 0 ? '' : pick(29)] as const;
  });

  async function render(source: string, target: TemplateTarget) {
    const template = await compileTemplate(source, { target, missing: 'lenient' });
    return ([a, b, c]: readonly [string, string, string]) => template.render({ record: { a, b, c } });
  }

  it('has the same path segments and parameters for any values', async () => {
    const endpoint = await render(
      'https://api.test/p{{ record.a }}/q{{ record.b }}{{ record.c }}/end?x={{ record.b }}&y={{ record.c }}',
      'url',
    );
    for (const values of combined) {
      const url = new URL(endpoint(values));
      expect(url.origin).toBe('https://api.test');
      expect(url.hash).toBe('');
      expect(url.pathname.split('/')).toEqual(['', expect.any(String), expect.any(String), 'end']);
      expect([...url.searchParams.keys()]).toEqual(['x', 'y']);
    }
  });

  it('has the same members and items in JSON for any values', async () => {
    const body = await render(
      '{"a": "{{ record.a }}{{ record.b }}", "in": {"b": ["{{ record.b }}", {{ record.c | json }}]}, "end": 1}',
      'json',
    );
    for (const values of combined) {
      const [a, b, c] = values;
      expect(JSON.parse(body(values), (_, value) => (typeof value === 'string' ? 'text' : value))).toEqual({
        a: 'text',
        in: { b: ['text', 'text'] },
        end: 1,
      });
      expect(JSON.parse(body(values)).a).toBe(a.toWellFormed() + b.toWellFormed());
      expect(JSON.parse(body(values)).in.b[1].toWellFormed()).toBe(c.toWellFormed());
    }
  });

  it('has the same elements and attributes in XML for any values', async () => {
    const body = await render(
      `<a x="{{ record.a }}{{ record.c }}">{{ record.a }}<b>{{ record.b }}</b>{{ record.c }}` +
        `<c y='{{ record.b }}'/></a>`,
      'xml',
    );
    for (const values of combined) {
      const root = parseStrictXml(body(values));
      expect([root.name, Object.keys(root.attributes)]).toEqual(['a', ['x']]);
      expect(
        root.children.map(({ name, attributes, children }) => [name, Object.keys(attributes), children]),
      ).toEqual([
        ['b', [], []],
        ['c', ['y'], []],
      ]);
    }
  });

  it('has the same fields in a form for any values', async () => {
    const body = await render('a={{ record.a }}{{ record.b }}&b={{ record.b }}&c={{ record.c }}', 'url');
    for (const values of combined) {
      const [a, b, c] = values.map((value) => value.toWellFormed());
      expect([...new URLSearchParams(body(values))]).toEqual([
        ['a', `${a}${b}`],
        ['b', b],
        ['c', c],
      ]);
    }
  });
});
