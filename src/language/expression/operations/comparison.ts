import type { DataObject, Value } from '../../../core/record.ts';
import { isDataObject } from '../../../core/record.ts';
import { mayBe, mayBeEqual, mayBeNumber } from '../static-type.ts';
import { invalidOperation, type Operation } from './operation.ts';

/** Equality of values: numbers by value, lists and objects by content. Different types are never equal. */
export function isEqual(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (typeof left === 'number' || typeof left === 'bigint') {
    // Ordering compares a number and a bigint by their exact values; `===` calls them different.
    return (typeof right === 'number' || typeof right === 'bigint') && left <= right && left >= right;
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, at) => isEqual(item, right[at] as Value))
    );
  }
  if (left instanceof Date) return right instanceof Date && left.getTime() === right.getTime();
  return isDataObject(right) && haveEqualMembers(left, right);
}

function haveEqualMembers(left: DataObject, right: DataObject): boolean {
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key] as Value, right[key] as Value))
  );
}

function equality(apply: (left: Value, right: Value) => boolean): Operation {
  return { resultType: (left, right) => (mayBeEqual(left, right) ? 'bool' : undefined), apply };
}

export const equal = equality(isEqual);
export const notEqual = equality((left, right) => !isEqual(left, right));

function ordering(symbol: string, holds: (order: number) => boolean): Operation {
  return {
    resultType: (left, right) =>
      (mayBeNumber(left) && mayBeNumber(right)) || (mayBe(left, 'string') && mayBe(right, 'string'))
        ? 'bool'
        : undefined,
    apply: (left, right, fail) => {
      const order = compare(left, right);
      return order === undefined ? fail(invalidOperation(left, symbol, right)) : holds(order);
    },
  };
}

export const less = ordering('<', (order) => order < 0);
export const lessOrEqual = ordering('<=', (order) => order <= 0);
export const greater = ordering('>', (order) => order > 0);
export const greaterOrEqual = ordering('>=', (order) => order >= 0);

/** Negative, zero or positive; NaN next to NaN; `undefined` for values that have no order. */
function compare(left: Value, right: Value): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left === right ? 0 : left - right;
  if (typeof left === 'string') return typeof right === 'string' ? compareText(left, right) : undefined;
  if (left instanceof Date) return right instanceof Date ? left.getTime() - right.getTime() : undefined;
  if (typeof left !== 'number' && typeof left !== 'bigint') return undefined;
  if (typeof right !== 'number' && typeof right !== 'bigint') return undefined;
  if (left < right) return -1;
  if (left > right) return 1;
  return left >= right ? 0 : Number.NaN;
}

/** The order of the texts' UTF-8 bytes, which is that of their code points. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at += 1) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above every other code unit. */
function codePointRank(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x10000 : codeUnit;
}
