import { Type } from 'typebox';
import { expect, it } from 'vitest';
import { defineFilter } from '../modules/contract/definition.ts';
import { inheritDefaults } from './inherit-defaults.ts';

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
