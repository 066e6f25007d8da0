import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reply, TestHttpServer } from '../../../../test/helpers/http-server.ts';
import { compileModule, compileSound, testRun } from '../../../../test/helpers/module-run.ts';
import { TemporaryFolder } from '../../../../test/helpers/temporary-folder.ts';
import type { DataRecord } from '../../../core/record.ts';
import { httpRequestOutput } from './index.ts';

let server: TestHttpServer;
const folder = new TemporaryFolder();

beforeEach(async () => {
  server = await TestHttpServer.start();
  server.otherwise(reply.status(204));
});
afterEach(async () => {
  await server.close();
  folder.clear();
});

const SINGLE = { requestMode: 'single' };

async function send(records: DataRecord[], config: Record<string, unknown>) {
  const run = testRun();
  const output = await compileSound(httpRequestOutput, { endpoint: `${server.url}/x`, ...config });
  await output.open?.(run);
  const report = await output.write(records, run);
  await output.close?.();
  return { report, log: run.log, requests: server.requests };
}

const bodies = () => server.requests.map(({ body }) => body.toString());

describe('the templates of httpRequest', () => {
  it('print numbers, booleans and missing values of a record as people expect', async () => {
    const record = { id: 42, big: 1234567890123, huge: 9007199254740993n, r: 1.5, ok: true, none: null };
    const { requests } = await send([record], {
      ...SINGLE,
      endpoint: `${server.url}/o/{{ record.id }}/{{ record.big }}`,
      queryParams: { r: '{{ record.r }}', none: '{{ record.none }}', ok: '{{ record.ok }}' },
      headers: { 'X-Huge': '{{ record.huge }}' },
      body: '[{{ record.id }}, {{ record.huge }}, {{ record.r }}, {{ record.ok }}, "{{ record.nope }}"]',
    });
    expect(requests[0]?.target).toBe('/o/42/1234567890123?none=&ok=true&r=1.5');
    expect(requests[0]?.headers['x-huge']).toBe('9007199254740993');
    expect(bodies()).toEqual(['[42, 9007199254740993, 1.5, true, ""]']);
  });

  it('percent-encode values in path and query, so that no value leads elsewhere', async () => {
    const value = "a b&c/d+é'";
    await send([{ v: value }], { ...SINGLE, endpoint: `${server.url}/p/{{ record.v }}?q={{ record.v }}` });
    const encoded = 'a%20b%26c%2Fd%2B%C3%A9%27';
    expect(server.requests[0]?.target).toBe(`/p/${encoded}?q=${encoded}`);
  });

  it.each(['..', '.'])('refuse a value %s that would lead to another path', async (v) => {
    const { report } = await send([{ v }], { ...SINGLE, endpoint: `${server.url}/p/{{ record.v }}/secret` });
    expect(report.sent).toBe(0);
    expect(report.error).toMatchObject({ category: 'validation', retryable: false });
    expect(report.error?.message).toContain('would lead to another path');
    expect(server.requests).toEqual([]);
  });

  it('send a body that parses back to the same text', async () => {
    const n = 'Tom & "J"\n<x> \u2028 \u0000';
    await send([{ n }], { ...SINGLE, body: '{"n":"{{ record.n }}"}' });
    expect(JSON.parse(bodies()[0] ?? '')).toEqual({ n });
  });

  it('embed structures with json', async () => {
    const record = { o: { a: [1, null, 'x"'], n: 9007199254740993n } };
    await send([record], { ...SINGLE, body: '{"o": {{ record.o | json }}}' });
    expect(bodies()).toEqual(['{"o": {"a":[1,null,"x\\""],"n":9007199254740993}}']);
  });

  it.each([
    ['Application/XML; charset=utf-8', '&lt;a&amp;&#34;'],
    ['application/x-www-form-urlencoded', '%3Ca%26%22'],
    ['text/csv', '<a&"'],
    ['application/vnd.api+json', '\\u003ca\\u0026\\"'],
  ])('escape the body for %s', async (type, expected) => {
    await send([{ v: '<a&"' }], { ...SINGLE, headers: { 'CONTENT-TYPE': type }, body: '{{ record.v }}' });
    expect(bodies()).toEqual([expected]);
  });

  it('escape the body by a Content-Type that is a template itself', async () => {
    const config = { ...SINGLE, headers: { 'Content-Type': '{{ record.type }}' }, body: '{{ record.v }}' };
    const records = ['text/xml', 'text/plain', undefined].map((type) => ({ type: type ?? null, v: '<"' }));
    await send(records, config);
    expect(bodies()).toEqual(['&lt;&#34;', '<"', '\\u003c\\"']);
  });

  it('leave out a header that renders empty', async () => {
    const { requests } = await send([{}], { ...SINGLE, headers: { 'X-A': '{{ record.nope }}', 'X-B': '' } });
    expect(requests[0]?.headers).not.toHaveProperty('x-a');
    expect(requests[0]?.headers).toHaveProperty('x-b', '');
  });

  it('send nothing when a header value holds a line break', async () => {
    const { report, requests } = await send([{ v: 'a\r\nX-Evil: 1' }], {
      ...SINGLE,
      headers: { 'X-A': '{{ record.v }}' },
    });
    expect(report.error?.message).toContain('header value is not a valid RFC 7230 field-value');
    expect(requests).toEqual([]);
  });

  it('send a body that is no JSON with a warning that says where', async () => {
    const { log } = await send([{ a: 1 }, {}], { ...SINGLE, body: '{"v": {{ record.a }}}' });
    expect(bodies()).toEqual(['{"v": 1}', '{"v": }']);
    expect(log.fieldsOf('body template produced invalid JSON, continuing anyway')).toMatchObject({
      record_index: 1,
      error: expect.any(String),
    });
  });

  it('fail the record with the place in the template when a parent is missing', async () => {
    const { report, requests, log } = await send([{}, { a: { b: 1 } }], {
      ...SINGLE,
      onError: 'skip',
      endpoint: `${server.url}/x/{{ record.a.b }}`,
    });
    expect(report).toEqual({ sent: 1 });
    expect(requests.map(({ target }) => target)).toEqual(['/x/1']);
    expect(log.fieldsOf('request failed for record')).toMatchObject({
      record_index: 0,
      error_category: 'validation',
      error: expect.stringMatching(
        /^evaluating endpoint template: rendering template: unable to execute template: Can't use Getitem on None/,
      ),
    });
  });

  it('refuse a value as the whole endpoint', async () => {
    const { report } = await send([{ url: 'https://evil.example.com/' }], {
      ...SINGLE,
      endpoint: '{{ record.url }}',
    });
    expect(report.error?.message).toContain(
      'endpoint is invalid after template evaluation: URL missing scheme',
    );
  });

  it('drop the final line break of a body and make the others plain', async () => {
    await send([{ v: 1 }], {
      ...SINGLE,
      headers: { 'Content-Type': 'text/plain' },
      body: 'a {{ record.v }}\r\nb\n',
    });
    expect(bodies()).toEqual(['a 1\nb']);
  });

  it('read the body from a file, and body wins over it', async () => {
    const file = join(folder.path, 'body.json');
    writeFileSync(file, '{"id": {{ record.id }}}\n');
    await send([{ id: 1 }], { ...SINGLE, bodyTemplateFile: file });
    await send([{ id: 2 }], { ...SINGLE, bodyTemplateFile: file, body: '[{{ record.id }}]' });
    expect(bodies()).toEqual(['{"id": 1}', '[2]']);
  });

  it('send the body with any method', async () => {
    await send([{ id: 1 }], { ...SINGLE, method: 'DELETE', body: '{"id": {{ record.id }}}' });
    expect(server.requests[0]).toMatchObject({ method: 'DELETE' });
    expect(bodies()).toEqual(['{"id": 1}']);
  });

  it('see all records of a batch, and the fields of the first one', async () => {
    const body =
      '{"n": {{ record.recordCount }}, "first": {{ record.id }}, "ids": [{% for r in record.records %}{{ r.id }}{% if not loop.last %},{% endif %}{% endfor %}]}';
    await send([{ id: 1 }, { id: 2 }, { id: 3 }], { batchSize: 2, body });
    expect(bodies()).toEqual(['{"n": 2, "first": 1, "ids": [1,2]}', '{"n": 1, "first": 3, "ids": [3]}']);
  });

  it('warn when a batch body sees the first record only', async () => {
    const warned = async (config: Record<string, unknown>) => {
      const { problems } = await compileModule(httpRequestOutput, { endpoint: 'https://h/', ...config });
      return problems.map(({ severity, at }) => [severity, at]);
    };
    expect(await warned({ body: '{"id": {{ record.id }}}' })).toEqual([['warning', ['body']]]);
    expect(await warned({ body: '{"id": {{ record.id }}}', batchSize: 1 })).toEqual([]);
    expect(await warned({ body: '{"id": {{ record.id }}}', requestMode: 'single' })).toEqual([]);
    expect(await warned({ body: '{{ record.records | json }}' })).toEqual([]);
    expect(await warned({ body: '{"ping": true}' })).toEqual([]);
  });

  it('show in a dry-run what would be sent', async () => {
    const output = await compileSound(httpRequestOutput, {
      ...SINGLE,
      endpoint: 'https://h/o/{{ record.id }}?token={{ record.t }}',
      headers: { 'X-A': '{{ record.id }}' },
      body: '{"id": {{ record.id }}}',
    });
    expect(output.preview([{ id: 7, t: 's3cret' }], { showCredentials: false })).toMatchObject([
      { endpoint: expect.stringMatching(/^https:\/\/h\/o\/7\?token=\W/), body: '{"id": 7}', recordCount: 1 },
    ]);
  });

  it('leave the record as it is', async () => {
    const record = { id: 1 };
    await send([record], { ...SINGLE, body: '{% set record.x = 1 %}{{ record.x }}' });
    expect(bodies()).toEqual(['1']);
    expect(record).toEqual({ id: 1 });
  });
});
