import { throwIfCancelled } from '../../../core/errors.ts';
import { defineFilter } from '../../contract/definition.ts';

/** Discards every record it is given; of use in a branch of a condition. */
export const dropFilter = defineFilter({
  type: 'drop',
  summary: 'Drops every record it is given: in a branch of a condition, the records that took that branch.',
  fields: {},
  examples: [{ title: 'Drop everything', config: {} }],
  compile: () => ({
    process: (records, run) => {
      throwIfCancelled(run.signal);
      run.log.debug('drop filter discarded records', { count: records.length });
      return [];
    },
  }),
});
