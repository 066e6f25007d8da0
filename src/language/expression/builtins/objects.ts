import { compareText } from '../../../core/compare.ts';
import { typeName } from '../type-name.ts';
import { type ExpressionValue, isObject, KeyedValues } from '../value.ts';
import { LIST } from './arguments.ts';
import type { FunctionBuiltin } from './builtin.ts';
import { compareKeys, fromEntries } from './keyed-values.ts';
import { type ScalarKey, scalarKey } from './scalar-key.ts';
import { displayText } from './value-text.ts';

const SHAPE = {
  form: 'function',
  category: 'objects',
  parameters: [{ name: 'object', accepts: ['object'] }],
  returns: 'list',
} as const;

export const keys: FunctionBuiltin = {
  ...SHAPE,
  name: 'keys',
  summary: 'The keys of an object, in the order of the object.',
  call: ([value = null], fail, evaluation) => {
    const result =
      value instanceof KeyedValues
        ? [...value.entries.keys()]
        : isObject(value)
          ? Object.keys(value)
          : fail(`cannot get keys from ${typeName(value)}`);
    evaluation.takeElements(result.length, fail);
    return result;
  },
  examples: [
    { expression: 'keys({b: 1, a: 2})', value: ['b', 'a'] },
    { expression: 'keys({})', value: [] },
    { expression: 'keys(list)', environment: { list: [1] }, error: 'cannot get keys from []interface {}' },
  ],
};

export const values: FunctionBuiltin = {
  ...SHAPE,
  name: 'values',
  summary: 'The values of an object, in the order of the object.',
  call: ([value = null], fail, evaluation) => {
    const result =
      value instanceof KeyedValues
        ? [...value.entries.values()]
        : isObject(value)
          ? Object.values(value)
          : fail(`cannot get values from ${typeName(value)}`);
    evaluation.takeElements(result.length, fail);
    return result;
  },
  examples: [
    { expression: 'values({b: 1, a: 2})', value: [1, 2] },
    { expression: 'sum(values(stock))', environment: { stock: { berlin: 4, paris: 3 } }, value: 7 },
    { expression: 'values(stock)', error: 'cannot get values from <nil>' },
  ],
};

export const toPairs: FunctionBuiltin = {
  ...SHAPE,
  name: 'toPairs',
  summary: 'The members of an object as a list of [key, value], sorted by key.',
  call: ([value = null], fail, evaluation) => {
    const pairs: [ExpressionValue, ExpressionValue][] =
      value instanceof KeyedValues
        ? [...value.entries].sort(([left], [right]) => compareKeys(left, right))
        : isObject(value)
          ? Object.entries(value).sort(([left], [right]) => compareText(left, right))
          : fail(`cannot transform ${typeName(value)} to pairs`);
    evaluation.takeElements(3 * pairs.length, fail);
    return pairs;
  },
  examples: [
    {
      expression: 'toPairs({b: 1, a: 2})',
      value: [
        ['a', 2],
        ['b', 1],
      ],
    },
    { expression: 'toPairs({})', value: [] },
    {
      expression: 'toPairs(list)',
      environment: { list: [1] },
      error: 'cannot transform []interface {} to pairs',
    },
  ],
};

export const fromPairs: FunctionBuiltin = {
  ...SHAPE,
  name: 'fromPairs',
  parameters: [{ name: 'pairs', accepts: LIST }],
  summary:
    'An object from a list of [key, value]; the last pair of a key wins. A key is a text, a number, a boolean or nil, and keeps its type.',
  returns: 'any',
  call: ([list = null], fail, evaluation) => {
    if (!Array.isArray(list)) return fail(`cannot transform ${typeName(list)} from pairs`);
    evaluation.takeElements(list.length, fail);
    const entries = new Map<ScalarKey, ExpressionValue>();
    for (const pair of list) {
      const [first = null, second = null] = Array.isArray(pair) && pair.length === 2 ? pair : [[]];
      const key = scalarKey(first);
      if (key === undefined) return fail(`invalid pair ${displayText(pair, fail, evaluation).slice(0, 100)}`);
      entries.set(key, second);
    }
    return fromEntries(entries);
  },
  examples: [
    { expression: 'fromPairs([["a", 1], ["b", 2]])', value: { a: 1, b: 2 } },
    { expression: 'fromPairs([[1, "one"], [2, "two"]])[2]', value: 'two' },
    { expression: 'fromPairs([["a", 1, 2]])', error: 'invalid pair [a 1 2]' },
  ],
};
