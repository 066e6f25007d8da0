import { describe, expect, it } from 'vitest';
import type { HttpRequest } from './http-message.ts';
import { followingRequest, redirectTarget } from './redirect.ts';

const REQUEST: HttpRequest = {
  method: 'GET',
  url: { href: 'https://h/a/b?c=1', shown: 'https://h/a/b' },
  headers: [
    ['User-Agent', 'agent'],
    ['Authorization', 'Bearer t'],
    ['Cookie', 'c'],
    ['X-API-Key', 'k'],
    ['Referer', 'https://h/?secret'],
    ['Content-Type', 'text/csv'],
  ],
  body: 'x',
  timeoutMs: 1000,
  keep: 'all',
};

function follow(status: number, location: string | undefined, request: HttpRequest = REQUEST) {
  return followingRequest(request, { status, headers: location === undefined ? {} : { location }, request });
}

function names(request: HttpRequest | undefined): string[] {
  return (request?.headers ?? []).map(([name]) => name);
}

describe('a redirect', () => {
  it.each([
    ['/x', 'https://h/x'],
    ['c?d=2', 'https://h/a/c?d=2'],
    ['//other/x', 'https://other/x'],
    ['https://u:p@h/x#f', 'https://h/x'],
    ['/caf\u00c3\u00a9', 'https://h/caf%C3%A9'],
  ])('to %s leads to %s', (location, href) => {
    expect(follow(302, location)?.url.href).toBe(href);
  });

  it.each([301, 302, 303])('%i turns the request into a GET without body', (status) => {
    const next = follow(status, '/x');
    expect(next).not.toHaveProperty('body');
    expect(names(next)).not.toContain('Content-Type');
  });

  it.each([307, 308])('%i repeats the body', (status) => {
    const next = follow(status, '/x');
    expect(next).toMatchObject({ method: 'GET', body: 'x' });
    expect(names(next)).toContain('Content-Type');
  });

  it('keeps HEAD', () => {
    const { body: _, ...head } = REQUEST;
    expect(follow(303, '/x', { ...head, method: 'HEAD' })?.method).toBe('HEAD');
  });

  it('keeps credentials on the same origin', () => {
    expect(names(follow(307, 'https://h:443/x'))).toEqual(names(REQUEST));
  });

  it.each(['https://other/x', 'https://h:444/x', 'https://sub.h/x'])(
    'drops credentials on the way to %s',
    (location) => {
      expect(names(follow(307, location))).toEqual(['User-Agent', 'Content-Type']);
    },
  );

  it('drops credentials when the scheme changes', () => {
    const plain = { ...REQUEST, url: { href: 'http://h/a', shown: 'http://h/a' } };
    expect(names(follow(307, 'https://h/x', plain))).toEqual(['User-Agent', 'Content-Type']);
  });

  it('never leads from https to http', () => {
    expect(() => follow(302, 'http://h/x?token=hunter2')).toThrow(
      'network error: redirect from https to http is refused, Location http://h/x (GET https://h/a/b)',
    );
  });

  it.each(['ftp://h/x', 'http://', 'javascript:alert(1)'])('to %s fails', (location) => {
    expect(() => follow(302, location)).toThrow('network error: redirect to a Location that is no http URL');
  });

  it.each([
    ['without Location', 302, undefined],
    ['with another status', 304, '/x'],
    ['300, which leaves the choice to a person,', 300, '/x'],
  ])('%s is an ordinary answer', (_, status, location) => {
    expect(follow(status, location)).toBeUndefined();
  });

  it.each(['POST', 'PUT', 'DELETE', 'PURGE'])('of %s is not followed', (method) => {
    expect(follow(307, '/x', { ...REQUEST, method })).toBeUndefined();
  });
});

describe('redirectTarget', () => {
  it('is shown without its query', () => {
    const target = redirectTarget({
      status: 302,
      headers: { location: '/x?token=hunter2' },
      request: REQUEST,
    });
    expect(target?.shown).toBe('https://h/x');
  });
});
