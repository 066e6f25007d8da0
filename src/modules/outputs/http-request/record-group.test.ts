import { describe, expect, it } from 'vitest';
import { type Grouping, groupCount, groupsOf } from './record-group.ts';

describe('groups', () => {
  it.each<[number, Grouping, number[]]>([
    [0, { mode: 'batch', batchSize: undefined }, []],
    [0, { mode: 'single', batchSize: undefined }, []],
    [3, { mode: 'batch', batchSize: undefined }, [3]],
    [120, { mode: 'batch', batchSize: 50 }, [50, 50, 20]],
    [4, { mode: 'batch', batchSize: 2 }, [2, 2]],
    [2, { mode: 'batch', batchSize: 50 }, [2]],
    [3, { mode: 'single', batchSize: undefined }, [1, 1, 1]],
  ])('of %i records with %j have sizes %j and keep the order', (count, grouping, sizes) => {
    const records = Array.from({ length: count }, (_, n) => ({ n }));
    const groups = [...groupsOf(records, grouping)];
    expect(groups.map((group) => group.records.length)).toEqual(sizes);
    expect(groups.flatMap((group) => group.records)).toEqual(records);
    expect(groups.map(({ index }) => index)).toEqual(sizes.map((_, index) => index));
    for (const group of groups) expect(group.records[0]).toEqual({ n: group.firstRecord });
    expect(groupCount(count, grouping)).toBe(sizes.length);
  });
});
