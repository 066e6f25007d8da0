import { describe, expect, it } from 'vitest';
import { escapeQueryText, mergeQuery, queryPieces } from './query-string.ts';

describe('mergeQuery', () => {
  it.each([
    ['b=2&a=1', {}, 'b=2&a=1'],
    ['a=b c&&', {}, 'a=b c&&'],
    [undefined, {}, undefined],
    [undefined, { a: '1' }, 'a=1'],
    ['', { a: '1' }, 'a=1'],
    ['status=closed&status=x', { status: 'open' }, 'status=open'],
    ['sta%74us=closed&b=1', { status: 'open' }, 'b=1&status=open'],
    ['a+b=1', { 'a b': '2' }, 'a%20b=2'],
    ['%zz=1', { '%zz': '2' }, '%25zz=2'],
    ['flag&x=1', { flag: 'y' }, 'x=1&flag=y'],
    ['&&x=1&', { y: '2' }, 'x=1&y=2'],
    ['a=%20&b=x y', { c: '1' }, 'a=%20&b=x%20y&c=1'],
    ['', { c: '3', a: '1', b: '2' }, 'a=1&b=2&c=3'],
    ['', { é: '2', z: '1' }, 'z=1&%C3%A9=2'],
    ['', { '\ud83d\ude00': '2', '\uffee': '1' }, '%EF%BF%AE=1&%F0%9F%98%80=2'],
    [
      "$filter=Status eq 'open'&b=2&a=1",
      { since: '2026-01-01', b: '9' },
      "$filter=Status%20eq%20'open'&a=1&b=9&since=2026-01-01",
    ],
  ])('%j with %j gives %j', (query, params, merged) => {
    expect(mergeQuery(query, params)).toBe(merged);
  });

  it('merges a parameter named like a property of every object', () => {
    expect(mergeQuery('__proto__=1&constructor=2', { constructor: '3' })).toBe('__proto__=1&constructor=3');
  });
});

describe('escapeQueryText', () => {
  it.each([
    ['a&b=c?d#e f/g+h', 'a%26b%3Dc%3Fd%23e%20f%2Fg%2Bh'],
    ['$top', '$top'],
    ['@:+&', '%40%3A%2B%26'],
    ["-_.~!'()*", '-_.~%21%27%28%29%2A'],
    ['2026-03-15T08:30:00Z', '2026-03-15T08%3A30%3A00Z'],
    ['é', '%C3%A9'],
    ['\ud800', '%EF%BF%BD'],
  ])('%s becomes %s', (text, escaped) => {
    expect(escapeQueryText(text)).toBe(escaped);
  });

  it('is undone by a server', () => {
    const value = 'a&b=c?d#e f/g+h%20';
    expect(new URLSearchParams(`q=${escapeQueryText(value)}`).get('q')).toBe(value);
  });
});

describe('queryPieces', () => {
  it('keeps the text and decodes the name', () => {
    expect(queryPieces('a%5B0%5D=1&&b')).toEqual([
      { text: 'a%5B0%5D=1', name: 'a[0]' },
      { text: 'b', name: 'b' },
    ]);
  });
});
