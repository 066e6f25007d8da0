import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { RETRY_FIELDS } from '../clients/retry/retry-fields.ts';
import type { DataObject, Value } from '../core/record.ts';
import { defineFilter } from '../modules/contract/definition.ts';
import { inheritDefaults, inheritedPath } from './inherit-defaults.ts';

const plain = defineFilter({
  type: 'plain',
  summary: '',
  fields: {},
  examples: [],
  compile: () => undefined,
});
const timed = defineFilter({
  type: 'timed',
  summary: '',
  fields: { timeoutMs: Type.Optional(Type.Integer()) },
  examples: [],
  compile: () => undefined,
});

it('fills in what the module leaves open', () => {
  expect(inheritDefaults({ type: 'timed' }, { onError: 'log', timeoutMs: 5 }, timed)).toEqual({
    type: 'timed',
    onError: 'log',
    timeoutMs: 5,
  });
});

it('lets the module win', () => {
  const config = { type: 'timed', onError: 'fail', timeoutMs: 9 };
  expect(inheritDefaults(config, { onError: 'log', timeoutMs: 5 }, timed)).toEqual(config);
});

it('gives no timeout to a module without one, and takes 0 as no default', () => {
  expect(inheritDefaults({ type: 'plain' }, { timeoutMs: 5 }, plain)).toEqual({ type: 'plain' });
  expect(inheritDefaults({ type: 'timed' }, { timeoutMs: 0 }, timed)).toEqual({ type: 'timed' });
});

it('changes nothing without defaults', () => {
  const config = { type: 'plain' };
  expect(inheritDefaults(config, undefined, plain)).toBe(config);
});

describe('the retry block of a module', () => {
  const sender = defineFilter({
    type: 'sender',
    summary: '',
    fields: { ...RETRY_FIELDS },
    examples: [],
    compile: () => undefined,
  });
  const defaults = { maxAttempts: 2, delayMs: 900, useRetryAfterHeader: true };

  it.each<[string, Value | undefined, Value | undefined, Value | undefined]>([
    ['stays absent without defaults', undefined, undefined, undefined],
    ['stays absent with empty ones', undefined, {}, undefined],
    ['stays absent with an empty list only', undefined, { retryableStatusCodes: [] }, undefined],
    ['stays as it is with empty ones', { delayMs: 5 }, {}, { delayMs: 5 }],
    ['stays empty with empty ones', {}, {}, {}],
    ['is that of the defaults when absent', undefined, defaults, defaults],
    ['is that of the defaults when empty', {}, defaults, defaults],
    ['wins field by field', { maxAttempts: 4 }, defaults, { ...defaults, maxAttempts: 4 }],
    ['takes what it leaves open', { delayMs: 5 }, { maxAttempts: 5 }, { maxAttempts: 5, delayMs: 5 }],
    [
      'wins with 0, false, an empty list and an empty text too',
      { maxAttempts: 0, useRetryAfterHeader: false, retryableStatusCodes: [], retryHintFromBody: '' },
      { ...defaults, retryableStatusCodes: [503], retryHintFromBody: 'body.x' },
      {
        maxAttempts: 0,
        delayMs: 900,
        useRetryAfterHeader: false,
        retryableStatusCodes: [],
        retryHintFromBody: '',
      },
    ],
    [
      'takes 0 from the defaults but no empty list',
      undefined,
      { maxAttempts: 0, delayMs: 0, retryableStatusCodes: [] },
      { maxAttempts: 0, delayMs: 0 },
    ],
  ])('%s', (_, retry, inherited, expected) => {
    const config: DataObject = retry === undefined ? { type: 'sender' } : { type: 'sender', retry };
    const result = inheritDefaults(config, inherited === undefined ? {} : { retry: inherited }, sender);
    expect(result).toEqual(expected === undefined ? { type: 'sender' } : { type: 'sender', retry: expected });
  });

  it('is not given to a module that has none', () => {
    expect(inheritDefaults({ type: 'plain' }, { retry: defaults }, plain)).toEqual({ type: 'plain' });
  });

  it.each([
    [{}, ['retry', 'delayMs'], ['defaults', 'retry', 'delayMs']],
    [{ retry: { maxAttempts: 1 } }, ['retry', 'delayMs'], ['defaults', 'retry', 'delayMs']],
    [{ retry: { delayMs: 1 } }, ['retry', 'delayMs'], undefined],
    [{}, ['endpoint'], undefined],
    [{}, ['headers', 'retry'], undefined],
  ])('of %j has %j from %j', (config, at, expected) => {
    expect(inheritedPath(config, at)).toEqual(expected);
  });
});
