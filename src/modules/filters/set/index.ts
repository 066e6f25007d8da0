import { Type } from 'typebox';
import { CannectorsError, errorText } from '../../../core/errors.ts';
import type { DataRecord, Value } from '../../../core/record.ts';
import { deepCopy } from '../../../core/value.ts';
import type { RecordPath } from '../../../language/path/record-path.ts';
import type { LogLevel } from '../../../observability/logger.ts';
import { defineFilter } from '../../contract/definition.ts';
import type { Filter } from '../../contract/module.ts';
import type { OpenContext, Run } from '../../contract/run.ts';
import { anyValue } from '../../contract/schema.ts';
import { checkCancelled } from '../../shared/check-cancelled.ts';
import { keepsFailedRecord } from '../../shared/failed-record.ts';
import { type OnError, onErrorOf } from '../../shared/on-error.ts';
import { compileTargetPath, reportReplacedValue } from '../../shared/target-path.ts';

/** Writes a literal into every record. */
export const setFilter = defineFilter({
  type: 'set',
  summary: 'Sets a field of each record to a literal value, creating or overwriting it.',
  fields: {
    target: Type.String({
      minLength: 1,
      description:
        'Path of the field to write, such as `meta.tags[0]`. What is missing on the way is created.',
    }),
    value: anyValue({
      description: 'The value, of any type; `null` sets the field to null. Not a template.',
    }),
  },
  examples: [
    { title: 'Tag the source of each record', config: { target: 'meta.source', value: 'erp' } },
    { title: 'Start with an empty list', config: { target: 'tags', value: [] } },
  ],
  compile(config, context) {
    const path = compileTargetPath(config.target, ['target'], context);
    if (path === undefined) return undefined;
    // Anything YAML or JSON can say is a value.
    return new SetFilter(path, config.value as Value, onErrorOf(config), context.nested ? 'DEBUG' : 'WARN');
  },
});

class SetFilter implements Filter {
  readonly #path: RecordPath;
  readonly #value: Value;
  readonly #onError: OnError;
  readonly #warnLevel: LogLevel;

  constructor(path: RecordPath, value: Value, onError: OnError, warnLevel: LogLevel) {
    this.#path = path;
    this.#value = value;
    this.#onError = onError;
    this.#warnLevel = warnLevel;
  }

  async open({ log }: OpenContext): Promise<void> {
    log.debug('set filter module initialized', { target: this.#path.text });
  }

  process(records: DataRecord[], run: Run): DataRecord[] {
    const started = run.clock.monotonic();
    let replaced = false;
    const kept = records.filter((record, recordIndex) => {
      checkCancelled(run.signal, recordIndex);
      try {
        // Records must not share one list or object.
        replaced = this.#path.set(record, deepCopy(this.#value)) || replaced;
        return true;
      } catch (thrown) {
        const error = new CannectorsError(`processing record ${recordIndex}: ${errorText(thrown)}`, {
          category: 'validation',
          code: 'NESTED_PATH_FAILED',
          module: 'set',
          recordIndex,
          cause: thrown,
        });
        const failed = { module: 'set', subject: 'set', error, record, recordIndex, started };
        return keepsFailedRecord(failed, this.#onError, run);
      }
    });
    if (replaced) reportReplacedValue('set', this.#path, run, this.#warnLevel);
    return kept;
  }
}
