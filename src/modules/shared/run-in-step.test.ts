import { expect, it } from 'vitest';
import { runInStep, type Steps } from './run-in-step.ts';

function* numbers(wait: boolean): Steps<unknown[]> {
  return wait ? [yield Promise.resolve(1), yield Promise.resolve(2)] : [1, 2];
}

it('returns at once when nothing has to be waited for', () => {
  expect(runInStep(numbers(false))).toEqual([1, 2]);
});

it('waits for each promise in turn and hands in what it resolves to', async () => {
  const result = runInStep(numbers(true));
  expect(result).toBeInstanceOf(Promise);
  expect(await result).toEqual([1, 2]);
});

it('throws a rejection where the promise was yielded', async () => {
  function* steps(): Steps<unknown> {
    try {
      yield Promise.reject(new Error('first'));
    } catch (error) {
      return yield Promise.resolve(error);
    }
    return undefined;
  }
  expect(await runInStep(steps())).toEqual(new Error('first'));
});

it('passes on what the steps throw, before and after the first promise', async () => {
  function* steps(early: boolean): Steps<never> {
    if (!early) yield Promise.resolve();
    throw new Error('stop');
  }
  expect(() => runInStep(steps(true))).toThrow('stop');
  await expect(runInStep(steps(false))).rejects.toThrow('stop');
});
