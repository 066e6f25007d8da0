import { expect, it, vi } from 'vitest';
import { CancelledError } from './errors.ts';
import { hostPorts } from './host-ports.ts';

it('wakes from a sleep at once when cancelled', async () => {
  const controller = new AbortController();
  const sleeping = hostPorts().clock.sleep(3_600_000, controller.signal);
  controller.abort();
  await expect(sleeping).rejects.toBeInstanceOf(CancelledError);
  await expect(hostPorts().clock.sleep(1, controller.signal)).rejects.toBeInstanceOf(CancelledError);
});

it('sleeps longer than one timer can', async () => {
  vi.useFakeTimers();
  try {
    let awake = false;
    const sleeping = hostPorts()
      .clock.sleep(2 ** 31 + 1000, new AbortController().signal)
      .then(() => {
        awake = true;
      });
    await vi.advanceTimersByTimeAsync(2 ** 31 + 999);
    expect(awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await sleeping;
    expect(awake).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

it('makes version 4 UUIDs', () => {
  expect(hostPorts().uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
