import { CannectorsError } from '../../core/errors.ts';
import type { DataRecord } from '../../core/record.ts';
import type { Filter, Input, Output, WriteReport } from '../contract/module.ts';
import type { OperationPreview } from '../contract/operation-preview.ts';

/**
 * Stands for a module whose settings are checked completely and that this version cannot run, or for one with
 * settings that this version cannot obey. Opening it fails and says so, and whatever else would do its work does too.
 */
export class UnbuiltModule implements Input, Filter, Output {
  readonly #message: string;

  /** @param settings paths of the settings that are not supported; none when the module as a whole is not */
  constructor(type: string, settings: readonly string[] = []) {
    const names = settings.map((setting) => JSON.stringify(setting)).join(', ');
    const subject = settings.length === 0 ? '' : `setting${settings.length > 1 ? 's' : ''} ${names} of `;
    const verb = settings.length > 1 ? 'are' : 'is';
    this.#message = `${subject}module type ${JSON.stringify(type)} ${verb} not supported in this version yet`;
  }

  async open(): Promise<void> {
    throw this.#refusal();
  }

  // biome-ignore lint/correctness/useYield: there is no record to yield
  async *read(): AsyncGenerator<DataRecord[]> {
    throw this.#refusal();
  }

  process(): DataRecord[] {
    throw this.#refusal();
  }

  async write(): Promise<WriteReport> {
    return { sent: 0, error: this.#refusal() };
  }

  preview(): OperationPreview[] {
    throw this.#refusal();
  }

  #refusal(): CannectorsError {
    return new CannectorsError(this.#message, { category: 'validation' });
  }
}

/** Those of the names that the settings give a value; an empty list is none. */
export function givenSettings<Config extends object>(
  config: Config,
  names: readonly (keyof Config & string)[],
): string[] {
  return names.filter((name) => {
    const value: unknown = config[name];
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
}
