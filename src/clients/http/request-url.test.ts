import { describe, expect, it } from 'vitest';
import { CannectorsError } from '../../core/errors.ts';
import { requestUrl, splitUrl } from './request-url.ts';

describe('the URL on the wire', () => {
  it.each([
    ['https://h/x?b=2&a=1', 'https://h/x?b=2&a=1', 'the query as written'],
    ['https://h', 'https://h/', 'the root path when there is none'],
    ['https://h?a=1', 'https://h/?a=1', 'the root path before a query'],
    ['https://h/x?', 'https://h/x?', 'an empty query'],
    ['https://h/x#part', 'https://h/x', 'no fragment'],
    ['https://h:8443/x', 'https://h:8443/x', 'the port'],
    ['HTTPS://h/x', 'https://h/x', 'the scheme in lower case'],
    ['https://[::1]:81/x', 'https://[::1]:81/x', 'an IPv6 address'],
    ['https://u:p@h/x', 'https://h/x', 'no user information'],
    ['https://h/a b/c?d=e f', 'https://h/a%20b/c?d=e%20f', 'spaces encoded'],
    ['https://h/a%20b?c=%20d', 'https://h/a%20b?c=%20d', 'existing escapes untouched'],
    [
      'https://h/{a}|"b"\\c[d]^`',
      'https://h/%7Ba%7D%7C%22b%22%5Cc%5Bd%5D%5E%60',
      'illegal path characters encoded',
    ],
    ["https://h/a;b=1,$&'()*+!@:", "https://h/a;b=1,$&'()*+!@:", 'legal path characters as written'],
    ['https://h/é?q=é', 'https://h/%C3%A9?q=%C3%A9', 'UTF-8 bytes encoded'],
    [
      "https://h/x?$filter=a eq 'b'&f[0]=1",
      "https://h/x?$filter=a%20eq%20'b'&f[0]=1",
      'a query as the author chose it',
    ],
    ['https://h/x?a="<>', 'https://h/x?a=%22%3C%3E', 'what a request line cannot hold encoded'],
    ['https://h/\ud800', 'https://h/%EF%BF%BD', 'a broken character replaced'],
  ])('%s becomes %s: %s', (endpoint, href) => {
    expect(requestUrl(endpoint).href).toBe(href);
  });

  it('carries merged parameters before a fragment is cut off', () => {
    expect(requestUrl('https://h/x?a=1#part', { b: '2' }).href).toBe('https://h/x?a=1&b=2');
  });
});

describe('the URL for people', () => {
  it('shows scheme, host, port and path as written', () => {
    const { shown } = requestUrl('https://u:p@h:443/a b?key=secret#f', { token: 'secret' });
    expect(shown).toBe('https://h:443/a b');
  });
});

describe('user information in a URL', () => {
  it.each([
    ['https://user:pass@h/', 'user:pass'],
    ['https://user@h/', 'user:'],
    ['https://us%40er:p%3Aa%2Fss@h/', 'us@er:p:a/ss'],
    ['https://user:p@ss@h/', 'user:p@ss'],
    ['https://user:100%@h/', 'user:100%'],
    ['https://é:ü@h/', 'é:ü'],
  ])('%s authenticates as %s', (endpoint, credentials) => {
    const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
    expect(requestUrl(endpoint).authorization).toBe(expected);
  });

  it.each(['https://h/', 'https://@h/', 'https://:@h/', 'https://h/a@b'])(
    '%s does not authenticate',
    (endpoint) => {
      expect(requestUrl(endpoint)).not.toHaveProperty('authorization');
    },
  );
});

describe('a URL that cannot be used', () => {
  it.each([
    ['', 'URL is empty'],
    ['  ', 'URL is empty'],
    ['ftp://h/x', 'invalid URL "ftp://h/x": scheme must be http or https'],
    ['h/x', 'invalid URL "[invalid URL]": scheme must be http or https'],
    ['//h/x', 'invalid URL "[invalid URL]": scheme must be http or https'],
    ['https:///x', 'invalid URL "[invalid URL]": host is empty'],
    ['https://:80/x', 'host is empty'],
    ['https://u:p@/x', 'host is empty'],
    ['https:/x', 'host is empty'],
    ['https:\\\\h\\x', 'host is empty'],
    ['https://h:port/x', 'host or port cannot be read'],
    ['https://h:99999/x', 'host or port cannot be read'],
    ['https://h h/x', 'host or port cannot be read'],
    ['https://h/x\n', 'invalid URL "https://h/x\n": it contains a control character'],
  ])('%j is refused: %s', (endpoint, message) => {
    const build = () => requestUrl(endpoint);
    expect(build).toThrow(message);
    expect(build).toThrow(CannectorsError);
  });

  it('is deterministic: validation, not retryable, without a credential in the text', () => {
    try {
      requestUrl('ftp://user:hunter2@h/x?key=hunter2#hunter2');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ category: 'validation', retryable: false });
      expect((error as Error).message).not.toContain('hunter2');
    }
  });
});

describe('splitUrl', () => {
  it('tells absent parts from empty ones', () => {
    expect(splitUrl('a://b@c:1/d?e#f')).toEqual({
      scheme: 'a',
      authority: 'b@c:1',
      path: '/d',
      query: 'e',
      fragment: 'f',
    });
    expect(splitUrl('')).toEqual({
      scheme: undefined,
      authority: undefined,
      path: '',
      query: undefined,
      fragment: undefined,
    });
    expect(splitUrl('://?#')).toMatchObject({ scheme: undefined, path: '://', query: '', fragment: '' });
  });
});
