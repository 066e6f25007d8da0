import type { ConnectOptions, SqlConnection } from '../../clients/sql/connection.ts';
import { detectDriver, type SqlDriver } from '../../clients/sql/detect-driver.ts';
import { loadEngine } from '../../clients/sql/engines.ts';
import { CannectorsError } from '../../core/errors.ts';
import type { Environment } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';

/** Where a module's database is, as far as the settings tell before anything is connected. */
export interface SqlTargetSettings {
  readonly connectionString?: string | undefined;
  /** `${NAME}` of the environment variable that holds the string. */
  readonly connectionStringRef?: string | undefined;
  readonly driver?: SqlDriver | undefined;
}

/** A database to connect to. The environment is asked when the string is needed, not before. */
export class SqlTarget {
  readonly #settings: SqlTargetSettings;
  readonly #environment: Environment;

  constructor(settings: SqlTargetSettings, environment: Environment) {
    this.#settings = settings;
    this.#environment = environment;
  }

  /**
   * The connection string and the engine it is for.
   *
   * @throws {CannectorsError} `connection string is required` or `unsupported database driver`
   */
  resolve(): { readonly driver: SqlDriver; readonly connectionString: Secret } {
    const text = this.#connectionString();
    const driver = this.#settings.driver ?? detectDriver(text);
    if (driver === undefined) throw new CannectorsError(UNDETECTABLE_DRIVER, { category: 'validation' });
    return { driver, connectionString: new Secret(text) };
  }

  /** Resolves and opens the database. */
  async connect(
    options: ConnectOptions,
  ): Promise<{ readonly driver: SqlDriver; readonly connection: SqlConnection }> {
    const { driver, connectionString } = this.resolve();
    const engine = await loadEngine(driver);
    if (engine === undefined)
      throw new CannectorsError(unsupportedDriver(driver), { category: 'validation' });
    return { driver, connection: await engine.connect(connectionString, options) };
  }

  #connectionString(): string {
    const { connectionString, connectionStringRef } = this.#settings;
    const name = connectionStringRef?.slice(2, -1);
    const text = (name === undefined ? undefined : this.#environment.get(name)) || connectionString;
    if (text) return text;
    const reason = name === undefined ? '' : `: environment variable ${name} is not set`;
    throw new CannectorsError(`connection string is required${reason}`, { category: 'validation' });
  }
}

/** The problem text for a string that no detection rule fits. */
export const UNDETECTABLE_DRIVER =
  'unsupported database driver: cannot detect driver from connection string; set driver to postgres, mysql or sqlite';

/** The problem text for an engine this version lacks. */
export function unsupportedDriver(driver: SqlDriver): string {
  return `unsupported database driver: ${driver} is not supported in this version yet`;
}
