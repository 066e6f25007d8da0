import { describe, expect, it } from 'vitest';
import { isUnknownIssuer, type Peer, timeoutError, transportError } from './transport-error.ts';

const PEER: Peer = { hostname: 'h', host: 'h:81', line: 'GET http://h:81/x' };

/** An error as the HTTP library hands it out: the reason below a wrapper that carries the same code. */
function wrapped(code: string, message = 'secret text'): Error {
  const cause = Object.assign(new Error(message), { code });
  return Object.assign(new Error(message, { cause }), { code });
}

describe('a transport error', () => {
  it.each([
    ['ECONNREFUSED', 'connection refused by h:81'],
    ['ECONNRESET', 'connection reset by h:81'],
    ['EPIPE', 'connection reset by h:81'],
    ['ENOTFOUND', 'host not found: h'],
    ['EAI_AGAIN', 'host name lookup failed: h'],
    ['ETIMEDOUT', 'h:81 cannot be reached (ETIMEDOUT)'],
    ['EHOSTUNREACH', 'h:81 cannot be reached (EHOSTUNREACH)'],
    ['HPE_HEADER_OVERFLOW', 'h:81 answered with too large headers'],
    ['HPE_INVALID_CONSTANT', 'h:81 did not answer with valid HTTP (HPE_INVALID_CONSTANT)'],
    ['EPROTO', 'TLS handshake with h:81 failed (EPROTO)'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS handshake with h:81 failed (ERR_SSL_WRONG_VERSION_NUMBER)'],
    ['EMFILE', 'connection to h:81 failed (EMFILE)'],
  ])('%s says: %s', (code, reason) => {
    expect(transportError(wrapped(code), 'request', PEER)).toMatchObject({
      message: `network error: ${reason} (GET http://h:81/x)`,
      category: 'network',
      retryable: true,
    });
  });

  it('tells a connection that was closed from one that was reset', () => {
    const error = transportError(wrapped('ECONNRESET', 'socket hang up'), 'request', PEER);
    expect(error.message).toBe(
      'network error: connection closed by h:81 without an answer (GET http://h:81/x)',
    );
  });

  it('finds the reason below wrappers that do not know it', () => {
    const reason = Object.assign(new Error('x'), { code: 'Z_DATA_ERROR' });
    const read = Object.assign(new Error('x', { cause: reason }), { code: 'ERR_READING_RESPONSE_STREAM' });
    expect(transportError(read, 'body', PEER).message).toBe(
      'network error: reading response body: compressed data is damaged (Z_DATA_ERROR) (GET http://h:81/x)',
    );
    const got = Object.assign(new Error('x', { cause: wrapped('ENOTFOUND') }), {
      code: 'ERR_GOT_REQUEST_ERROR',
    });
    expect(transportError(got, 'request', PEER).message).toContain('host not found: h');
  });

  it.each([
    ['ECONNRESET', 'connection broke before the end (ECONNRESET)'],
    ['HPE_INVALID_CHUNK_SIZE', 'malformed HTTP (HPE_INVALID_CHUNK_SIZE)'],
  ])('inside the body, %s says: %s', (code, reason) => {
    expect(transportError(wrapped(code), 'body', PEER).message).toBe(
      `network error: reading response body: ${reason} (GET http://h:81/x)`,
    );
  });

  it('of a request that cannot be sent is deterministic', () => {
    expect(transportError(wrapped('ERR_INVALID_CHAR'), 'request', PEER)).toMatchObject({
      message: 'the request cannot be sent: ERR_INVALID_CHAR (GET http://h:81/x)',
      category: 'validation',
      retryable: false,
    });
  });

  it('shows the kind of what has no code, not its text', () => {
    expect(transportError(new TypeError('secret text'), 'request', PEER).message).toBe(
      'network error: connection to h:81 failed (TypeError) (GET http://h:81/x)',
    );
    expect(transportError('secret text', 'body', PEER).message).toContain('no reason given');
  });

  it('of a certificate keeps the reason and is not worth trying again', () => {
    const error = transportError(wrapped('CERT_HAS_EXPIRED', 'certificate has expired'), 'request', PEER);
    expect(error.message).toBe(
      'network error: failed to verify certificate of h:81: certificate has expired (GET http://h:81/x)',
    );
    expect(error).toMatchObject({ category: 'network', retryable: false });
  });
});

describe('isUnknownIssuer', () => {
  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', true],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', true],
    ['CERT_HAS_EXPIRED', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', false],
    ['ECONNRESET', false],
  ])('%s: %s', (code, expected) => {
    expect(isUnknownIssuer(wrapped(code))).toBe(expected);
  });
});

describe('timeoutError', () => {
  it('says what was waited for', () => {
    expect(timeoutError('request', 500, PEER).message).toBe(
      'network error: request timeout after 500ms (GET http://h:81/x)',
    );
    expect(timeoutError('body', 500, PEER).message).toBe(
      'network error: reading response body: request timeout after 500ms (GET http://h:81/x)',
    );
  });
});
