import { conversionError, isInteger, typeName } from '../type-name.ts';
import type { ExpressionValue } from '../value.ts';
import { INTEGER, LIST, TEXT, textArgument } from './arguments.ts';
import { ANY, type FunctionBuiltin } from './builtin.ts';
import { visitNested } from './nested-list.ts';
import { sortedPositions } from './sorting.ts';

const SHAPE = {
  form: 'function',
  category: 'lists',
  parameters: [{ name: 'list', accepts: LIST }],
  returns: 'list',
} as const;

export const first: FunctionBuiltin = {
  ...SHAPE,
  name: 'first',
  parameters: [{ name: 'list', accepts: ANY }],
  summary: 'The first element of a list; nil when it is empty, or when the value is no list.',
  returns: 'any',
  call: ([value]) => (Array.isArray(value) ? (value[0] ?? null) : null),
  examples: [
    { expression: 'first([3, 1, 2])', value: 3 },
    { expression: 'first([]) ?? "nothing"', value: 'nothing' },
  ],
};

export const last: FunctionBuiltin = {
  ...SHAPE,
  name: 'last',
  parameters: [{ name: 'list', accepts: ANY }],
  summary: 'The last element of a list; nil when it is empty, or when the value is no list.',
  returns: 'any',
  call: ([value]) => (Array.isArray(value) ? (value.at(-1) ?? null) : null),
  examples: [
    { expression: 'last([3, 1, 2])', value: 2 },
    { expression: 'last(orders)?.id', value: null },
  ],
};

export const take: FunctionBuiltin = {
  ...SHAPE,
  name: 'take',
  parameters: [
    { name: 'list', accepts: LIST },
    { name: 'n', accepts: INTEGER },
  ],
  summary: 'The first n elements, or the whole list when it is shorter.',
  call: ([list = null, n = null], fail, evaluation) => {
    if (!Array.isArray(list)) return fail(`cannot take from ${typeName(list)}`);
    if (!isInteger(n)) return fail(`cannot take ${typeName(n)} elements`);
    if (n < 0) return fail(`cannot take ${n} elements`);
    const taken = list.slice(0, Number(n));
    evaluation.takeElements(taken.length, fail);
    return taken;
  },
  examples: [
    { expression: 'take([1, 2, 3], 2)', value: [1, 2] },
    { expression: 'take([1, 2, 3], 9)', value: [1, 2, 3] },
    {
      expression: 'take([1, 2, 3], n)',
      environment: { n: 1.5 },
      error: 'cannot take float64 elements',
    },
  ],
};

export const reverse: FunctionBuiltin = {
  ...SHAPE,
  name: 'reverse',
  summary: 'The elements from the last to the first.',
  call: ([list = null], fail, evaluation) => {
    if (!Array.isArray(list)) return fail(`cannot reverse ${typeName(list)}`);
    evaluation.takeElements(list.length, fail);
    return list.toReversed();
  },
  examples: [
    { expression: 'reverse([3, 1, 2])', value: [2, 1, 3] },
    { expression: 'reverse([])', value: [] },
    { expression: 'reverse(name)', environment: { name: 'abc' }, error: 'cannot reverse string' },
  ],
};

export const concat: FunctionBuiltin = {
  ...SHAPE,
  name: 'concat',
  parameters: [
    { name: 'list', accepts: LIST },
    { name: 'others', accepts: LIST, optional: true, rest: true },
  ],
  summary: 'The elements of all lists, one list after the other.',
  call: (lists, fail, evaluation) => {
    const result: ExpressionValue[] = [];
    for (const list of lists) {
      if (!Array.isArray(list)) return fail(`cannot concat ${typeName(list)}`);
      evaluation.takeElements(list.length, fail);
      for (const element of list) result.push(element);
    }
    return result;
  },
  examples: [
    { expression: 'concat([1, 2], [3], [4])', value: [1, 2, 3, 4] },
    { expression: 'concat([1, [2]], [])', value: [1, [2]] },
    { expression: 'concat([1], other)', error: 'cannot concat <nil>' },
  ],
};

export const flatten: FunctionBuiltin = {
  ...SHAPE,
  name: 'flatten',
  summary: 'The elements of the list and of all lists inside it, however deep, in one list.',
  call: ([list = null], fail, evaluation) => {
    if (!Array.isArray(list)) return fail(`cannot flatten ${typeName(list)}`);
    const result: ExpressionValue[] = [];
    const collect = (leaf: ExpressionValue) => {
      evaluation.takeElements(1, fail);
      result.push(leaf);
    };
    visitNested([list], collect, fail, evaluation);
    return result;
  },
  examples: [
    { expression: 'flatten([1, [2, [3, []]], 4])', value: [1, 2, 3, 4] },
    { expression: 'flatten([["a"], ["b"]])', value: ['a', 'b'] },
    { expression: 'flatten(o)', environment: { o: {} }, error: 'cannot flatten map[string]interface {}' },
  ],
};

export const sort: FunctionBuiltin = {
  ...SHAPE,
  name: 'sort',
  parameters: [
    { name: 'list', accepts: LIST },
    { name: 'order', accepts: TEXT, optional: true },
  ],
  summary:
    'Numbers by size, texts by code point, timestamps by instant or durations by length, "asc" (the default) or "desc". The elements must all be of one of these kinds.',
  call: ([list = null, order], fail, evaluation) => {
    if (!Array.isArray(list)) return fail(`cannot sort ${typeName(list)}`);
    const direction = order === undefined ? 'asc' : textArgument(order, fail);
    if (direction !== 'asc' && direction !== 'desc') {
      return fail(`invalid order ${direction}, expected asc or desc`);
    }
    evaluation.takeElements(list.length, fail);
    return sortedPositions(list, direction === 'desc', fail, evaluation).map((at) => list[at] ?? null);
  },
  examples: [
    { expression: 'sort([3, 10, 2])', value: [2, 3, 10] },
    { expression: 'sort(["b", "a"], "desc")', value: ['b', 'a'] },
    { expression: 'sort([1], "up")', error: 'invalid order up, expected asc or desc' },
    {
      expression: 'sort(list)',
      environment: { list: [1, 'a'] },
      error: 'invalid operation: int < string',
    },
  ],
};

export const join: FunctionBuiltin = {
  ...SHAPE,
  name: 'join',
  parameters: [
    { name: 'list', accepts: LIST },
    { name: 'separator', accepts: TEXT, optional: true },
  ],
  summary:
    'The texts of the list one after the other, with the separator between them, by default nothing. Other elements must be made texts first: map(list, string(#)).',
  returns: 'string',
  call: ([list = null, separator], fail, evaluation) => {
    if (!Array.isArray(list)) return fail(`invalid argument for join (type ${typeName(list)})`);
    const glue = separator === undefined ? '' : textArgument(separator, fail);
    evaluation.takeSteps(list.length, fail);
    for (let at = 0; at < list.length; at += 1) {
      const element = list[at] ?? null;
      if (typeof element !== 'string') {
        return fail(
          `${conversionError(element, 'string')} (element ${at}; write map(list, string(#)) first)`,
        );
      }
      evaluation.takeText(element.length + glue.length, fail);
    }
    return list.join(glue);
  },
  examples: [
    { expression: 'join(["a", "b", "c"], ", ")', value: 'a, b, c' },
    { expression: 'join(["a", "b"])', value: 'ab' },
    { expression: 'map([1, 2], string(#)) | join("-")', value: '1-2' },
    {
      expression: 'join(ids, "-")',
      environment: { ids: ['a', 7] },
      error:
        'interface conversion: interface {} is int, not string (element 1; write map(list, string(#)) first)',
    },
  ],
};
