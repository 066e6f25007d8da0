import { compareText, compareValues, isEqual } from '../../../core/compare.ts';
import { kindOf } from '../../../core/value.ts';
import { withoutRangeError } from '../conversion.ts';
import type { CallSite } from '../definition.ts';
import type { TemplateValue } from '../value.ts';

/** A value as sorting, `unique`, `min` and `max` see it: text in lower case unless case matters. */
export function folded(value: TemplateValue, caseSensitive: boolean): TemplateValue {
  return typeof value === 'string' && !caseSensitive ? value.toLowerCase() : value;
}

/**
 * The order of two values where an order is required: as `compareValues` has it, false before true, lists by their
 * first elements that differ.
 *
 * @param callee named in the error for values that have no order
 */
export function requiredOrder(
  left: TemplateValue,
  right: TemplateValue,
  callee: string,
  site: CallSite,
): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  if (typeof left === 'number' && typeof right === 'number') return left === right ? 0 : left - right;
  const order = withoutRangeError(() => orderOf(left, right), site.fail);
  return (
    order ?? site.fail(`invalid call to ${callee}: cannot compare ${kindOf(left)} with ${kindOf(right)}`)
  );
}

function orderOf(left: TemplateValue, right: TemplateValue): number | undefined {
  if (left === right) return 0;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (Array.isArray(left) && Array.isArray(right)) {
    for (const [at, item] of left.entries()) {
      const other = right[at];
      if (other === undefined) return 1;
      if (!isEqual(item, other)) return orderOf(item, other);
    }
    return left.length - right.length;
  }
  return compareValues(left, right);
}

/** A value and what it is sorted by. */
export interface Keyed<T> {
  readonly value: T;
  readonly keys: readonly TemplateValue[];
}

/** Sorts by the first keys that differ; equal ones keep their order. */
export function sortedByKeys<T>(items: Keyed<T>[], reverse: boolean, callee: string, site: CallSite): T[] {
  site.rendering.takeElements(items.length, site.fail);
  site.rendering.takeSteps(items.length * Math.ceil(Math.log2(items.length + 1)), site.fail);
  const direction = reverse ? -1 : 1;
  return items
    .sort((left, right) => {
      for (let at = 0; at < left.keys.length; at += 1) {
        const order = requiredOrder(left.keys[at] ?? null, right.keys[at] ?? null, callee, site);
        if (order !== 0 && !Number.isNaN(order)) return direction * order;
      }
      return 0;
    })
    .map(({ value }) => value);
}
