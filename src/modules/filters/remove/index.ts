import { Type } from 'typebox';
import type { DataRecord } from '../../../core/record.ts';
import type { RecordPath } from '../../../language/path/record-path.ts';
import { defineFilter } from '../../contract/definition.ts';
import type { Filter } from '../../contract/module.ts';
import type { OpenContext, Run } from '../../contract/run.ts';

import { checkCancelled } from '../../shared/check-cancelled.ts';
import { compilePath } from '../../shared/target-path.ts';

const path = Type.String({ minLength: 1 });

/** Deletes fields and list elements. */
export const removeFilter = defineFilter({
  type: 'remove',
  summary: 'Removes one or more fields, or elements of lists, from each record.',
  fields: {
    target: Type.Union([path, Type.Array(path, { minItems: 1 })], {
      description:
        'Path, or list of paths, such as `internal.notes` or `items[0]`. They are removed in the order written; what a record does not have is ignored.',
    }),
  },
  examples: [
    { title: 'Remove one field', config: { target: 'internal.notes' } },
    { title: 'Keep error markers out of the payload', config: { target: ['_errors', 'debug'] } },
  ],
  compile(config, context) {
    const single = typeof config.target === 'string';
    const texts = typeof config.target === 'string' ? [config.target] : config.target;
    const paths: RecordPath[] = [];
    for (const [index, text] of texts.entries()) {
      // The same path twice removes once: after the first time a list has moved up.
      if (texts.indexOf(text) < index) continue;
      const compiled = compilePath(text, single ? ['target'] : ['target', index], context);
      if (compiled !== undefined) paths.push(compiled);
    }
    return new RemoveFilter(paths);
  },
});

class RemoveFilter implements Filter {
  readonly #paths: readonly RecordPath[];

  constructor(paths: readonly RecordPath[]) {
    this.#paths = paths;
  }

  async open({ log }: OpenContext): Promise<void> {
    log.debug('remove filter module initialized', { targets: this.#paths.map(({ text }) => text) });
  }

  process(records: DataRecord[], run: Run): DataRecord[] {
    for (const [recordIndex, record] of records.entries()) {
      checkCancelled(run.signal, recordIndex);
      for (const target of this.#paths) target.delete(record);
    }
    return records;
  }
}
