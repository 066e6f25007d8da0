import { describe, expect, it } from 'vitest';
import { filterCases, outcomeOf } from './filter-cases.ts';

describe.each(await filterCases('filters'))('%s', (_file, cases) => {
  it.each(cases.map((filterCase) => [filterCase.title, filterCase] as const))(
    '%s',
    async (_title, expected) => {
      const outcome = await outcomeOf(expected);
      const { result, error, details, refused, markers = {}, skipped = 0, log } = expected;
      if (refused !== undefined) {
        expect(outcome).toEqual({ refused: refused.map((text) => expect.stringContaining(text)) });
        return;
      }
      expect(outcome).toEqual({
        ...(result === undefined
          ? { error: expect.stringContaining(error ?? ''), details: expect.objectContaining({ ...details }) }
          : { result }),
        markers,
        skipped,
        log: log ?? expect.anything(),
      });
    },
  );
});
