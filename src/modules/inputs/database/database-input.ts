import type { SqlConnection } from '../../../clients/sql/connection.ts';
import { withContext } from '../../../clients/sql/database-error.ts';
import type { SqlDriver } from '../../../clients/sql/detect-driver.ts';
import { Duration } from '../../../core/duration.ts';
import { CannectorsError, classify, errorText, isCancelled } from '../../../core/errors.ts';
import type { DataRecord } from '../../../core/record.ts';
import type { Input } from '../../contract/module.ts';
import type { OpenContext, Run } from '../../contract/run.ts';
import type { StatePersistence } from '../../contract/state.ts';
import type { SqlSource } from '../../shared/sql-source.ts';
import { recordlessVariables, stateVariables } from '../../shared/template-variables.ts';

const MODULE = { module_type: 'database' } as const;

/** Executes one query per run and yields its rows. */
export class DatabaseInput implements Input {
  readonly #source: SqlSource;
  /** What is kept from run to run; `undefined` when every run reads what the query selects. */
  readonly persistence: StatePersistence | undefined;
  #open: { readonly driver: SqlDriver; readonly connection: SqlConnection } | undefined;

  constructor(source: SqlSource, persistence: StatePersistence | undefined) {
    this.#source = source;
    this.persistence = persistence;
  }

  /** Connects. A database that does not exist is an error: reading must not create one. */
  async open({ signal, log, clock }: OpenContext): Promise<void> {
    const { target, timeoutMs } = this.#source;
    try {
      this.#open ??= await target.connect({ signal, log, clock, timeoutMs, mayCreate: false });
    } catch (error) {
      if (isCancelled(error)) throw error;
      throw withContext(classify(error), `creating database connection: ${errorText(error)}`);
    }
    log.debug('database input module created', { module_type: 'database', driver: this.#open.driver });
  }

  async *read({ log, clock, signal, state }: Run): AsyncGenerator<DataRecord[]> {
    const started = clock.monotonic();
    const duration = () => new Duration(clock.monotonic() - started);
    let count = 0;
    try {
      const { driver, connection } = this.#connected();
      log.info('database input fetch started', {
        ...MODULE,
        driver,
        has_pagination: false,
        has_incremental: this.persistence !== undefined,
      });
      const statement = this.#source.bind(recordlessVariables({ state: stateVariables(state) }));
      for await (const page of connection.query(statement, {
        signal,
        clock,
        timeoutMs: this.#source.timeoutMs,
      })) {
        count += page.length;
        yield page;
      }
    } catch (error) {
      log.error('database input fetch failed', { ...MODULE, duration: duration(), error: errorText(error) });
      throw error;
    }
    const completed = { ...MODULE, record_count: count, duration: duration() };
    log.info('database input fetch completed', completed);
    log.info('input fetch completed', completed);
  }

  async close(): Promise<void> {
    const connection = this.#open?.connection;
    this.#open = undefined;
    await connection?.close();
  }

  #connected(): { readonly driver: SqlDriver; readonly connection: SqlConnection } {
    if (this.#open !== undefined) return this.#open;
    throw new CannectorsError('database input is not connected', { category: 'validation' });
  }
}
