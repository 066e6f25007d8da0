import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CancelledError } from './errors.ts';
import type { Ports } from './ports.ts';

/** The ports of the real machine. Timers longer than 2^31-1 ms are slept in pieces, which setTimeout needs. */
export function hostPorts(): Ports {
  return {
    clock: {
      now: () => new Date(),
      monotonic: () => performance.now() * 1e6,
      sleep,
    },
    environment: { get: (name) => process.env[name] },
    files: {
      readText: (path) => readFileSync(path, 'utf8'),
      absolute: (path) => resolve(path),
    },
    // Loaded at first use: `version` and `validate` start faster without it.
    uuid: () => process.getBuiltinModule('node:crypto').randomUUID(),
  };
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolvePromise, reject) => {
    let remaining = Math.max(0, milliseconds);
    let timer: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      clearTimeout(timer);
      reject(new CancelledError(signal.reason));
    };
    if (signal.aborted) {
      cancel();
      return;
    }
    const step = (): void => {
      if (remaining <= 0) {
        signal.removeEventListener('abort', cancel);
        resolvePromise();
        return;
      }
      const part = Math.min(remaining, LONGEST_TIMER_MS);
      remaining -= part;
      timer = setTimeout(step, part);
    };
    signal.addEventListener('abort', cancel, { once: true });
    step();
  });
}
