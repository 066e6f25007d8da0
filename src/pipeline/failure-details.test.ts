import { describe, expect, it } from 'vitest';
import { CannectorsError, type CannectorsErrorOptions } from '../core/errors.ts';
import { failureDetails } from './failure-details.ts';

const FILTER = { type: 'condition', position: 1, index: 3 };

describe('the details of a failure', () => {
  it.each<[what: string, error: CannectorsErrorOptions, filter: typeof FILTER | undefined, details: object]>([
    ['an input or output are those of its error', { details: { table: 't' } }, undefined, { table: 't' }],
    ['a record add where it stands', { recordIndex: 0 }, undefined, { record_index: 0 }],
    [
      'a filter add where it is',
      { details: { mapping_index: 2 }, recordIndex: 4 },
      FILTER,
      {
        mapping_index: 2,
        record_index: 4,
        filterIndex: 1,
        filterType: 'condition',
        fileIndex: 3,
        path: 'filters[3]',
      },
    ],
    [
      'a nested filter lead down to it',
      { details: { nesting: 'then[0].filters[2]' } },
      FILTER,
      { filterIndex: 1, filterType: 'condition', fileIndex: 3, path: 'filters[3].then[0].filters[2]' },
    ],
  ])('of %s', (_what, error, filter, details) => {
    expect(failureDetails(new CannectorsError('x', error), filter)).toEqual(details);
  });
});
