import { Duration } from '../../../core/duration.ts';
import type { DataRecord } from '../../../core/record.ts';
import { valueText } from '../../../core/value.ts';
import type { LogFields } from '../../../observability/logger.ts';
import type { Filter } from '../../contract/module.ts';
import type { OpenContext, Run } from '../../contract/run.ts';
import { checkCancelled } from '../../shared/check-cancelled.ts';
import { keepsFailedRecord } from '../../shared/failed-record.ts';
import type { OnError } from '../../shared/on-error.ts';
import { reportReplacedValue } from '../../shared/target-path.ts';
import type { Mapping } from './mapping.ts';
import { MappingError } from './mapping-error.ts';

/** Applies the mappings in order to each record, in place. */
export class MappingFilter implements Filter {
  readonly #mappings: readonly Mapping[];
  readonly #onError: OnError;
  readonly #nested: boolean;

  constructor(mappings: readonly Mapping[], onError: OnError, nested: boolean) {
    this.#mappings = mappings;
    this.#onError = onError;
    this.#nested = nested;
  }

  async open({ log }: OpenContext): Promise<void> {
    log.debug('mapping module initialized', { mappings: this.#mappings.length, on_error: this.#onError });
  }

  process(records: DataRecord[], run: Run): DataRecord[] {
    const started = run.clock.monotonic();
    const { log } = run;
    log.debug('filter processing started', {
      module_type: 'mapping',
      input_records: records.length,
      on_error: this.#onError,
      mappings: this.#mappings.length,
    });
    const replaced = new Set<Mapping>();
    const kept = records.filter((record, recordIndex) => {
      checkCancelled(run.signal, recordIndex);
      return this.#map(record, recordIndex, replaced, started, run);
    });
    for (const { target } of replaced) {
      reportReplacedValue('mapping', target, run, this.#nested ? 'DEBUG' : 'WARN');
    }
    log.log(this.#nested ? 'DEBUG' : 'INFO', 'filter processing completed', {
      module_type: 'mapping',
      input_records: records.length,
      output_records: kept.length,
      skipped_records: records.length - kept.length,
      duration: new Duration(run.clock.monotonic() - started),
    });
    return kept;
  }

  #map(record: DataRecord, recordIndex: number, replaced: Set<Mapping>, started: number, run: Run): boolean {
    try {
      for (const mapping of this.#mappings) {
        if (mapping.apply(record, recordIndex)) replaced.add(mapping);
      }
      return true;
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      const fields = failureFields(error);
      if (run.log.enabled('DEBUG')) {
        run.log.debug('mapping error value', { ...fields, source_value: revealedText(error) });
      }
      const failed = { module: 'mapping', subject: 'mapping', error, record, recordIndex, started, fields };
      return keepsFailedRecord(failed, this.#onError, run);
    }
  }
}

function failureFields(error: MappingError): LogFields {
  return {
    mapping_index: error.place.mappingIndex,
    source_field: error.place.source,
    target_field: error.place.target,
    transform_op: error.transform,
    source_kind: error.valueKind,
    source_length: error.valueLength,
    error_code: error.code,
  };
}

function revealedText(error: MappingError): string {
  try {
    return valueText(error.revealValue());
  } catch {
    // A number that JSON cannot carry, inside a list or an object.
    return `[${error.valueKind}]`;
  }
}
