import { describe, expect, it } from 'vitest';
import { compileContext, verdict } from '../../../test/helpers/module-run.ts';
import type { SoapConfig } from '../../clients/soap/soap-fields.ts';
import { compileSoapDataField, compileSoapRequest, soapRetryDoubts } from './soap-request.ts';
import { STATE_MEMBERS } from './template-variables.ts';

async function compile(change: Partial<SoapConfig>, knownMembers?: typeof STATE_MEMBERS) {
  const { context, problems } = compileContext();
  const config = { endpoint: 'https://h/s', operation: 'Op', body: '<Op/>', ...change };
  const options = knownMembers === undefined ? {} : { knownMembers };
  return { request: await compileSoapRequest(config, context, options), found: verdict(problems) };
}

const attachment = { contentId: '{{ record.id }}', contentType: 'text/plain', sourceField: 'doc.text' };

describe('compileSoapRequest', () => {
  it('escapes the values of each part for where they stand', async () => {
    const { request, found } = await compile({
      endpoint: 'https://h/{{ record.v }}',
      body: '<a>{{ record.v }}</a>',
      headers: [{ xml: '<b>{{ record.v }}</b>' }],
      httpHeaders: { 'X-V': '{{ record.v }}' },
      mtom: { enabled: true, attachments: [{ ...attachment, contentId: '{{ record.v }}' }] },
    });
    expect(found).toEqual([]);
    const variables = { record: { v: 'a b&c' } };
    expect(request?.endpoint.render(variables)).toBe('https://h/a%20b%26c');
    expect(request?.body.render(variables)).toBe('<a>a b&amp;c</a>');
    expect(request?.headers.map((header) => header.render(variables))).toEqual(['<b>a b&amp;c</b>']);
    expect(request?.httpHeaders.map(([name, value]) => [name, value.render(variables)])).toEqual([
      ['X-V', 'a b&c'],
    ]);
    expect(request?.attachments?.[0]?.contentId.render(variables)).toBe('a b&c');
  });

  it('misses values in XML and nowhere else', async () => {
    const { request } = await compile({
      endpoint: 'https://h/{{ record.v }}',
      body: '<a>{{ record.v }}</a>',
    });
    expect(request?.endpoint.render({ record: {} })).toBe('https://h/');
    expect(() => request?.body.render({ record: {} })).toThrow();
  });

  it('reads attachments only of an MTOM message', async () => {
    const attachments = [attachment, { ...attachment, encoding: 'base64' as const }];
    const { request } = await compile({ mtom: { enabled: true, attachments } });
    expect(request?.attachments?.map(({ encoding }) => encoding)).toEqual(['binary', 'base64']);
    expect(request?.attachments?.[0]?.source.get({ doc: { text: 'x' } })).toBe('x');
    expect((await compile({ mtom: { enabled: false, attachments } })).request?.attachments).toBeUndefined();
    expect((await compile({ mtom: { enabled: true } })).request?.attachments).toEqual([]);
  });

  it('reports every mistake in one pass', async () => {
    const { request, found } = await compile(
      {
        endpoint: 'https://h/{{',
        body: '{{ state.last }}',
        headers: [{ xml: '<a/>' }, { xml: '{% include "x" %}' }],
        httpHeaders: { 'X-V': '{{ record.a | nope }}' },
        mtom: {
          enabled: true,
          attachments: [{ contentId: '{{', contentType: ' ', sourceField: 'a[' }],
        },
      },
      STATE_MEMBERS,
    );
    expect(request).toBeUndefined();
    expect(
      found.map((line) => line.replace(/^(\w+ \S+: (?:invalid SOAP .*? template|\S+ \S+)).*/, '$1')),
    ).toEqual([
      'error mtom.attachments[0].contentType: SOAP MTOM',
      'error endpoint: invalid SOAP endpoint template',
      'error body: invalid SOAP body template',
      'error headers[1].xml: invalid SOAP header 1 template',
      'error httpHeaders.X-V: invalid SOAP HTTP header "X-V" template',
      'error mtom.attachments[0].contentId: invalid SOAP MTOM attachment 0 contentId template',
      'error mtom.attachments[0].sourceField: invalid array',
    ]);
  });
});

describe('compileSoapDataField', () => {
  it.each([undefined, ''])('takes the whole answer for %j', (dataField) => {
    expect(compileSoapDataField(dataField, compileContext().context)).toBe('whole');
  });

  it('reads attributes, texts and list elements', () => {
    const path = compileSoapDataField('Envelope.Body.Row[1].-id', compileContext().context);
    const answer = { Envelope: { Body: { Row: [{}, { '-id': '7' }] } } };
    expect(path !== 'whole' && path?.get(answer)).toBe('7');
  });

  it('doubts a prefix', () => {
    const { context, problems } = compileContext();
    expect(compileSoapDataField('soap:Envelope', context)).toBeDefined();
    expect(verdict(problems)).toEqual([
      expect.stringContaining('warning dataField: names in answers have no prefix'),
    ]);
  });
});

it('doubts a hint that no answer of a SOAP service can give', () => {
  expect(soapRetryDoubts({ retryHintFromBody: 'body.a' })).toHaveLength(1);
  expect(soapRetryDoubts({ retryHintFromBody: '' })).toEqual([]);
  expect(soapRetryDoubts(undefined)).toEqual([]);
});
