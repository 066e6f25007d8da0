import { CannectorsError } from '../../core/errors.ts';

/** How far an attempt had come when it failed. */
export type AttemptPhase = 'request' | 'body';

/** Whose connection failed, for messages. */
export interface Peer {
  /** Host name without port. */
  readonly hostname: string;
  /** Host and port as in the URL. */
  readonly host: string;
  /** `GET https://host/path`. */
  readonly line: string;
}

/** Codes by which OpenSSL and Node refuse a certificate (Node.js documentation, "X509 certificate error codes"). */
const CERTIFICATE_CODES = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'CRL_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CRL_LAST_UPDATE_FIELD',
  'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'INVALID_CA',
  'PATH_LENGTH_EXCEEDED',
  'INVALID_PURPOSE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Certificate refusals that a larger set of trusted issuers can turn into acceptance. */
const UNKNOWN_ISSUER_CODES = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Codes by which the HTTP library says no more than that something below it failed. */
const WRAPPING_CODES = /^ERR_(?:GOT_|READING_RESPONSE_STREAM)/;

/** True when the TLS handshake failed because nobody known has issued the certificate. No request was sent. */
export function isUnknownIssuer(error: unknown): boolean {
  return UNKNOWN_ISSUER_CODES.has(codeOf(error));
}

/**
 * What a failed transport means: category `network`, with the reason and the peer. Only reasons the runtime
 * knows are worded; of others the code is shown, never foreign text.
 *
 * @param error what the HTTP library threw
 */
export function transportError(error: unknown, phase: AttemptPhase, peer: Peer): CannectorsError {
  const code = codeOf(error);
  if (/^ERR_INVALID_|^ERR_UNESCAPED_|^ERR_GOT_/.test(code)) {
    const message = `the request cannot be sent: ${code} (${peer.line})`;
    return new CannectorsError(message, { category: 'validation', cause: error });
  }
  const reason =
    phase === 'body' ? `reading response body: ${bodyReason(code)}` : reasonOf(error, code, peer);
  return new CannectorsError(`network error: ${reason} (${peer.line})`, {
    category: 'network',
    // A certificate is refused again until somebody replaces it.
    ...(CERTIFICATE_CODES.has(code) ? { retryable: false } : {}),
    cause: error,
  });
}

/** The error of an attempt that ran out of its time. */
export function timeoutError(phase: AttemptPhase, timeoutMs: number, peer: Peer): CannectorsError {
  const where = phase === 'body' ? 'reading response body: ' : '';
  const message = `network error: ${where}request timeout after ${timeoutMs}ms (${peer.line})`;
  return new CannectorsError(message, { category: 'network' });
}

function reasonOf(error: unknown, code: string, { hostname, host }: Peer): string {
  if (CERTIFICATE_CODES.has(code)) {
    return `failed to verify certificate of ${host}: ${certificateReason(error, code)}`;
  }
  switch (code) {
    case 'ECONNREFUSED':
      return `connection refused by ${host}`;
    case 'ECONNRESET':
      return rootOf(error).message === 'socket hang up'
        ? `connection closed by ${host} without an answer`
        : `connection reset by ${host}`;
    case 'EPIPE':
    case 'ECONNABORTED':
      return `connection reset by ${host}`;
    case 'ENOTFOUND':
      return `host not found: ${hostname}`;
    case 'EAI_AGAIN':
      return `host name lookup failed: ${hostname}`;
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${host} cannot be reached (${code})`;
    case 'HPE_HEADER_OVERFLOW':
      return `${host} answered with too large headers`;
    default:
      break;
  }
  if (code.startsWith('HPE_')) return `${host} did not answer with valid HTTP (${code})`;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return `TLS handshake with ${host} failed (${code})`;
  return `connection to ${host} failed (${code || rootOf(error).name})`;
}

function certificateReason(error: unknown, code: string): string {
  const { message } = rootOf(error);
  return message === '' || message === code ? code : message;
}

function bodyReason(code: string): string {
  if (/^Z_|^ERR__?(BROTLI|ZSTD|ZLIB)|^ERR_PADDING/.test(code)) return `compressed data is damaged (${code})`;
  if (code.startsWith('HPE_')) return `malformed HTTP (${code})`;
  return `connection broke before the end (${code || 'no reason given'})`;
}

/** The error at the bottom of the HTTP library's wrappers. */
function rootOf(error: unknown): Error {
  let current = error instanceof Error ? error : new Error(String(error));
  for (let depth = 0; current.cause instanceof Error && depth < 8; depth += 1) current = current.cause;
  return current;
}

function codeOf(error: unknown): string {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; depth += 1) {
    const { code, cause } = current as NodeJS.ErrnoException;
    if (typeof code === 'string' && !(cause instanceof Error && WRAPPING_CODES.test(code))) return code;
    current = cause;
  }
  return '';
}
