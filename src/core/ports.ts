/** Time as the runtime sees it, so that tests can drive it. */
export interface Clock {
  /** Wall clock. */
  now(): Date;
  /** Monotonic nanoseconds since an arbitrary start. */
  monotonic(): number;
  /** Resolves after the delay; rejects with `CancelledError` as soon as the signal fires. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The process environment, read-only. */
export interface Environment {
  get(name: string): string | undefined;
}

/** Files that pipelines name, read whole. */
export interface Files {
  /**
   * UTF-8 text of a file, relative paths resolved against the working directory.
   *
   * @throws when the file cannot be read, with the operating system's reason
   */
  readText(path: string): string;
  /** The absolute form of a path, for messages. */
  absolute(path: string): string;
}

/** Everything of the host that the runtime may touch. */
export interface Ports {
  readonly clock: Clock;
  readonly environment: Environment;
  readonly files: Files;
  /** A random UUID, version 4 (RFC 9562). */
  uuid(): string;
}
