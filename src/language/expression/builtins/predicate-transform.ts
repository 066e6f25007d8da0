import type { Evaluation, Fail } from '../evaluation.ts';
import { add } from '../operations/arithmetic.ts';
import { typeName } from '../type-name.ts';
import type { ExpressionValue } from '../value.ts';
import { LIST, TEXT, textArgument } from './arguments.ts';
import { ANY, type Predicate, type PredicateBuiltin } from './builtin.ts';
import { fromEntries } from './keyed-values.ts';
import { type ScalarKey, scalarKey } from './scalar-key.ts';
import { sortedPositions } from './sorting.ts';

const SHAPE = {
  form: 'predicate',
  category: 'lists with a predicate',
  parameters: [{ name: 'list', accepts: LIST }],
  predicate: { gives: 'any', pointers: [] },
} as const;

const ORDERS = [
  { id: 1, country: 'FR', total: 30 },
  { id: 2, country: 'DE', total: 10 },
  { id: 3, country: 'FR', total: 20 },
];

export const filter: PredicateBuiltin = {
  ...SHAPE,
  name: 'filter',
  predicate: { gives: 'boolean', pointers: [] },
  summary: 'The elements for which the predicate holds, in their order.',
  returns: 'list',
  call: (list, predicate: Predicate, _rest, fail, evaluation) => {
    const result: ExpressionValue[] = [];
    for (let at = 0; at < list.length; at += 1) {
      const element = list[at] ?? null;
      if (predicate(element, at, null) === true) result.push(element);
    }
    evaluation.takeElements(result.length, fail);
    return result;
  },
  examples: [
    { expression: 'filter([1, 2, 3, 4], # % 2 == 0)', value: [2, 4] },
    { expression: 'filter(orders, .total > 10) | map(.id)', environment: { orders: ORDERS }, value: [1, 3] },
    {
      expression: 'filter(orders, .total)',
      environment: { orders: ORDERS },
      error: 'predicate should return boolean (got int)',
    },
  ],
};

export const map: PredicateBuiltin = {
  ...SHAPE,
  name: 'map',
  predicate: { gives: 'any', pointers: ['index'] },
  summary:
    'What the expression gives for each element, in their order. #index is the position of the element, from 0; an object needs parentheses: ({id: .id}).',
  returns: 'list',
  call: (list, predicate: Predicate, _rest, fail, evaluation) => {
    evaluation.takeElements(list.length, fail);
    const result = new Array<ExpressionValue>(list.length);
    for (let at = 0; at < list.length; at += 1) result[at] = predicate(list[at] ?? null, at, null);
    return result;
  },
  examples: [
    { expression: 'map(["a", "b"], upper(#))', value: ['A', 'B'] },
    {
      expression: 'map(orders, ({line: #index + 1, id: .id}))',
      environment: { orders: [{ id: 7 }, { id: 9 }] },
      value: [
        { line: 1, id: 7 },
        { line: 2, id: 9 },
      ],
    },
    {
      expression: 'map(names, upper(#))',
      environment: { names: ['a', 5] },
      error: 'interface conversion: interface {} is int, not string',
    },
  ],
};

export const sum: PredicateBuiltin = {
  ...SHAPE,
  name: 'sum',
  predicate: { gives: 'any', optional: true, pointers: [] },
  summary: 'The sum of the elements, or of what the expression gives for each; 0 for an empty list.',
  returns: 'number',
  call: (list, predicate, _rest, fail, evaluation) => {
    if (predicate === undefined) evaluation.takeSteps(list.length, fail);
    let total: ExpressionValue = 0;
    for (let at = 0; at < list.length; at += 1) {
      const element: ExpressionValue = list[at] ?? null;
      const value: ExpressionValue = predicate === undefined ? element : predicate(element, at, null);
      total = plus(value, total, fail, evaluation);
    }
    return total;
  },
  examples: [
    { expression: 'sum([1, 2, 3.5])', value: 6.5 },
    { expression: 'sum(orders, .total)', environment: { orders: ORDERS }, value: 60 },
    { expression: 'sum([])', value: 0 },
    {
      expression: 'sum(list)',
      environment: { list: [1, '2'] },
      error: 'invalid operation: string + int',
    },
  ],
};

