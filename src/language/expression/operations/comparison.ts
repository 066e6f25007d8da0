import { compareValues, isEqual } from '../../../core/compare.ts';
import { mayBeEqual } from '../static-type.ts';
import type { ExpressionValue } from '../value.ts';
import { invalidOperation, type Operation } from './operation.ts';
import { ruleResult, type TypeRule } from './type-rule.ts';

function equality(apply: (left: ExpressionValue, right: ExpressionValue) => boolean): Operation {
  return { resultType: (left, right) => (mayBeEqual(left, right) ? 'bool' : undefined), apply };
}

export const equal = equality(isEqual);
export const notEqual = equality((left, right) => !isEqual(left, right));

const ORDERED: readonly TypeRule[] = [
  ['number', 'number', 'bool'],
  ['string', 'string', 'bool'],
  ['timestamp', 'timestamp', 'bool'],
  ['duration', 'duration', 'bool'],
];

function ordering(symbol: string, holds: (order: number) => boolean): Operation {
  return {
    resultType: (left, right) => ruleResult(ORDERED, left, right),
    apply: (left, right, fail) => {
      const order = compareValues(left, right);
      return order === undefined ? fail(invalidOperation(left, symbol, right)) : holds(order);
    },
  };
}

export const less = ordering('<', (order) => order < 0);
export const lessOrEqual = ordering('<=', (order) => order <= 0);
export const greater = ordering('>', (order) => order > 0);
export const greaterOrEqual = ordering('>=', (order) => order >= 0);
