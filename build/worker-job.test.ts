import { expect, test } from 'vitest';
import { inParallel } from './worker-job.ts';

test('no more than the limit is under way, and the results keep the order of the items', async () => {
  const pending: (() => void)[] = [];
  let most = 0;
  const running = inParallel([1, 2, 3, 4, 5], 2, async (item) => {
    most = Math.max(most, pending.length + 1);
    await new Promise<void>((resolve) => pending.push(resolve));
    return item * 10;
  });
  for (let finished = 0; finished < 5; finished++) {
    // The last one started ends first.
    pending.pop()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await running).toEqual([10, 20, 30, 40, 50]);
  expect(most).toBe(2);
});

test('nothing to do is done at once', async () => {
  expect(await inParallel([], 2, async () => 1)).toEqual([]);
});