/** What the operator gives, without its detours for small whole numbers. */
function plus(
  value: ExpressionValue,
  total: ExpressionValue,
  fail: Fail,
  evaluation: Evaluation,
): ExpressionValue {
  if (typeof value === 'number' && typeof total === 'number') {
    const result = value + total;
    if (Number.isSafeInteger(result)) return result;
  }
  return add.apply(value, total, fail, evaluation);
}

export const groupBy: PredicateBuiltin = {
  ...SHAPE,
  name: 'groupBy',
  summary:
    'The elements in lists by what the expression gives for them: a text, a number, a boolean or nil. A key keeps its type, and a key that no element has gives nil.',
  returns: 'any',
  call: (list, predicate: Predicate, _rest, fail, evaluation) => {
    evaluation.takeElements(list.length, fail);
    const groups = new Map<ScalarKey, ExpressionValue[]>();
    for (let at = 0; at < list.length; at += 1) {
      const element = list[at] ?? null;
      const value = predicate(element, at, null);
      const key = scalarKey(value);
      if (key === undefined) return fail(`cannot group by ${typeName(value)}`);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [element]);
      else group.push(element);
    }
    return fromEntries(groups);
  },
  examples: [
    {
      expression: 'groupBy(orders, .country).FR | map(.id)',
      environment: { orders: ORDERS },
      value: [1, 3],
    },
    { expression: 'groupBy([1, 5, 9], # > 4)[true]', value: [5, 9] },
    { expression: 'len(groupBy(["a", "b", "a"], #))', value: 2 },
    {
      expression: 'groupBy(orders, .tags)',
      environment: { orders: [{ tags: ['new'] }] },
      error: 'cannot group by []interface {}',
    },
  ],
};

export const sortBy: PredicateBuiltin = {
  ...SHAPE,
  name: 'sortBy',
  parameters: [...SHAPE.parameters, { name: 'order', accepts: TEXT, optional: true }],
  summary:
    'The elements in the order of what the expression gives for them, "asc" (the default) or "desc". Elements that compare equal stay in their order.',
  returns: 'list',
  call: (list, predicate: Predicate, [order], fail, evaluation) => {
    const direction = order === undefined ? 'asc' : textArgument(order, fail);
    if (direction !== 'asc' && direction !== 'desc') return fail('unknown order, use asc or desc');
    evaluation.takeElements(list.length, fail);
    const keys = list.map((element, at) => predicate(element, at, null));
    return sortedPositions(keys, direction === 'desc', fail, evaluation).map((at) => list[at] ?? null);
  },
  examples: [
    { expression: 'sortBy(orders, .total) | map(.id)', environment: { orders: ORDERS }, value: [2, 3, 1] },
    { expression: 'sortBy(["bb", "a", "cc"], len(#), "desc")', value: ['bb', 'cc', 'a'] },
    { expression: 'sortBy([1, 2], #, "down")', error: 'unknown order, use asc or desc' },
    {
      expression: 'sortBy(orders, .total)',
      environment: { orders: [{ total: 1 }, { total: 'x' }] },
      error: 'invalid operation: int < string',
    },
  ],
};

export const reduce: PredicateBuiltin = {
  ...SHAPE,
  name: 'reduce',
  parameters: [...SHAPE.parameters, { name: 'initial', accepts: ANY, optional: true }],
  predicate: { gives: 'any', pointers: ['index', 'acc'] },
  summary:
    'What the expression gives for the last element, where #acc is what it gave for the one before. It starts with the initial value, or else with the first element.',
  returns: 'any',
  call: (list, predicate: Predicate, rest, fail) => {
    let at = 0;
    let accumulator = rest[0] ?? null;
    if (rest.length === 0) {
      if (list.length === 0) return fail('reduce of empty array with no initial value');
      accumulator = list[0] ?? null;
      at = 1;
    }
    for (; at < list.length; at += 1) accumulator = predicate(list[at] ?? null, at, accumulator);
    return accumulator;
  },
  examples: [
    { expression: 'reduce(1..4, #acc + #)', value: 10 },
    { expression: 'reduce(["b", "c"], #acc + #, "a")', value: 'abc' },
    { expression: 'reduce([], #acc + #)', error: 'reduce of empty array with no initial value' },
  ],
};
