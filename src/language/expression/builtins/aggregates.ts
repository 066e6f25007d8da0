import { compareValues } from '../../../core/compare.ts';
import type { Evaluation, Fail } from '../evaluation.ts';
import type { StaticType } from '../static-type.ts';
import { typeName } from '../type-name.ts';
import type { ExpressionValue } from '../value.ts';
import type { FunctionBuiltin } from './builtin.ts';
import { visitNested } from './nested-list.ts';

const ACCEPTS: readonly StaticType[] = ['int', 'float', 'number', 'list'];

const SHAPE = {
  form: 'function',
  category: 'lists',
  parameters: [
    { name: 'value', accepts: ACCEPTS },
    { name: 'others', accepts: ACCEPTS, optional: true, rest: true },
  ],
} as const;

/** Visits every number among the arguments and in the lists among them. */
function visitNumbers(
  name: string,
  values: readonly ExpressionValue[],
  visit: (number: number | bigint) => void,
  fail: Fail,
  evaluation: Evaluation,
): void {
  const visitLeaf = (leaf: ExpressionValue) => {
    if (typeof leaf === 'number' || typeof leaf === 'bigint') visit(leaf);
    else fail(`invalid argument for ${name} (type ${typeName(leaf)})`);
  };
  visitNested(values, visitLeaf, fail, evaluation);
}

/** Null, which no number gives, only when a list may be empty. */
function extremeType(types: readonly StaticType[]): StaticType {
  if (types.every((type) => type === 'int')) return 'int';
  return types.includes('list') || types.includes('any') ? 'any' : 'number';
}

/** The number that no other one exceeds in the direction of the sign; null when there is none. */
function extreme(
  name: string,
  sign: 1 | -1,
  values: readonly ExpressionValue[],
  fail: Fail,
  evaluation: Evaluation,
): ExpressionValue {
  let result: number | bigint | null = null;
  const visit = (number: number | bigint) => {
    if (result === null || sign * (compareValues(number, result) ?? 0) > 0) result = number;
  };
  visitNumbers(name, values, visit, fail, evaluation);
  return result;
}

export const min: FunctionBuiltin = {
  ...SHAPE,
  name: 'min',
  summary: 'The smallest of the numbers and of the numbers in the lists; nil when there is none.',
  returns: extremeType,
  call: (values, fail, evaluation) => extreme('min', -1, values, fail, evaluation),
  examples: [
    { expression: 'min(3, 1.5, 2)', value: 1.5 },
    { expression: 'min([4, [2, 8]], 3)', value: 2 },
    { expression: 'min([])', value: null },
    {
      expression: 'min(price, 5)',
      environment: { price: '3' },
      error: 'invalid argument for min (type string)',
    },
  ],
};

export const max: FunctionBuiltin = {
  ...SHAPE,
  name: 'max',
  summary: 'The largest of the numbers and of the numbers in the lists; nil when there is none.',
  returns: extremeType,
  call: (values, fail, evaluation) => extreme('max', 1, values, fail, evaluation),
  examples: [
    { expression: 'max(3, 1.5, 2)', value: 3 },
    {
      expression: 'max(map(orders, .total))',
      environment: { orders: [{ total: 9 }, { total: 12 }] },
      value: 12,
    },
    { expression: 'max([])', value: null },
    {
      expression: 'max(price, 5)',
      environment: { price: '3' },
      error: 'invalid argument for max (type string)',
    },
  ],
};

export const mean: FunctionBuiltin = {
  ...SHAPE,
  name: 'mean',
  summary: 'The average of the numbers and of the numbers in the lists; 0 when there is none.',
  returns: 'number',
  call: (values, fail, evaluation) => {
    let total = 0;
    let numbers = 0;
    const visit = (number: number | bigint) => {
      total += Number(number);
      numbers += 1;
    };
    visitNumbers('mean', values, visit, fail, evaluation);
    return numbers === 0 ? 0 : total / numbers;
  },
  examples: [
    { expression: 'mean([1, 2, 3, 4])', value: 2.5 },
    { expression: 'mean([])', value: 0 },
    {
      expression: 'mean(list)',
      environment: { list: [1, null] },
      error: 'invalid argument for mean (type <nil>)',
    },
  ],
};

export const median: FunctionBuiltin = {
  ...SHAPE,
  name: 'median',
  summary:
    'The middle one of the numbers and of the numbers in the lists, or the average of the two in the middle; 0 when there is none.',
  returns: 'number',
  call: (values, fail, evaluation) => {
    const numbers: number[] = [];
    visitNumbers('median', values, (number) => numbers.push(Number(number)), fail, evaluation);
    evaluation.takeElements(numbers.length, fail);
    numbers.sort((left, right) => left - right);
    const middle = numbers.length >> 1;
    const upper = numbers[middle] ?? 0;
    return numbers.length % 2 === 1 ? upper : ((numbers[middle - 1] ?? 0) + upper) / 2;
  },
  examples: [
    { expression: 'median([5, 1, 3])', value: 3 },
    { expression: 'median(1, 2, 3, 10)', value: 2.5 },
    { expression: 'median([])', value: 0 },
    {
      expression: 'median(list)',
      environment: { list: [true] },
      error: 'invalid argument for median (type bool)',
    },
  ],
};
