import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

/** Idle connections kept per host, and how long in milliseconds. */
const IDLE = { perHost: 10, timeoutMs: 90_000 } as const;
/**
 * Hosts with several addresses are tried one after the other. Node gives each 250 ms, which cuts off healthy
 * but distant hosts.
 */
const ADDRESS_ATTEMPT_MS = 2_000;

const AGENT_OPTIONS = {
  keepAlive: true,
  maxFreeSockets: IDLE.perHost,
  timeout: IDLE.timeoutMs,
  autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
  // Said here, the environment cannot relax it.
  rejectUnauthorized: true,
} as const;

interface NodeModules {
  readonly http: typeof import('node:http');
  readonly https: typeof import('node:https');
  readonly tls: typeof import('node:tls');
}

/** What an exchange connects with. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  /** Whether issuers of the operating system's store are trusted besides Node's own list. */
  readonly trustsSystem: boolean;
}

/** Keeps connections alive between requests. Certificates are always verified. */
export class ConnectionPool {
  readonly #node: NodeModules;
  readonly #first: Agents;
  #current: Agents;

  private constructor(node: NodeModules) {
    this.#node = node;
    this.#first = {
      http: new node.http.Agent(AGENT_OPTIONS),
      https: new node.https.Agent(AGENT_OPTIONS),
      trustsSystem: false,
    };
    this.#current = this.#first;
  }

  static async open(): Promise<ConnectionPool> {
    const [http, https, tls] = await Promise.all([
      import('node:http'),
      import('node:https'),
      import('node:tls'),
    ]);
    return new ConnectionPool({ http, https, tls });
  }

  get agents(): Agents {
    return this.#current;
  }

  /** Agents that trust the operating system's store, now and from now on. Reading the store takes a while. */
  trustSystem(): Agents {
    if (this.#current.trustsSystem) return this.#current;
    const { https, tls } = this.#node;
    const issuers = new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')]);
    const secureContext = tls.createSecureContext({ ca: [...issuers] });
    this.#current = {
      http: this.#first.http,
      https: new https.Agent({ ...AGENT_OPTIONS, secureContext }),
      trustsSystem: true,
    };
    return this.#current;
  }

  /** Closes every connection. */
  close(): void {
    for (const { http, https } of [this.#first, this.#current]) {
      http.destroy();
      https.destroy();
    }
  }
}
