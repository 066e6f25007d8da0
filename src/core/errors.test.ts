import { expect, it } from 'vitest';
import {
  CancelledError,
  CannectorsError,
  classify,
  errorText,
  isCancelled,
  throwIfCancelled,
} from './errors.ts';

it.each([
  ['network', true],
  ['authentication', false],
  ['validation', false],
  ['rate_limit', true],
  ['server', true],
  ['not_found', false],
  ['unknown', true],
] as const)('a %s error is retryable: %s', (category, retryable) => {
  expect(new CannectorsError('x', { category }).retryable).toBe(retryable);
  expect(new CannectorsError('x', { category, retryable: !retryable }).retryable).toBe(!retryable);
});

it('finds the classified error through the chain of causes', () => {
  const inner = new CannectorsError('inner', { category: 'validation', code: 'C' });
  expect(classify(new Error('outer', { cause: new Error('middle', { cause: inner }) }))).toBe(inner);
});

it('calls everything else unknown, whatever was thrown', () => {
  expect(classify(new TypeError('boom'))).toMatchObject({
    category: 'unknown',
    retryable: true,
    message: 'boom',
  });
  expect(classify('text')).toMatchObject({ category: 'unknown', message: 'text' });
  expect(errorText(undefined)).toBe('undefined');
});

it('survives a chain of causes that bites its tail', () => {
  const error = new Error('loop');
  error.cause = error;
  expect(classify(error).category).toBe('unknown');
  expect(isCancelled(error)).toBe(false);
});

it('tells a cancellation apart, wrapped or not', () => {
  const controller = new AbortController();
  throwIfCancelled(controller.signal);
  controller.abort();
  expect(() => throwIfCancelled(controller.signal)).toThrow(CancelledError);
  expect(isCancelled(new Error('x', { cause: new CancelledError() }))).toBe(true);
  expect(new CancelledError()).toMatchObject({
    category: 'network',
    retryable: false,
    message: 'network error: context canceled',
  });
});
