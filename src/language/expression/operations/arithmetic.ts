import type { Value } from '../../../core/record.ts';
import { exactInteger, fitsInteger } from '../../number/decimal.ts';
import { mayBe, mayBeNumber, type StaticType } from '../static-type.ts';
import { isInteger } from '../type-name.ts';
import { invalidOperation, type Operation } from './operation.ts';

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
  if (left === 'any' || right === 'any') return 'any';
  return left === 'int' && right === 'int' ? 'int' : 'number';
}

function isNumeric(value: Value): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint';
}

const addition = integerPreserving(
  '+',
  (left, right) => left + right,
  (left, right) => left + right,
);

/** `+`: the sum of numbers, or texts put together. */
export const add: Operation = {
  resultType: (left, right) => {
    if (mayBe(left, 'string') && mayBe(right, 'string')) return left === right ? left : 'any';
    return addition.resultType(left, right);
  },
  apply: (left, right, fail, evaluation) =>
    typeof left === 'string' && typeof right === 'string'
      ? left + right
      : addition.apply(left, right, fail, evaluation),
};

export const subtract = integerPreserving(
  '-',
  (left, right) => left - right,
  (left, right) => left - right,
);

export const multiply = integerPreserving(
  '*',
  // Adding 0 turns -0 into 0.
  (left, right) => left * right + 0,
  (left, right) => left * right,
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
