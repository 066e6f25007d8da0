import { Duration } from '../../../core/duration.ts';
import { throwIfCancelled } from '../../../core/errors.ts';
import { type DataRecord, isDataObject } from '../../../core/record.ts';
import type { Filter } from '../../contract/module.ts';
import type { OpenContext, Run } from '../../contract/run.ts';
import { keepsFailedRecord } from '../../shared/failed-record.ts';
import type { OnError } from '../../shared/on-error.ts';
import { MOST_CONSOLE_LINES, type Printed, type Program } from './sandbox/protocol.ts';
import { SandboxError } from './sandbox/sandbox-error.ts';
import type { Returned, Session } from './sandbox/session.ts';
import { recordError, runError } from './script-error.ts';
import type { ScriptSource } from './script-source.ts';

/** One invocation on its way. */
interface Invocation {
  readonly records: readonly DataRecord[];
  readonly run: Run;
  /** Monotonic nanoseconds. */
  readonly started: number;
  readonly kept: DataRecord[];
  errors: number;
}

/** Calls the author's function for each record, in a sandbox with fresh globals per invocation. */
export class ScriptFilter implements Filter {
  readonly #source: ScriptSource;
  readonly #program: Program;
  readonly #onError: OnError;
  readonly #nested: boolean;

  constructor(parts: {
    readonly source: ScriptSource;
    readonly program: Program;
    readonly onError: OnError;
    readonly nested: boolean;
  }) {
    this.#source = parts.source;
    this.#program = parts.program;
    this.#onError = parts.onError;
    this.#nested = parts.nested;
  }

  async open({ log }: OpenContext): Promise<void> {
    const { timeMs, memoryMb } = this.#program;
    log.debug('script module initialized', {
      module_id: this.#source.id,
      script_length: this.#source.text.length,
      time_limit_ms: timeMs,
      memory_limit_mb: memoryMb,
      on_error: this.#onError,
    });
    const { absolutePath } = this.#source;
    if (absolutePath !== undefined) log.warn('scriptFile uses absolute path', { path: absolutePath });
  }

  async process(records: DataRecord[], run: Run): Promise<DataRecord[]> {
    const started = run.clock.monotonic();
    run.log.debug('filter processing started', {
      module_type: 'script',
      input_records: records.length,
      on_error: this.#onError,
      module_id: this.#source.id,
    });
    const invocation: Invocation = { records, run, started, kept: [], errors: 0 };
    if (records.length > 0) await this.#transform(invocation);
    run.log.log(this.#nested ? 'DEBUG' : 'INFO', 'filter processing completed', {
      module_type: 'script',
      input_records: records.length,
      output_records: invocation.kept.length,
      skipped_records: records.length - invocation.kept.length,
      error_count: invocation.errors,
      duration: new Duration(run.clock.monotonic() - started),
    });
    return invocation.kept;
  }

  async #transform(invocation: Invocation): Promise<void> {
    const { records, run } = invocation;
    // Loaded at first use, like the engine behind it.
    const { Session } = await import('./sandbox/session.ts');
    let session: Session | undefined;
    try {
      const begun = await Session.begin(this.#program, run.signal, (line) => this.#print(line, run));
      session = begun.session;
      if (begun.refusal !== undefined) throw new SandboxError(begun.refusal.message);
      for await (const returned of session.transform(records)) {
        throwIfCancelled(run.signal);
        this.#take(returned, invocation);
      }
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error;
      const failure = runError(error);
      const duration = new Duration(run.clock.monotonic() - invocation.started);
      run.log.error('filter processing failed', {
        module_type: 'script',
        duration,
        error: failure.message,
      });
      throw failure;
    } finally {
      this.#reportSuppressed(session?.suppressedLines ?? 0, run);
      await session?.close();
    }
  }

  /** Keeps what came back and treats the failed records as `onError` says. */
  #take({ first, records, failures }: Returned, invocation: Invocation): void {
    let next = 0;
    for (const failure of failures) {
      this.#keep(records, next, failure.at, invocation);
      next = failure.at + 1;
      const recordIndex = first + failure.at;
      const record = invocation.records[recordIndex] as DataRecord;
      const error = recordError(failure, this.#program, recordIndex);
      invocation.errors += 1;
      const { run, started } = invocation;
      const failed = { module: 'script', subject: 'script', error, record, recordIndex, started };
      if (keepsFailedRecord(failed, this.#onError, run)) invocation.kept.push(record);
    }
    this.#keep(records, next, records.length, invocation);
  }

  #keep(records: Returned['records'], from: number, to: number, { kept }: Invocation): void {
    for (let index = from; index < to; index += 1) {
      const record = records[index];
      if (!isDataObject(record)) throw new SandboxError('the sandbox of the script lost a record');
      kept.push(record);
    }
  }

  #print({ level, text, recordIndex }: Printed, run: Run): void {
    run.log.log(level, text, {
      source: 'javascript',
      module_type: 'script',
      module_id: this.#source.id,
      record_index: recordIndex,
    });
  }

  #reportSuppressed(suppressed: number, run: Run): void {
    if (suppressed === 0) return;
    run.log.warn('script console output suppressed', {
      module_type: 'script',
      module_id: this.#source.id,
      limit: MOST_CONSOLE_LINES,
      suppressed,
    });
  }
}
