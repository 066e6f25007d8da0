import type { IncomingMessage } from 'node:http';
import type { Request as Exchange, Got, Method } from 'got';
import { CancelledError, CannectorsError, throwIfCancelled } from '../../core/errors.ts';
import { type Agents, ConnectionPool } from './connection-pool.ts';
import { wireHeaderValue } from './header-fields.ts';
import { type HttpRequest, type HttpResponse, requestLine } from './http-message.ts';
import { followingRequest, followsRedirects, MAX_REDIRECTS, tooManyRedirects } from './redirect.ts';
import { BODY_START, collectBody, LARGEST_BODY } from './response-body.ts';
import {
  type AttemptPhase,
  isUnknownIssuer,
  type Peer,
  timeoutError,
  transportError,
} from './transport-error.ts';

/** Timers beyond this fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Why an attempt was stopped from here. */
interface Limits {
  /** Fires when the run is cancelled or the time is over. */
  readonly either: AbortSignal;
  readonly cancelled: AbortSignal;
  readonly deadline: AbortSignal;
}

/**
 * Sends requests over HTTP/1.1 and keeps connections alive between them. Every module has a client of its own.
 * One call is one attempt: nothing is retried. Redirects are followed for GET and HEAD.
 */
export class HttpClient {
  readonly #largestBody: number;
  #pool: Promise<ConnectionPool> | undefined;

  /** @param largestBody bytes of a decoded body that may be read whole */
  constructor(largestBody = LARGEST_BODY) {
    this.#largestBody = largestBody;
  }

  /**
   * Sends a request and reads the answer, whatever its status.
   *
   * @throws {CannectorsError} category `network`, when no complete answer arrived in time; `validation`, when
   *   the answer is beyond the size limit
   * @throws {CancelledError} when the signal fires
   */
  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    throwIfCancelled(signal);
    // Loading the library is not part of the attempt's time.
    await import('got');
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), Math.min(request.timeoutMs, LONGEST_TIMER_MS));
    const limits = {
      either: AbortSignal.any([signal, deadline.signal]),
      cancelled: signal,
      deadline: deadline.signal,
    };
    try {
      return await this.#follow(request, limits);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Releases idle connections. Harmless when repeated. */
  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    (await pool)?.close();
  }

  async #follow(request: HttpRequest, limits: Limits): Promise<HttpResponse> {
    let current = request;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const response = await this.#exchange(current, limits);
      const next = followingRequest(current, response);
      if (next === undefined) return response;
      current = next;
    }
    throw tooManyRedirects(request);
  }

  async #exchange(request: HttpRequest, limits: Limits): Promise<HttpResponse> {
    this.#pool ??= ConnectionPool.open();
    const pool = await this.#pool;
    const { agents } = pool;
    try {
      return await this.#attempt(request, limits, agents);
    } catch (error) {
      const unknownIssuer = error instanceof CannectorsError && isUnknownIssuer(error.cause);
      if (agents.trustsSystem || !unknownIssuer) throw error;
      // The system's store takes a while to read; most certificates verify without it. The handshake failed,
      // so the server has not seen the request yet.
      return this.#attempt(request, limits, pool.trustSystem());
    }
  }

  async #attempt(request: HttpRequest, limits: Limits, agents: Agents): Promise<HttpResponse> {
    throwIfCancelled(limits.cancelled);
    let phase: AttemptPhase = 'request';
    const line = requestLine(request);
    try {
      const { default: got } = await import('got');
      const exchange = startExchange(got, request, agents, limits.either);
      const message = await headersOf(exchange);
      phase = 'body';
      const status = message.statusCode ?? 0;
      const cut = request.keep === 'start' || status >= 400 || isFollowed(request, status);
      const limit = cut
        ? ({ bytes: BODY_START, excess: 'cut' } as const)
        : ({ bytes: this.#largestBody, excess: 'fail' } as const);
      return {
        status,
        statusText: message.statusMessage ?? '',
        headers: message.headers,
        rawHeaders: message.rawHeaders,
        ...(await collectBody(exchange, limit, line)),
        request,
      };
    } catch (error) {
      if (limits.cancelled.aborted) throw new CancelledError(limits.cancelled.reason);
      if (error instanceof CannectorsError) throw error;
      const { hostname, host } = new URL(request.url.href);
      const peer: Peer = { hostname, host, line };
      if (limits.deadline.aborted) throw timeoutError(phase, request.timeoutMs, peer);
      throw transportError(error, phase, peer);
    }
  }
}

/** Begins an exchange: a stream of the decoded body that first announces the headers. */
function startExchange(got: Got, request: HttpRequest, agents: Agents, signal: AbortSignal): Exchange {
  const body = request.body === undefined ? undefined : Buffer.from(request.body, 'utf8');
  const exchange = got.stream(new URL(request.url.href), {
    // Any token is a method on the wire; the library's type lists the registered ones.
    method: request.method as Method,
    headers: wireHeaders(request),
    ...(body === undefined ? {} : { body, allowGetBody: true }),
    agent: { http: agents.http, https: agents.https },
    signal,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
  });
  // A failure between two reads is kept by the stream and reported by the next read.
  exchange.on('error', () => {});
  // Without a body the library waits for one on every method that may have it.
  if (body === undefined && !followsRedirects(request.method)) exchange.end();
  return exchange;
}

function headersOf(exchange: Exchange): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    exchange.once('response', resolve);
    exchange.once('error', reject);
  });
}

function wireHeaders({ headers }: HttpRequest): Record<string, string> {
  const wire: Record<string, string> = {};
  for (const [name, value] of headers) wire[name.toLowerCase()] = wireHeaderValue(value);
  return wire;
}

function isFollowed({ method }: HttpRequest, status: number): boolean {
  return followsRedirects(method) && status >= 300 && status < 400;
}
