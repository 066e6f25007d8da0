import { kindOf } from '../../../core/value.ts';
import { exactInteger, fitsInteger, parseDecimal, parseInteger } from '../../number/decimal.ts';
import type { ArithmeticOperator } from '../parsing/syntax-tree.ts';
import type { Fail } from '../rendering.ts';
import { EscapedText, TemplateObject, type TemplateValue } from '../value.ts';
import { isText, joinedText, repeatedText } from './concatenation.ts';
import type { Surroundings } from './surroundings.ts';

type Numeric = number | bigint;

/** An operator on two values. */
export type Operation = (left: TemplateValue, right: TemplateValue, around: Surroundings) => TemplateValue;

/** The operators of arithmetic by symbol. */
export const ARITHMETIC: Readonly<Record<ArithmeticOperator, Operation>> = {
  '+': add,
  '-': (left, right, { fail }) => {
    const [a, b] = operands(left, '-', right, fail);
    return exact(
      a,
      b,
      (x, y) => x - y,
      (x, y) => x - y,
      '-',
      fail,
    );
  },
  '*': multiply,
  '/': (left, right, { fail }) => {
    const [a, b] = operands(left, '/', right, fail);
    if (Number(b) === 0) return fail('division by zero');
    return finite(Number(a) / Number(b), '/', fail);
  },
  '//': (left, right, { fail }) => {
    const [a, b] = operands(left, '//', right, fail);
    if (Number(b) === 0) return fail('division by zero');
    return exact(
      a,
      b,
      (x, y) => Math.trunc(x / y),
      (x, y) => x / y,
      '//',
      fail,
    );
  },
  '%': (left, right, { fail }) => {
    const [a, b] = operands(left, '%', right, fail).map(truncated) as [Numeric, Numeric];
    if (Number(b) === 0) return fail('division by zero');
    return exact(
      a,
      b,
      (x, y) => x % y,
      (x, y) => x % y,
      '%',
      fail,
    );
  },
  '**': (left, right, { fail }) => {
    const [a, b] = operands(left, '**', right, fail);
    return finite(Number(a) ** Number(b), '**', fail);
  },
};

/**
 * `+`: lists put together; texts put together, also with a number, unless the number has a fraction and the text
 * is a number; else the sum.
 */
function add(left: TemplateValue, right: TemplateValue, around: Surroundings): TemplateValue {
  const { fail, rendering } = around;
  if (typeof left === 'number' && typeof right === 'number') return sum(left, right, fail);
  if (isText(left) || isText(right)) {
    const numbers = fractionAndText(left, right);
    return numbers === undefined ? joinedText([left, right], around) : sum(numbers[0], numbers[1], fail);
  }
  const first = listOf(left);
  const second = listOf(right);
  if (first !== undefined && second !== undefined) {
    rendering.takeElements(first.length + second.length, fail);
    return [...first, ...second];
  }
  const [a, b] = operands(left, '+', right, fail);
  return sum(a, b, fail);
}

function sum(left: Numeric, right: Numeric, fail: Fail): Numeric {
  return exact(
    left,
    right,
    (x, y) => x + y,
    (x, y) => x + y,
    '+',
    fail,
  );
}

/** `*`: the product, or a text repeated. */
function multiply(left: TemplateValue, right: TemplateValue, around: Surroundings): TemplateValue {
  const { fail } = around;
  if (isText(left) || isText(right)) {
    const numbers = fractionAndText(left, right);
    if (numbers !== undefined) return product(numbers[0], numbers[1], fail);
    if (isText(left) && isWhole(right)) return repeatedText(left, right, around);
    if (isText(right) && isWhole(left)) return repeatedText(right, left, around);
  }
  const [a, b] = operands(left, '*', right, fail);
  return product(a, b, fail);
}

function product(left: Numeric, right: Numeric, fail: Fail): Numeric {
  return exact(
    left,
    right,
    (x, y) => x * y,
    (x, y) => x * y,
    '*',
    fail,
  );
}

function isWhole(value: TemplateValue): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

/** A number with a fraction and a text that is a number, in either order, as numbers. */
function fractionAndText(left: TemplateValue, right: TemplateValue): readonly [Numeric, Numeric] | undefined {
  const hasFraction = (value: TemplateValue) => typeof value === 'number' && !Number.isInteger(value);
  if (!hasFraction(left) && !hasFraction(right)) return undefined;
  const a = numberOf(left);
  const b = numberOf(right);
  return a === undefined || b === undefined ? undefined : [a, b];
}

/** Both operands as numbers: a boolean is 1 or 0, null is 0, a text has to be a number. */
function operands(
  left: TemplateValue,
  symbol: string,
  right: TemplateValue,
  fail: Fail,
): readonly [Numeric, Numeric] {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) return [a, b];
  return fail(`unsupported operands for ${symbol}: ${described(left)} and ${described(right)}`);
}

/** The kind of a value; of a text that is in the way, that it is no number. */
function described(value: TemplateValue): string {
  return isText(value) ? 'a string that is no number' : kindOf(value);
}

/** The number that a value counts as; `undefined` for what is none. */
export function numberOf(value: TemplateValue): Numeric | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    case 'string':
      return parseNumber(value.trim());
    default:
      if (value === null) return 0;
      return value instanceof EscapedText ? parseNumber(value.text().trim()) : undefined;
  }
}

function parseNumber(text: string): Numeric | undefined {
  const integer = parseInteger(text);
  if (integer !== undefined) return exactInteger(integer);
  const number = parseDecimal(text);
  return number !== undefined && Number.isFinite(number) ? number : undefined;
}

function listOf(value: TemplateValue): readonly TemplateValue[] | undefined {
  return value instanceof TemplateObject ? value.elements() : Array.isArray(value) ? value : undefined;
}

function truncated(value: Numeric): Numeric {
  return typeof value === 'bigint' ? value : Math.trunc(value);
}

/**
 * An operation that keeps integers exact up to 64 bits; beyond them, and as soon as a fraction takes part, it is
 * that of IEEE 754 doubles.
 */
function exact(
  left: Numeric,
  right: Numeric,
  onNumbers: (left: number, right: number) => number,
  onIntegers: (left: bigint, right: bigint) => bigint,
  symbol: string,
  fail: Fail,
): Numeric {
  const result = onNumbers(Number(left), Number(right));
  if (Number.isSafeInteger(result) && typeof left === 'number' && typeof right === 'number')
    return result + 0;
  if (isInteger(left) && isInteger(right)) {
    const integer = onIntegers(BigInt(left), BigInt(right));
    if (fitsInteger(integer)) return exactInteger(integer);
  }
  return finite(result, symbol, fail);
}

function isInteger(value: Numeric): boolean {
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}

function finite(value: number, symbol: string, fail: Fail): number {
  return Number.isFinite(value) ? value : fail(`the result of ${symbol} is out of range`);
}

/** Unary minus and plus. */
export function signed(operator: '-' | '+', value: TemplateValue, fail: Fail): Numeric {
  const number = numberOf(value);
  if (number === undefined) return fail(`unsupported operand for ${operator}: ${described(value)}`);
  if (operator === '+') return number;
  return typeof number === 'bigint' ? exactInteger(-number) : 0 - number;
}
