import type { SqlBatchFailure, SqlConnection } from '../../../clients/sql/connection.ts';
import { withContext } from '../../../clients/sql/database-error.ts';
import { Duration } from '../../../core/duration.ts';
import { CannectorsError, classify, errorText, isCancelled } from '../../../core/errors.ts';
import type { DataRecord } from '../../../core/record.ts';
import type { Logger } from '../../../observability/logger.ts';
import type { Output, WriteReport } from '../../contract/module.ts';
import type { OperationPreview, PreviewOptions } from '../../contract/operation-preview.ts';
import type { OpenContext, Run } from '../../contract/run.ts';
import type { OnError } from '../../shared/on-error.ts';
import type { SqlSource } from '../../shared/sql-source.ts';
import { templateVariables } from '../../shared/template-variables.ts';
import { previewStatements } from './preview.ts';

const MODULE = { module_type: 'database' } as const;

/** How a {@link DatabaseOutput} treats its records. */
export interface DatabaseOutputSettings {
  readonly transaction: boolean;
  readonly onError: OnError;
}

/** Executes one statement per record, in order. */
export class DatabaseOutput implements Output {
  readonly #source: SqlSource;
  readonly #settings: DatabaseOutputSettings;
  #connection: SqlConnection | undefined;
  #closed = false;

  constructor(source: SqlSource, settings: DatabaseOutputSettings) {
    this.#source = source;
    this.#settings = settings;
  }

  /** Connects; a SQLite file that does not exist is created. Does nothing when connected, fails when closed. */
  async open({ signal, log, clock }: OpenContext): Promise<void> {
    if (this.#closed) throw closedError();
    if (this.#connection !== undefined) return;
    const { target, timeoutMs } = this.#source;
    try {
      const { driver, connection } = await target.connect({ signal, log, clock, timeoutMs, mayCreate: true });
      this.#connection = connection;
      const { transaction, onError } = this.#settings;
      log.debug('database output module created', { driver, transaction, on_error: onError });
    } catch (error) {
      if (isCancelled(error)) throw error;
      throw withContext(classify(error), `creating database output connection: ${errorText(error)}`);
    }
  }

  async write(records: DataRecord[], run: Run): Promise<WriteReport> {
    const { log, clock, signal } = run;
    if (records.length === 0) {
      log.debug('no records to send, returning success', MODULE);
      return { sent: 0 };
    }
    if (this.#connection === undefined) {
      return { sent: 0, error: this.#closed ? closedError() : refusal('database output is not connected') };
    }
    const { transaction, onError } = this.#settings;
    const started = clock.monotonic();
    const size = { ...MODULE, record_count: records.length, transaction };
    log.info('database output send started', size);
    log.info('output send started', size);
    const report = await this.#connection.execute(
      {
        size: records.length,
        statementAt: (index) => this.#source.bind(templateVariables(records[index] ?? {})),
        transaction,
        stopAtFirstFailure: onError === 'fail',
        onFailure: (failure) => logLeftOut(log, failure, onError),
      },
      { signal, clock, timeoutMs: this.#source.timeoutMs },
    );
    this.#logOutcome(log, report, records.length, new Duration(clock.monotonic() - started));
    return report;
  }

  /** Describes what `write` would execute; the environment is read for the connection string, nothing else. */
  preview(records: DataRecord[], options: PreviewOptions): OperationPreview[] {
    if (records.length === 0) return [];
    return previewStatements(this.#source, records, { ...options, transaction: this.#settings.transaction });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }

  #logOutcome(log: Logger, { sent, error }: WriteReport, given: number, duration: Duration): void {
    const counts = { ...MODULE, records_sent: sent, records_failed: given - sent, duration };
    if (error === undefined) {
      log.info('database output send completed', {
        ...MODULE,
        record_count: given,
        sent_count: sent,
        duration,
      });
      log.info('output send completed', counts);
    } else {
      log.error('database output send failed', {
        ...MODULE,
        duration,
        sent_count: sent,
        error: error.message,
      });
      log.error('output send failed', { ...counts, error: error.message });
    }
  }
}

function logLeftOut(log: Logger, { index, phase, error }: SqlBatchFailure, onError: OnError): void {
  const fields = { record_index: index, error: error.message };
  const subject = phase === 'build' ? 'query build error' : 'database error';
  if (onError === 'skip') log.warn(`skipping record due to ${subject}`, fields);
  else log.error(`${subject} (continuing)`, fields);
}

function closedError(): CannectorsError {
  return refusal('database output is closed');
}

function refusal(message: string): CannectorsError {
  return new CannectorsError(message, { category: 'validation' });
}
