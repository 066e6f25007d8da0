import { compareText, compareValues, isEqual } from '../../../core/compare.ts';
import { kindOf } from '../../../core/value.ts';
import { isMapping } from '../call-values.ts';
import { textOf, toData, withoutRangeError } from '../conversion.ts';
import type { Fail, Rendering } from '../rendering.ts';
import { TemplateObject, type TemplateValue } from '../value.ts';
import { numberOf } from './arithmetic.ts';
import { isText } from './concatenation.ts';

/** `==`: numbers by value, anything else by type and content; escaped text as text. */
export function areEqual(left: TemplateValue, right: TemplateValue, fail: Fail): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' && typeof right !== 'object') return isEqual(left, right);
  return withoutRangeError(() => isEqual(comparable(left), comparable(right)), fail);
}

/** Namespaces and macros are equal to themselves only. */
function comparable(value: TemplateValue): unknown {
  if (!(value instanceof TemplateObject)) return value;
  return isText(value) || value.elements() !== undefined ? toData(value) : value;
}

/**
 * The order of two values: numerically when one is a number and the other can be one (null is 0, a boolean 1 or 0,
 * a text that is a number that number), else as texts when one is a text.
 */
export function order(left: TemplateValue, symbol: string, right: TemplateValue, fail: Fail): number {
  if (typeof left === 'number' && typeof right === 'number') return left === right ? 0 : left - right;
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  if (!(isText(left) && isText(right))) {
    const a = numberOf(left);
    const b = numberOf(right);
    if (a !== undefined && b !== undefined) return compareValues(a, b) ?? Number.NaN;
  }
  if (isText(left) || isText(right)) {
    if (isScalar(left) && isScalar(right)) return compareText(textOf(left, fail), textOf(right, fail));
  }
  return compareValues(left, right) ?? fail(`cannot compare ${kindOf(left)} ${symbol} ${kindOf(right)}`);
}

function isScalar(value: TemplateValue): boolean {
  return typeof value !== 'object' || value === null || value instanceof Date || isText(value);
}

/** `in`: an element of a list, a part of a text, a key of an object; nothing is in null or in a number. */
export function isIn(
  needle: TemplateValue,
  container: TemplateValue,
  rendering: Rendering,
  fail: Fail,
): boolean {
  if (isText(container)) {
    const text = textOf(container, fail);
    rendering.takeSteps(1 + (text.length >>> 4), fail);
    return needle !== null && text.includes(textOf(needle, fail));
  }
  const elements = container instanceof TemplateObject ? container.elements() : container;
  if (Array.isArray(elements)) {
    rendering.takeSteps(elements.length, fail);
    return elements.some((element: TemplateValue) => areEqual(element, needle, fail));
  }
  return isMapping(container) && isText(needle) && Object.hasOwn(container, textOf(needle, fail));
}
