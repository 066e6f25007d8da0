import { expect, it } from 'vitest';
import { CancelledError } from '../core/errors.ts';
import { hostPorts } from '../core/host-ports.ts';
import type { CliHost } from './cli-host.ts';
import { Console } from './console.ts';
import type { HandledSignal } from './exit-codes.ts';
import { type Interruption, interruptible } from './interruption.ts';

const TEXTS = { first: (seconds: number) => `letting it finish within ${seconds}s` };

/** A process whose signals and whose grace period the test controls. */
function testHost() {
  const texts = { stdout: '', stderr: '' };
  let handler: ((signal: HandledSignal) => void) | undefined;
  let endGrace = (): void => {};
  const ports = hostPorts();
  const sleeps: number[] = [];
  const host: CliHost = {
    ports: {
      ...ports,
      clock: {
        ...ports.clock,
        sleep: (milliseconds, signal) =>
          new Promise((resolve, reject) => {
            sleeps.push(milliseconds);
            endGrace = resolve;
            signal.addEventListener('abort', () => reject(new CancelledError()), { once: true });
          }),
      },
    },
    stdout: {
      write: (text) => {
        texts.stdout += text;
      },
    },
    stderr: {
      write: (text) => {
        texts.stderr += text;
      },
    },
    stdoutIsTerminal: false,
    buildInfo: {},
    onSignal: (given) => {
      handler = given;
      return () => {
        handler = undefined;
      };
    },
    onUncaughtError: () => () => {},
  };
  return {
    texts,
    sleeps,
    context: { host, console: new Console(host, false) },
    send: (signal: HandledSignal) => handler?.(signal),
    endGrace: () => endGrace(),
    listens: () => handler !== undefined,
  };
}

/** Work that ends when the test says so, or when it is cancelled. */
function testWork() {
  let finish = (): void => {};
  const work = ({ cancellation }: Interruption) =>
    new Promise<string>((resolve) => {
      finish = () => resolve('done');
      cancellation.addEventListener('abort', () => resolve('cancelled'));
    });
  return { work, finish: () => finish() };
}

it('changes nothing for work that is not interrupted', async () => {
  const { context, texts, listens } = testHost();
  const { work, finish } = testWork();
  const outcome = interruptible(work, TEXTS, context);
  finish();
  expect(await outcome).toEqual({ kind: 'finished', result: 'done', signal: undefined });
  expect(texts).toEqual({ stdout: '', stderr: '' });
  expect(listens()).toBe(false);
});

it('lets the work finish within ten seconds of the first signal', async () => {
  const { context, texts, sleeps, send } = testHost();
  const { work, finish } = testWork();
  const outcome = interruptible(work, TEXTS, context);
  send('SIGINT');
  finish();
  expect(await outcome).toEqual({ kind: 'finished', result: 'done', signal: 'SIGINT' });
  expect(sleeps).toEqual([10_000]);
  expect(texts.stdout).toMatch(/^\n⏹ Received interrupt signal, letting it finish within 10s\n$/);
});

it('cancels the work when the grace period is over', async () => {
  const { context, texts, send, endGrace } = testHost();
  const { work } = testWork();
  const outcome = interruptible(work, TEXTS, context);
  send('SIGTERM');
  endGrace();
  expect(await outcome).toEqual({ kind: 'finished', result: 'cancelled', signal: 'SIGTERM' });
  expect(texts.stdout).toContain('⏹ Received terminated signal');
});

it('abandons the work on a second signal', async () => {
  const { context, texts, send, listens } = testHost();
  const outcome = interruptible(() => new Promise(() => {}), TEXTS, context);
  send('SIGTERM');
  send('SIGINT');
  expect(await outcome).toEqual({ kind: 'abandoned', signal: 'SIGINT' });
  expect(texts.stderr).toBe('✗ Stopped at once: the run did not finish\n');
  expect(listens()).toBe(false);
});

it('passes on what the work throws, and stops listening', async () => {
  const { context, listens } = testHost();
  const outcome = interruptible(() => Promise.reject(new Error('broken')), TEXTS, context);
  await expect(outcome).rejects.toThrow('broken');
  expect(listens()).toBe(false);
});
