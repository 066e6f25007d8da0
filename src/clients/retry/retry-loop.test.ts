import { describe, expect, it } from 'vitest';
import { InstantClock } from '../../../test/helpers/instant-clock.ts';
import { CannectorsError } from '../../core/errors.ts';
import type { RetryConfig } from './retry-fields.ts';
import { type PlannedRetry, sendWithRetries } from './retry-loop.ts';
import { retryPolicy } from './retry-policy.ts';

/** Sends what the script says, one entry per attempt, the last one again and again. */
function script(steps: readonly (number | Error)[], config: RetryConfig = {}, milliseconds = 0) {
  const clock = new InstantClock();
  const controller = new AbortController();
  const planned: PlannedRetry[] = [];
  const sends: number[] = [];
  const result = () =>
    sendWithRetries<number>({
      policy: retryPolicy(config),
      clock,
      signal: controller.signal,
      random: () => 0.5,
      send: async () => {
        const step = steps[Math.min(sends.length, steps.length - 1)] ?? 0;
        sends.push(sends.length);
        await clock.sleep(milliseconds, controller.signal);
        clock.sleeps.pop();
        if (step instanceof Error) throw step;
        return step;
      },
      judge: (status) => ({
        outcome: { status, accepted: status < 400, tolerated: status < 400 },
        failure: ({ reason, retryable }) =>
          new CannectorsError(`${status} ${reason}`, { category: 'server', retryable }),
      }),
      onRetry: (retry) => planned.push(retry),
    });
  return { clock, controller, planned, sends, result };
}

const RESET = new CannectorsError('network error: reset', { category: 'network' });

describe('a request that may be repeated', () => {
  it('is sent once when its answer is taken', async () => {
    const { result, planned } = script([200], {}, 5);
    expect(await result()).toEqual({
      answer: 200,
      info: { totalAttempts: 1, retryCount: 0, retryDelaysMs: [], totalDurationMs: 5 },
    });
    expect(planned).toEqual([]);
  });

  it('is sent until an answer is taken, and tells each wait and its reason', async () => {
    const { result, planned, clock } = script([503, RESET, 200], { delayMs: 100 }, 5);
    expect(await result()).toEqual({
      answer: 200,
      info: { totalAttempts: 3, retryCount: 2, retryDelaysMs: [100, 200], totalDurationMs: 315 },
    });
    expect(clock.sleeps).toEqual([100, 200]);
    expect(planned).toMatchObject([
      { attempt: 1, delayMs: 100, error: { message: '503 status', retryable: true } },
      { attempt: 2, delayMs: 200, error: { message: 'network error: reset' } },
    ]);
  });

  it.each([
    [0, 1],
    [1, 2],
    [3, 4],
    [10, 11],
  ])('with maxAttempts %i is sent %i times when it always fails', async (maxAttempts, times) => {
    const { result, sends } = script([500], { maxAttempts });
    const { error, answer, info } = await result();
    expect(sends).toHaveLength(times);
    expect(error).toMatchObject({ message: '500 status', retryable: true });
    expect(answer).toBe(500);
    expect(info).toMatchObject({ totalAttempts: times, retryCount: times - 1 });
  });

  it('counts repetitions without a wait', async () => {
    const { result } = script([500, 500, 200], { delayMs: 0 });
    expect((await result()).info).toMatchObject({ totalAttempts: 3, retryCount: 2, retryDelaysMs: [0, 0] });
  });

  it('is not sent again after a final failure, whatever came before', async () => {
    const { result, sends } = script([503, 400, 200]);
    const { error, info } = await result();
    expect(sends).toHaveLength(2);
    expect(error).toMatchObject({ message: '400 not-retryable', retryable: false });
    expect(info.retryCount).toBe(1);
  });

  it('ends with the last error, not the first', async () => {
    const { result } = script([RESET, 503], { maxAttempts: 1 });
    expect((await result()).error).toMatchObject({ message: '503 status' });
  });

  it('ends with an error that nobody has classified without a repetition', async () => {
    const fault = new TypeError('a fault of the program');
    const { result, sends } = script([fault]);
    expect((await result()).error).toMatchObject({ message: fault.message, cause: fault });
    expect(sends).toHaveLength(1);
  });

  it('shortens its waits with jitter', async () => {
    const { result, clock } = script([500, 200], { jitter: true });
    await result();
    expect(clock.sleeps).toEqual([750]);
  });

  it('is not sent at all when cancelled before', async () => {
    const { result, sends, controller } = script([200]);
    controller.abort();
    expect((await result()).error).toMatchObject({ name: 'CancelledError', retryable: false });
    expect(sends).toEqual([]);
  });

  it('ends at once when cancelled in a wait, and the wait does not count', async () => {
    const { result, sends, controller, clock } = script([500, 200], { delayMs: 60_000, maxDelayMs: 60_000 });
    clock.onSleep = (milliseconds) => milliseconds > 0 && controller.abort();
    const { error, answer, info } = await result();
    expect(error).toMatchObject({ name: 'CancelledError', message: 'network error: context canceled' });
    expect(answer).toBeUndefined();
    expect(sends).toHaveLength(1);
    expect(info).toMatchObject({ totalAttempts: 1, retryCount: 0, retryDelaysMs: [] });
  });
});
