import { describe, expect, it } from 'vitest';
import type { HttpResponse } from './http-message.ts';
import { isRefusedRedirect, statusError } from './status-error.ts';

function response(status: number, method = 'GET', headers: HttpResponse['headers'] = {}): HttpResponse {
  const request = { method, url: { href: 'https://h/x?key=hunter2', shown: 'https://h/x' } };
  return {
    status,
    statusText: '',
    headers,
    rawHeaders: [],
    body: Buffer.from('hunter2'),
    cut: false,
    request,
  };
}

describe('a refused status', () => {
  it.each([
    [400, 'validation', false, 'bad request'],
    [401, 'authentication', false, 'unauthorized'],
    [403, 'authentication', false, 'forbidden'],
    [404, 'not_found', false, 'not found'],
    [418, 'validation', false, 'client error'],
    [422, 'validation', false, 'unprocessable entity'],
    [429, 'rate_limit', true, 'rate limited'],
    [500, 'server', true, 'internal server error'],
    [501, 'server', true, 'server error'],
    [502, 'server', true, 'bad gateway'],
    [503, 'server', true, 'service unavailable'],
    [504, 'server', true, 'gateway timeout'],
    [205, 'unknown', true, 'status not in successCodes'],
    [304, 'unknown', true, 'status not in successCodes'],
  ] as const)('%i is %s, retryable %s: %s', (status, category, retryable, label) => {
    const error = statusError(response(status));
    expect(error.message).toBe(`${category} error (status ${status}): ${label} (GET https://h/x)`);
    expect(error).toMatchObject({ category, retryable, statusCode: status });
  });

  it('names the Location of a redirect that is not followed', () => {
    const refused = response(301, 'POST', { location: 'https://other/y?key=hunter2' });
    expect(statusError(refused).message).toBe(
      'unknown error (status 301): redirect is not followed, set the endpoint to the Location https://other/y (POST https://h/x)',
    );
  });
});

describe('isRefusedRedirect', () => {
  it.each([
    [302, 'POST', { location: '/y' }, true],
    [302, 'POST', {}, false],
    [304, 'POST', { location: '/y' }, false],
    [201, 'POST', { location: '/y' }, false],
    [302, 'GET', { location: '/y' }, false],
  ] as const)('%i to %s with %j is %s', (status, method, headers, expected) => {
    expect(isRefusedRedirect(response(status, method, headers))).toBe(expected);
  });
});
