import { describe, expect, it } from 'vitest';
import { isToken, repeatedHeaderNames, requestHeaders, wireHeaderValue } from './header-fields.ts';

const DEFAULTS = [['User-Agent', 'agent'] as const, ['Content-Type', 'application/json'] as const];

describe('requestHeaders', () => {
  it('lets a configured header replace a default whatever its case', () => {
    expect(requestHeaders(DEFAULTS, { 'content-type': 'text/csv', 'X-A': '1' })).toEqual([
      ['User-Agent', 'agent'],
      ['content-type', 'text/csv'],
      ['X-A', '1'],
    ]);
  });

  it('trims blanks around values and keeps empty ones', () => {
    expect(requestHeaders([], { 'X-A': ' \ta b\t ', 'X-B': '' })).toEqual([
      ['X-A', 'a b'],
      ['X-B', ''],
    ]);
  });

  it('leaves out headers that the transport owns', () => {
    const owned = {
      Host: 'x',
      'content-length': '3',
      'Transfer-Encoding': 'chunked',
      TRAILER: 'x',
      'X-A': '1',
    };
    expect(requestHeaders([], owned)).toEqual([['X-A', '1']]);
  });

  it('adds an authorization only when none is configured', () => {
    expect(requestHeaders([], {}, 'Basic x')).toEqual([['Authorization', 'Basic x']]);
    expect(requestHeaders([], { authorization: 'Bearer y' }, 'Basic x')).toEqual([
      ['authorization', 'Bearer y'],
    ]);
  });

  it.each(['X Bad', '', 'X:Y', 'X\r\n', 'Ü'])('refuses the name %j', (name) => {
    expect(() => requestHeaders([], { 'X-Good': '1', [name]: 'v' })).toThrow(
      `invalid header ${JSON.stringify(name)}: header name is not a valid RFC 7230 token`,
    );
  });

  it.each(['a\r\nX-Evil: 1', 'a\nb', 'a\u0000b', 'a\u007fb', '\u001b[0m'])(
    'refuses the value %j without showing it',
    (value) => {
      try {
        requestHeaders([], { 'X-A': value });
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({
          message: 'invalid header "X-A": header value is not a valid RFC 7230 field-value',
          category: 'validation',
          retryable: false,
        });
      }
    },
  );

  it('accepts TAB and characters beyond ASCII in values', () => {
    expect(requestHeaders([], { 'X-A': 'a\tbé' })).toEqual([['X-A', 'a\tbé']]);
  });
});

describe('repeatedHeaderNames', () => {
  it('finds names that differ only by case', () => {
    expect(repeatedHeaderNames(['X-A', 'x-b', 'x-a', 'X-B', 'X-C'])).toEqual(['x-a', 'X-B']);
  });
});

describe('isToken', () => {
  it.each(['GET', "!#$%&'*+-.^_`|~", 'x1'])('accepts %s', (text) => {
    expect(isToken(text)).toBe(true);
  });

  it.each(['', 'A B', 'A/B', 'A(B', '{A}', 'é', 'A\n'])('refuses %j', (text) => {
    expect(isToken(text)).toBe(false);
  });
});

describe('wireHeaderValue', () => {
  it('has one unit per UTF-8 byte', () => {
    expect(wireHeaderValue('é€')).toBe('\u00c3\u00a9\u00e2\u0082\u00ac');
  });
});
