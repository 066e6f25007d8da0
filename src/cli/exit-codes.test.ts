import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { type HandledSignal, SIGNALS, signalExitCode } from './exit-codes.ts';

it.each(Object.keys(SIGNALS) as HandledSignal[])('%s exits as shells report it', (signal) => {
  expect(signalExitCode(signal)).toBe(128 + constants.signals[signal]);
});
