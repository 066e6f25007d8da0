import type { Evaluation, Fail } from '../evaluation.ts';
import type { ExpressionValue } from '../value.ts';

/** Levels of lists below the outermost one. */
const DEPTH_LIMIT = 10_000;

/**
 * Visits everything in a list and in the lists inside it that is no list itself, in order. Every element counts as a
 * step.
 */
export function visitNested(
  list: readonly ExpressionValue[],
  visit: (leaf: ExpressionValue) => void,
  fail: Fail,
  evaluation: Evaluation,
): void {
  // An explicit stack: data may nest deeper than calls can.
  const outer: { readonly items: readonly ExpressionValue[]; readonly next: number }[] = [];
  let items = list;
  let at = 0;
  evaluation.takeSteps(items.length, fail);
  for (;;) {
    if (at === items.length) {
      const resumed = outer.pop();
      if (resumed === undefined) return;
      items = resumed.items;
      at = resumed.next;
      continue;
    }
    const item = items[at] ?? null;
    at += 1;
    if (!Array.isArray(item)) {
      visit(item);
      continue;
    }
    if (outer.length === DEPTH_LIMIT) fail('recursion depth exceeded');
    outer.push({ items, next: at });
    items = item;
    at = 0;
    evaluation.takeSteps(items.length, fail);
  }
}
