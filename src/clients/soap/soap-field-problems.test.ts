import { expect, it } from 'vitest';
import { verdict } from '../../../test/helpers/module-run.ts';
import { soapFieldProblems } from './soap-field-problems.ts';
import type { SoapConfig } from './soap-fields.ts';

const found = (change: Partial<SoapConfig>): string[] =>
  verdict(soapFieldProblems({ endpoint: 'https://h', operation: 'Op', body: '<Op/>', ...change }));

const attachment = { contentId: 'a', contentType: 'text/plain', sourceField: 'doc' };

it.each<[Partial<SoapConfig>, string[]]>([
  [{ endpoint: ' ' }, ['error endpoint: SOAP endpoint is required']],
  [{ operation: '\t' }, ['error operation: SOAP operation is required']],
  [{ body: '\n' }, ['error body: SOAP body is required']],
  [
    { soapVersion: '1.2', httpHeaders: { soapaction: 'x' } },
    ['error httpHeaders.soapaction: SOAP 1.2 has no SOAPAction header: write the action in soapAction'],
  ],
  [
    { soapAction: 'urn:a', httpHeaders: { SOAPAction: 'x' } },
    ['warning httpHeaders.SOAPAction: the header has no effect: soapAction wins over it'],
  ],
  [
    { httpHeaders: { 'content-type': 'text/xml' } },
    ['warning httpHeaders.content-type: the header has no effect: the SOAP version decides the Content-Type'],
  ],
  [
    { httpHeaders: { 'X A': '1', Host: 'h', 'X-A': '1', 'x-a': '2' } },
    [
      'error httpHeaders.X A: header name is not a valid RFC 7230 token',
      'error httpHeaders.x-a: header "x-a" is given twice: names that differ only by case are the same header',
      'warning httpHeaders.Host: the header is set by the runtime and ignored here',
    ],
  ],
  [
    {
      mtom: { enabled: true, attachments: [attachment, { ...attachment, contentId: ' ', sourceField: ' ' }] },
    },
    [
      'error mtom.attachments[1].contentId: SOAP MTOM attachment 1 contentId is required',
      'error mtom.attachments[1].sourceField: SOAP MTOM attachment 1 sourceField is required',
    ],
  ],
  [
    { mtom: { attachments: [attachment] } },
    ['warning mtom.attachments: attachments have no effect without mtom.enabled: true'],
  ],
  [
    { authentication: { type: 'bearer', credentials: { token: '' } } },
    ['error authentication.credentials: token is required for bearer authentication'],
  ],
])('finds what is wrong with %j', (change, expected) => {
  expect(found(change)).toEqual(expected);
});

it.each<Partial<SoapConfig>>([
  {},
  { soapVersion: '1.1', httpHeaders: { soapaction: 'x' } },
  { soapAction: '', httpHeaders: { SOAPAction: 'x' } },
  { mtom: { enabled: false, attachments: [{ ...attachment, contentId: ' ' }] } },
  { mtom: { enabled: true } },
])('has nothing to say about %j', (change) => {
  expect(found(change)).toEqual([]);
});
