import type { Fail } from '../evaluation.ts';
import { conversionError } from '../type-name.ts';
import type { ExpressionValue } from '../value.ts';
import { LIST } from './arguments.ts';
import type { Predicate, PredicateBuiltin } from './builtin.ts';

const SHAPE = {
  form: 'predicate',
  category: 'lists with a predicate',
  parameters: [{ name: 'list', accepts: LIST }],
  predicate: { gives: 'boolean', pointers: [] },
} as const;

const ORDERS = [
  { id: 1, paid: true },
  { id: 2, paid: false },
  { id: 3, paid: true },
];

/** The position of the first element for which the predicate gives `wanted`, or -1. */
function firstPosition(list: readonly ExpressionValue[], predicate: Predicate, wanted: boolean): number {
  for (let at = 0; at < list.length; at += 1) {
    if (predicate(list[at] ?? null, at, null) === wanted) return at;
  }
  return -1;
}

/** The position of the last element for which the predicate is true, or -1. */
function lastPosition(list: readonly ExpressionValue[], predicate: Predicate): number {
  let at = list.length - 1;
  while (at >= 0 && predicate(list[at] ?? null, at, null) !== true) at -= 1;
  return at;
}

export const all: PredicateBuiltin = {
  ...SHAPE,
  name: 'all',
  summary:
    'True when the predicate holds for every element, and for an empty list. Stops at the first that fails.',
  returns: 'bool',
  call: (list, predicate: Predicate) => firstPosition(list, predicate, false) < 0,
  examples: [
    { expression: 'all(orders, .paid)', environment: { orders: ORDERS }, value: false },
    { expression: 'all([], # > 0)', value: true },
    {
      expression: 'all(orders, .id)',
      environment: { orders: ORDERS },
      error: 'predicate should return boolean (got int)',
    },
  ],
};

export const none: PredicateBuiltin = {
  ...SHAPE,
  name: 'none',
  summary: 'True when the predicate holds for no element. Stops at the first for which it does.',
  returns: 'bool',
  call: (list, predicate: Predicate) => firstPosition(list, predicate, true) < 0,
  examples: [
    { expression: 'none([1, 2, 3], # > 5)', value: true },
    { expression: 'none(orders, .paid)', environment: { orders: ORDERS }, value: false },
    {
      expression: 'none(orders, .state)',
      environment: { orders: [{ state: 'open' }] },
      error: 'predicate should return boolean (got string)',
    },
  ],
};

export const any: PredicateBuiltin = {
  ...SHAPE,
  name: 'any',
  summary: 'True when the predicate holds for at least one element. Stops at the first for which it does.',
  returns: 'bool',
  call: (list, predicate: Predicate) => firstPosition(list, predicate, true) >= 0,
  examples: [
    { expression: 'any(orders, not .paid)', environment: { orders: ORDERS }, value: true },
    { expression: 'any([], # > 0)', value: false },
    {
      expression: 'any(orders, .id)',
      environment: { orders: ORDERS },
      error: 'predicate should return boolean (got int)',
    },
  ],
};

export const one: PredicateBuiltin = {
  ...SHAPE,
  name: 'one',
  summary: 'True when the predicate holds for exactly one element. Stops at the second for which it does.',
  returns: 'bool',
  call: (list, predicate: Predicate) => {
    let found = 0;
    for (let at = 0; at < list.length && found < 2; at += 1) {
      if (predicate(list[at] ?? null, at, null) === true) found += 1;
    }
    return found === 1;
  },
  examples: [
    { expression: 'one(orders, not .paid)', environment: { orders: ORDERS }, value: true },
    { expression: 'one([1, 2, 3], # > 1)', value: false },
    {
      expression: 'one(orders, .id)',
      environment: { orders: ORDERS },
      error: 'predicate should return boolean (got int)',
    },
  ],
};

export const find: PredicateBuiltin = {
  ...SHAPE,
  name: 'find',
  summary: 'The first element for which the predicate holds; nil when there is none.',
  returns: 'any',
  call: (list, predicate: Predicate) => list[firstPosition(list, predicate, true)] ?? null,
  examples: [
    { expression: 'find(orders, .paid)', environment: { orders: ORDERS }, value: { id: 1, paid: true } },
    { expression: 'find([1, 2, 3], # > 5) ?? "nothing"', value: 'nothing' },
    {
      expression: 'find(orders, .id)',
      environment: { orders: ORDERS },
      error: 'predicate should return boolean (got int)',
    },
  ],
};

export const findLast: PredicateBuiltin = {
  ...SHAPE,
  name: 'findLast',
  summary: 'The last element for which the predicate holds; nil when there is none.',
  returns: 'any',
  call: (list, predicate: Predicate) => list[lastPosition(list, predicate)] ?? null,
  examples: [
    { expression: 'findLast(orders, .paid).id', environment: { orders: ORDERS }, value: 3 },
    { expression: 'findLast([1, 2, 3], # < 3)', value: 2 },
    {
      expression: 'findLast(orders, .id)',
      environment: { orders: ORDERS },
      error: 'predicate should return boolean (got int)',
    },
  ],
};

export const findIndex: PredicateBuiltin = {
  ...SHAPE,
  name: 'findIndex',
  summary:
    'The position, from 0, of the first element for which the predicate holds; nil, not -1, when there is none.',
  returns: 'any',
  call: (list, predicate: Predicate) => positionOrNull(firstPosition(list, predicate, true)),
  examples: [
    { expression: 'findIndex(["a", "b", "c"], # == "b")', value: 1 },
    { expression: 'findIndex([1], # > 5) == nil', value: true },
    {
      expression: 'findIndex(orders, .id)',
      environment: { orders: ORDERS },
      error: 'predicate should return boolean (got int)',
    },
  ],
};

export const findLastIndex: PredicateBuiltin = {
  ...SHAPE,
  name: 'findLastIndex',
  summary:
    'The position, from 0, of the last element for which the predicate holds; nil, not -1, when there is none.',
  returns: 'any',
  call: (list, predicate: Predicate) => positionOrNull(lastPosition(list, predicate)),
  examples: [
    { expression: 'findLastIndex([1, 2, 3, 2], # == 2)', value: 3 },
    { expression: 'findLastIndex([1], # > 5)', value: null },
    {
      expression: 'findLastIndex(orders, .id)',
      environment: { orders: ORDERS },
      error: 'predicate should return boolean (got int)',
    },
  ],
};

function positionOrNull(position: number): number | null {
  return position < 0 ? null : position;
}

export const count: PredicateBuiltin = {
  ...SHAPE,
  name: 'count',
  predicate: { ...SHAPE.predicate, optional: true },
  summary:
    'How many elements the predicate holds for. Without a predicate the elements must be booleans, and those that are true count.',
  returns: 'int',
  call: (list, predicate, _rest, fail, evaluation) => {
    if (predicate === undefined) evaluation.takeSteps(list.length, fail);
    const holds = predicate ?? ((element) => booleanElement(element, fail));
    let result = 0;
    for (let at = 0; at < list.length; at += 1) {
      if (holds(list[at] ?? null, at, null) === true) result += 1;
    }
    return result;
  },
  examples: [
    { expression: 'count(orders, .paid)', environment: { orders: ORDERS }, value: 2 },
    { expression: 'count([true, false, true])', value: 2 },
    {
      expression: 'count(list)',
      environment: { list: [true, 1] },
      error: 'interface conversion: interface {} is int, not bool',
    },
  ],
};

function booleanElement(element: ExpressionValue, fail: Fail): boolean {
  return typeof element === 'boolean' ? element : fail(conversionError(element, 'bool'));
}
