import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { gzipSync } from 'node:zlib';
import type { SelfSignedCertificate } from './self-signed-certificate.ts';

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** Request target as on the wire: path and query, nothing decoded. */
  readonly target: string;
  /** The target up to `?`. */
  readonly path: string;
  /** The decoded query. */
  readonly query: URLSearchParams;
  /** Names in lower case; a repeated header is joined. */
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as on the wire, repetitions kept. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** A request to be answered, with everything needed to answer badly. */
export interface Exchange {
  readonly request: ReceivedRequest;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** Settles when the client's connection is gone. */
  readonly gone: Promise<void>;
}

/** Answers one request. The request counts as received before its reply starts. */
export type Reply = (exchange: Exchange) => void | Promise<void>;

/**
 * A scriptable HTTP server on a free port of 127.0.0.1, for tests that check what is on the wire.
 *
 * ```ts
 * const server = await TestHttpServer.start();
 * server.on('/orders', reply.json([{ id: 1 }]), reply.status(503));
 * // … 1st request to /orders gets the list, the 2nd and all later ones get 503
 * expect(server.requests[0]?.target).toBe('/orders?limit=10');
 * await server.close();
 * ```
 *
 * A path without script is answered 404.
 */
export class TestHttpServer {
  /** Origin without trailing slash, `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  /** Every request received, body included, in order. */
  readonly requests: ReceivedRequest[] = [];
  readonly #server: Server;
  readonly #scripts = new Map<string, Reply[]>();
  readonly #waiting = new Set<() => void>();
  readonly #gone = new WeakMap<Socket, Promise<void>>();
  #connections = 0;
  #otherwise: Reply | undefined;

  private constructor(server: Server, scheme: string) {
    this.#server = server;
    this.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.url = `${scheme}://${this.host}`;
    server.on('connection', () => {
      this.#connections += 1;
    });
    server.on('request', (message, response) => void this.#answer(message, response));
  }

  /** Starts listening; over TLS when a certificate is given. */
  static async start(options: { readonly tls?: SelfSignedCertificate } = {}): Promise<TestHttpServer> {
    const server = options.tls === undefined ? createServer() : createTlsServer({ ...options.tls });
    // A client that refuses the certificate is the subject of a test, not an accident.
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TestHttpServer(server, options.tls === undefined ? 'http' : 'https');
  }

  /** TCP connections accepted so far. */
  get connections(): number {
    return this.#connections;
  }

  /** Scripts a path: each request takes the next reply, the last one repeats. Replaces an earlier script. */
  on(path: string, ...replies: [Reply, ...Reply[]]): this {
    this.#scripts.set(path, replies);
    return this;
  }

  /** What a path without a script is answered; 404 when nothing is said. */
  otherwise(answer: Reply): this {
    this.#otherwise = answer;
    return this;
  }

  /** Resolves with all requests as soon as that many have been received. */
  async received(count: number): Promise<ReceivedRequest[]> {
    while (this.requests.length < count) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
    return this.requests;
  }

  /** Closes the server and every connection. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #goneOf(socket: Socket): Promise<void> {
    let gone = this.#gone.get(socket);
    if (gone === undefined) {
      gone = new Promise((resolve) => {
        socket.once('close', () => resolve());
      });
      this.#gone.set(socket, gone);
    }
    return gone;
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = message;
    const gone = this.#goneOf(socket);
    message.on('error', () => {});
    response.on('error', () => {});
    const chunks: Buffer[] = [];
    for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
    const request = received(message, Buffer.concat(chunks));
    this.requests.push(request);
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
    const script = this.#scripts.get(request.path) ?? [this.#otherwise ?? reply.status(404)];
    const [next = reply.status(404)] = script.length > 1 ? script.splice(0, 1) : script;
    await next({ request, response, socket, gone });
  }
}

function received(message: IncomingMessage, body: Buffer): ReceivedRequest {
  const target = message.url ?? '';
  const mark = target.indexOf('?');
  return {
    method: message.method ?? '',
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers: message.headers,
    rawHeaders: message.rawHeaders,
    body,
  };
}

/** Status and headers of a reply; 200 and none when absent. */
export interface ReplyOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** Replies, good and bad. Those that wait do so for a promise, never for a time. */
export const reply = {
  /** A JSON document. */
  json: (value: unknown, options: ReplyOptions = {}): Reply =>
    reply.text(JSON.stringify(value), {
      ...options,
      headers: { 'Content-Type': 'application/json', ...options.headers },
    }),

  /** A body with its correct length. */
  text: (body: string | Buffer, { status = 200, headers = {} }: ReplyOptions = {}): Reply => {
    return ({ response }) => {
      response.writeHead(status, { 'Content-Length': Buffer.byteLength(body), ...headers });
      response.end(body);
    };
  },

  /** A status without a body. */
  status: (status: number, headers: ReplyOptions['headers'] = {}): Reply => {
    return ({ response }) => {
      response.writeHead(status, {
        ...(status === 204 || status === 304 ? {} : { 'Content-Length': 0 }),
        ...headers,
      });
      response.end();
    };
  },

  /** A redirect to that place. */
  redirect: (status: number, location: string): Reply => reply.status(status, { Location: location }),

  /** A compressed body. */
  gzip: (body: string | Buffer, options: ReplyOptions = {}): Reply =>
    reply.text(gzipSync(body), { ...options, headers: { 'Content-Encoding': 'gzip', ...options.headers } }),

  /** Zeros that are small on the wire and fill that many mebibytes once decompressed. */
  gzipBomb: (mebibytes: number): Reply => {
    const member = gzipSync(Buffer.alloc(1024 * 1024));
    return async ({ response, gone }) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      let open = true;
      void gone.then(() => {
        open = false;
      });
      for (let sent = 0; sent < mebibytes && open; sent += 1) {
        if (!response.write(member)) await Promise.race([once(response, 'drain'), gone]);
      }
      response.end();
    };
  },

  /** Another reply once the promise has settled. */
  after: (promise: Promise<unknown>, then: Reply): Reply => {
    return async (exchange) => {
      await promise;
      await then(exchange);
    };
  },

  /** Nothing at all; the connection stays open. */
  hang: (): Reply => () => {},

  /** The start of the status line, then nothing until the promise settles. */
  slowHeaders: (until: Promise<unknown>): Reply => {
    return async ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
      await until;
      socket.end('1\r\nContent-Length: 0\r\n\r\n');
    };
  },

