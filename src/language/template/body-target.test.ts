import { describe, expect, it } from 'vitest';
import { bodyTarget, contentTypeOf } from './body-target.ts';

describe('bodyTarget', () => {
  it.each([
    ['application/x-www-form-urlencoded', 'url'],
    ['application/xml', 'xml'],
    ['text/xml', 'xml'],
    ['application/soap+xml', 'xml'],
    ['image/svg+xml', 'xml'],
    ['application/json', 'json'],
    ['text/json', 'json'],
    ['application/problem+json', 'json'],
    ['application/vnd.api+json', 'json'],
    ['text/plain', 'text'],
    ['text/csv', 'text'],
    ['text/html', 'text'],
    ['application/x-ndjson', 'text'],
    ['application/octet-stream', 'text'],
    ['application/xml-dtd', 'text'],
    ['application/jsonp', 'text'],
    ['xml/plain', 'text'],
    ['text/x-www-form-urlencoded', 'text'],
    ['multipart/form-data; boundary=x', 'text'],
  ])('escapes a body of type %s as %s', (contentType, target) => {
    expect(bodyTarget(contentType)).toBe(target);
  });

  it.each([
    ['APPLICATION/XML', 'xml'],
    ['Application/Soap+XML', 'xml'],
    ['Application/X-WWW-Form-Urlencoded', 'url'],
  ])('reads %s whatever its case', (contentType, target) => {
    expect(bodyTarget(contentType)).toBe(target);
  });

  it.each([
    ['text/xml; charset=utf-8', 'xml'],
    ['text/xml;charset="a/json"', 'xml'],
    ['application/soap+xml ; action="urn:x"', 'xml'],
    ['application/x-www-form-urlencoded;', 'url'],
    [' \ttext/plain\t ', 'text'],
    ['text/plain; not parameters at all', 'text'],
    ['text/xml; charset={{ record.charset }}', 'xml'],
  ])('ignores what surrounds the type in %j', (contentType, target) => {
    expect(bodyTarget(contentType)).toBe(target);
  });

  it.each([
    undefined,
    '',
    ' ',
    'xml',
    '/xml',
    'text/',
    'text /xml',
    'text/ xml',
    'text/xml, text/plain',
    'text/xml charset=utf-8',
    'text/xml\n',
    'a/b/xml',
    'téxt/xml',
    '{{ record.type }}',
    'text/{{ record.type }}+xml',
  ])('takes %j for JSON, or for what the caller asks for', (contentType) => {
    expect(bodyTarget(contentType)).toBe('json');
    expect(bodyTarget(contentType, 'xml')).toBe('xml');
  });
});

describe('contentTypeOf', () => {
  it.each(['Content-Type', 'content-type', 'CONTENT-TYPE', 'cOnTeNt-TyPe'])('finds %s', (name) => {
    expect(contentTypeOf({ Accept: 'text/csv', [name]: 'text/xml', 'X-Content-Type': 'a/b' })).toBe(
      'text/xml',
    );
  });

  it('takes the last of several, which is the one that is sent', () => {
    expect(contentTypeOf({ 'Content-Type': 'text/xml', 'content-type': 'text/csv' })).toBe('text/csv');
  });

  it('gives nothing when there is none', () => {
    expect(contentTypeOf()).toBeUndefined();
    expect(contentTypeOf({})).toBeUndefined();
    expect(contentTypeOf({ Accept: 'text/xml', ContentType: 'text/xml' })).toBeUndefined();
  });

  it('keeps an empty value', () => {
    expect(contentTypeOf({ 'Content-Type': '' })).toBe('');
  });
});
