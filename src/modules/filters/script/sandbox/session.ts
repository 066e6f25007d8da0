import { CancelledError, errorText } from '../../../../core/errors.ts';
import type { DataRecord } from '../../../../core/record.ts';
import type { Printed, Program, Refusal, Reply, Transform } from './protocol.ts';
import { type ReturnedRecords, recordText, returnedRecords } from './record-text.ts';
import type { Sandbox } from './sandbox.ts';
import { SandboxError } from './sandbox-error.ts';
import { sandboxPool } from './sandbox-pool.ts';

/** Records and characters of JSON that travel together at most. */
const MOST_RECORDS = 1000;
const MOST_CHARACTERS = 256 * 1024;
/** Lists under way: the main thread writes the next one and reads the last one while the script works. */
const LISTS_UNDER_WAY = 2;

/** What came back for the records from `first` on. */
export interface Returned extends ReturnedRecords {
  readonly first: number;
}

/** Console lines go where the run's log goes. */
export type PrintLine = (printed: Printed) => void;

/** One script in a sandbox of its own, from its top level to its last record. */
export class Session {
  readonly #sandbox: Sandbox;
  readonly #signal: AbortSignal;
  readonly #cancel: () => void;

  private constructor(sandbox: Sandbox, signal: AbortSignal) {
    this.#sandbox = sandbox;
    this.#signal = signal;
    this.#cancel = () => sandbox.end(new CancelledError(signal.reason));
    signal.addEventListener('abort', this.#cancel, { once: true });
  }

  /**
   * Runs the top level of a script in fresh globals. Every session must be closed.
   *
   * @throws {CancelledError} when the signal fires
   * @throws {SandboxError} when the sandbox does not survive it
   */
  static async begin(
    program: Program,
    signal: AbortSignal,
    print: PrintLine,
  ): Promise<{ readonly session: Session; readonly refusal: Refusal | undefined }> {
    const sandbox = await sandboxPool.take(signal);
    sandbox.use(program.timeMs, print);
    const session = new Session(sandbox, signal);
    try {
      if (signal.aborted) session.#cancel();
      const reply = await sandbox.request({ kind: 'begin', program });
      return { session, refusal: expected(reply, 'began').refusal };
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Console lines that were not passed on because there were too many. */
  get suppressedLines(): number {
    return this.#sandbox.suppressedLines;
  }

  /**
   * Transforms records, list by list, in order.
   *
   * @throws {CancelledError} when the signal fires: the script stops wherever it is
   * @throws {SandboxError} when the sandbox does not survive it
   */
  async *transform(records: readonly DataRecord[]): AsyncGenerator<Returned> {
    const underWay: { readonly first: number; readonly reply: Promise<Reply> }[] = [];
    let next = 0;
    while (next < records.length || underWay.length > 0) {
      while (next < records.length && underWay.length < LISTS_UNDER_WAY) {
        const request = listFrom(records, next);
        const reply = this.#sandbox.request(request);
        // A failure is met when it is this list's turn.
        reply.catch(() => undefined);
        underWay.push({ first: next, reply });
        next += request.count;
      }
      const list = underWay.shift();
      if (list === undefined) return;
      const { text } = expected(await list.reply, 'transformed');
      yield { first: list.first, ...read(text) };
    }
  }

  /** Throws the script's globals away and gives the sandbox back. */
  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#cancel);
    if (this.#sandbox.alive) {
      await this.#sandbox.request({ kind: 'end' }).catch(() => undefined);
    }
    sandboxPool.give(this.#sandbox);
  }
}

/**
 * Compiles a script and runs its top level, as every run does.
 *
 * @returns what is wrong with it
 */
export async function checkProgram(program: Program): Promise<Refusal | undefined> {
  try {
    const { session, refusal } = await Session.begin(program, new AbortController().signal, () => undefined);
    await session.close();
    return refusal;
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return {
      code: 'COMPILATION_FAILED',
      message: `script evaluation failed: ${error.message}`,
      place: undefined,
    };
  }
}

function listFrom(records: readonly DataRecord[], first: number): Transform {
  const texts: string[] = [];
  let characters = 0;
  let marked = false;
  const end = Math.min(records.length, first + MOST_RECORDS);
  for (let index = first; index < end && characters < MOST_CHARACTERS; index += 1) {
    const record = recordText(records[index] ?? {});
    texts.push(record.text);
    characters += record.text.length;
    marked ||= record.marked;
  }
  return { kind: 'transform', first, count: texts.length, text: `[${texts.join(',')}]`, marked };
}

function read(text: string): ReturnedRecords {
  try {
    return returnedRecords(text);
  } catch (error) {
    throw new SandboxError(`the sandbox of the script gave no records: ${errorText(error)}`);
  }
}

function expected<K extends Reply['kind']>(reply: Reply, kind: K): Extract<Reply, { kind: K }> {
  if (reply.kind === kind) return reply as Extract<Reply, { kind: K }>;
  const message = reply.kind === 'broken' ? reply.message : `unexpected answer ${reply.kind}`;
  throw new SandboxError(`the sandbox of the script cannot go on: ${message}`);
}