  /** Headers and the start of the body, the rest once the promise has settled. */
  slowBody: (start: string, until: Promise<unknown>, rest: string, options: ReplyOptions = {}): Reply => {
    return async ({ response }) => {
      response.writeHead(options.status ?? 200, {
        'Content-Length': Buffer.byteLength(start + rest),
        ...options.headers,
      });
      response.write(start);
      await until;
      response.end(rest);
    };
  },

  /** TCP reset instead of an answer. */
  reset: (): Reply => {
    return ({ socket }) => {
      socket.resetAndDestroy();
    };
  },

  /** The connection is closed without a byte. */
  close: (): Reply => {
    return ({ socket }) => {
      socket.end();
    };
  },

  /** These bytes, then the end of the connection: garbage, broken headers, anything. */
  raw: (bytes: string | Buffer): Reply => {
    return ({ socket }) => {
      socket.end(bytes);
    };
  },

  /** A body that promises more bytes than come before the connection is closed. */
  shortBody: (body: string, claimedLength: number): Reply =>
    reply.raw(`HTTP/1.1 200 OK\r\nContent-Length: ${claimedLength}\r\n\r\n${body}`),

  /** A chunked body whose connection is closed inside a chunk. */
  truncatedChunk: (body: string): Reply =>
    reply.raw(
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${(Buffer.byteLength(body) + 16).toString(16)}\r\n${body}`,
    ),

  /** Headers and the start of a body, then a TCP reset. The reset may overtake what was written. */
  resetInBody: (start: string): Reply => {
    return ({ socket }) => {
      const head = `HTTP/1.1 200 OK\r\nContent-Length: ${start.length + 100}\r\n\r\n`;
      socket.write(head + start, () => socket.resetAndDestroy());
    };
  },
} as const;

/** A server below HTTP, for what goes wrong before a request is read. */
export class RawTcpServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  readonly #server: TcpServer;
  readonly #sockets = new Set<Socket>();

  private constructor(server: TcpServer) {
    this.#server = server;
    this.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.url = `http://${this.host}`;
  }

  /** Listens on a free port and hands every connection to the function. */
  static async start(onConnection: (socket: Socket) => void): Promise<RawTcpServer> {
    const server = createTcpServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const raw = new RawTcpServer(server);
    server.on('connection', (socket) => {
      raw.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => raw.#sockets.delete(socket));
      onConnection(socket);
    });
    return raw;
  }

  /** Closes the server and every connection. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** A host and port of this machine where nobody listens. */
export async function refusingHost(): Promise<string> {
  const server = await RawTcpServer.start(() => {});
  await server.close();
  return server.host;
}

/** A promise that the test settles: hold a reply back with it. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
