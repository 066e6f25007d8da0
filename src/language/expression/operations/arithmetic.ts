import { exactInteger, fitsInteger } from '../../number/decimal.ts';
import { mayBeNumber, type StaticType } from '../static-type.ts';
import { isInteger } from '../type-name.ts';
import type { ExpressionValue } from '../value.ts';
import { invalidOperation, type Operation } from './operation.ts';
import { addTimes, multiplyDuration, subtractTimes, type TimeOperation } from './time-arithmetic.ts';
import { ruleResult } from './type-rule.ts';

type Numeric = number | bigint;

/** The result of an operation on integers: exact up to 64 bits, else the nearest float. */
function integerResult(value: bigint): Numeric {
  return fitsInteger(value) ? exactInteger(value) : Number(value);
}

/**
 * An operator that maps integers to an integer. Results stay exact up to 64 bits; beyond them, and as soon as a
 * fraction takes part, arithmetic is that of IEEE 754 doubles.
 */
function integerPreserving(
  symbol: string,
  onNumbers: (left: number, right: number) => number,
  onIntegers: (left: bigint, right: bigint) => bigint,
): Operation {
  return {
    resultType: (left, right) =>
      mayBeNumber(left) && mayBeNumber(right) ? numericResult(left, right) : undefined,
    apply: (left, right, fail) => {
      if (typeof left === 'number' && typeof right === 'number') {
        const result = onNumbers(left, right);
        if (Number.isSafeInteger(result) || !(isInteger(left) && isInteger(right))) return result;
      }
      if (!isNumeric(left) || !isNumeric(right)) return fail(invalidOperation(left, symbol, right));
      if (isInteger(left) && isInteger(right)) return integerResult(onIntegers(BigInt(left), BigInt(right)));
      return onNumbers(Number(left), Number(right));
    },
  };
}

/** An operator whose result is always a float. */
function floating(symbol: string, compute: (left: number, right: number) => number): Operation {
  return {
    resultType: (left, right) => (mayBeNumber(left) && mayBeNumber(right) ? 'number' : undefined),
    apply: (left, right, fail) =>
      isNumeric(left) && isNumeric(right)
        ? compute(Number(left), Number(right))
        : fail(invalidOperation(left, symbol, right)),
  };
}

function numericResult(left: StaticType, right: StaticType): StaticType {
  return left === 'int' && right === 'int' ? 'int' : 'number';
}

function isNumeric(value: ExpressionValue): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** An operator on numbers that timestamps and durations have, too. */
function alsoOnTimes(numbers: Operation, times: TimeOperation): Operation {
  return {
    resultType: (left, right) => ruleResult(times.rules, left, right, numbers.resultType(left, right)),
    apply: (left, right, fail, evaluation) => {
      if (typeof left === 'object' || typeof right === 'object') {
        const result = times.apply(left, right, fail);
        if (result !== undefined) return result;
      }
      return numbers.apply(left, right, fail, evaluation);
    },
  };
}

const addition = alsoOnTimes(
  integerPreserving(
    '+',
    (left, right) => left + right,
    (left, right) => left + right,
  ),
  addTimes,
);

/** `+`: the sum of numbers or durations, a later timestamp, or texts put together. */
export const add: Operation = {
  resultType: (left, right) =>
    ruleResult([['string', 'string', 'string']], left, right, addition.resultType(left, right)),
  apply: (left, right, fail, evaluation) => {
    if (typeof left !== 'string' || typeof right !== 'string') {
      return addition.apply(left, right, fail, evaluation);
    }
    evaluation.takeText(left.length + right.length, fail);
    return left + right;
  },
};

/** `-`: the difference of numbers, durations or timestamps, or an earlier timestamp. */
export const subtract = alsoOnTimes(
  integerPreserving(
    '-',
    (left, right) => left - right,
    (left, right) => left - right,
  ),
  subtractTimes,
);

/** `*`: the product of numbers, or a duration that many times. */
export const multiply = alsoOnTimes(
  integerPreserving(
    '*',
    // Adding 0 turns -0 into 0.
    (left, right) => left * right + 0,
    (left, right) => left * right,
  ),
  multiplyDuration,
);

/** `/`: always a float; dividing by zero gives an infinity or NaN. */
export const divide = floating('/', (left, right) => left / right);

export const power = floating('**', (left, right) => left ** right);

/** `%`: the remainder of whole numbers, with the sign of the dividend. */
export const remainder: Operation = {
  resultType: (left, right) => {
    const fits = (type: StaticType) => mayBeNumber(type) && type !== 'float';
    return fits(left) && fits(right) ? 'int' : undefined;
  },
  apply: (left, right, fail) => {
    if (!isInteger(left) || !isInteger(right)) return fail(invalidOperation(left, '%', right));
    if (right === 0 || right === 0n) return fail('integer divide by zero');
    // Adding 0 turns the -0 of a negative dividend into 0.
    if (typeof left === 'number' && typeof right === 'number') return (left % right) + 0;
    return integerResult(BigInt(left) % BigInt(right));
  },
};

/** Unary minus. */
export function negate(value: Numeric): Numeric {
  return typeof value === 'bigint' ? integerResult(-value) : 0 - value;
}
