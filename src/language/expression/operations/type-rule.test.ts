import { expect, it } from 'vitest';
import type { StaticType } from '../static-type.ts';
import { add, multiply, subtract } from './arithmetic.ts';
import { less } from './comparison.ts';
import type { Operation } from './operation.ts';

const OPERATIONS = { '+': add, '-': subtract, '*': multiply, '<': less } satisfies Record<string, Operation>;

it.each<[StaticType, keyof typeof OPERATIONS, StaticType, StaticType | undefined]>([
  ['any', '+', 'any', 'any'],
  ['any', '+', 'string', 'string'],
  ['string', '+', 'string', 'string'],
  ['any', '+', 'int', 'number'],
  ['int', '+', 'int', 'int'],
  ['int', '+', 'float', 'number'],
  ['any', '+', 'timestamp', 'timestamp'],
  ['timestamp', '+', 'any', 'timestamp'],
  ['any', '+', 'duration', 'any'],
  ['duration', '+', 'duration', 'duration'],
  ['timestamp', '+', 'timestamp', undefined],
  ['nil', '+', 'any', undefined],
  ['timezone', '+', 'any', undefined],
  ['timestamp', '-', 'any', 'any'],
  ['any', '-', 'timestamp', 'duration'],
  ['timestamp', '-', 'timestamp', 'duration'],
  ['timestamp', '-', 'duration', 'timestamp'],
  ['duration', '-', 'timestamp', undefined],
  ['any', '-', 'string', undefined],
  ['any', '*', 'any', 'any'],
  ['any', '*', 'int', 'any'],
  ['duration', '*', 'any', 'duration'],
  ['number', '*', 'duration', 'duration'],
  ['duration', '*', 'duration', undefined],
  ['any', '<', 'timestamp', 'bool'],
  ['duration', '<', 'timestamp', undefined],
  ['timezone', '<', 'timezone', undefined],
  ['list', '<', 'any', undefined],
])('%s %s %s is %s', (left, symbol, right, expected) => {
  expect(OPERATIONS[symbol].resultType(left, right)).toBe(expected);
});
