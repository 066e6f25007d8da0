import { compareText } from '../../../core/compare.ts';
import { areEqual } from '../operations/bounded-equality.ts';
import { typeName } from '../type-name.ts';
import { type ExpressionValue, isObject } from '../value.ts';
import { LIST } from './arguments.ts';
import type { FunctionBuiltin } from './builtin.ts';
import { type ScalarKey, scalarKey } from './scalar-key.ts';

export const uniq: FunctionBuiltin = {
  form: 'function',
  category: 'lists',
  name: 'uniq',
  parameters: [{ name: 'list', accepts: LIST }],
  summary: 'The elements without those that equal an earlier one; lists and objects are equal by content.',
  returns: 'list',
  call: ([list = null], fail, evaluation) => {
    if (!Array.isArray(list)) return fail(`cannot uniq ${typeName(list)}`);
    evaluation.takeSteps(list.length, fail);
    const scalars = new Set<ScalarKey>();
    const others = new Map<string, ExpressionValue[]>();
    const result = list.filter((element) => {
      const key = scalarKey(element);
      if (key !== undefined) return scalars.size < scalars.add(key).size;
      const outline = outlineOf(element, 0);
      const similar = others.get(outline);
      if (similar === undefined) {
        others.set(outline, [element]);
        return true;
      }
      evaluation.takeSteps(similar.length, fail);
      if (similar.some((earlier) => areEqual(earlier, element, fail, evaluation))) return false;
      similar.push(element);
      return true;
    });
    evaluation.takeElements(result.length, fail);
    return result;
  },
  examples: [
    { expression: 'uniq([1, 2, 1.0, 3, 2])', value: [1, 2, 3] },
    { expression: 'uniq([{a: 1}, {a: 1}, {a: 2}])', value: [{ a: 1 }, { a: 2 }] },
    { expression: 'uniq(name)', environment: { name: 'abc' }, error: 'cannot uniq string' },
  ],
};

/** An outline looks at this many members of a value, and at this many code units of a text. */
const OUTLINE_WIDTH = 16;
const OUTLINE_TEXT = 64;
const OUTLINE_DEPTH = 3;

/**
 * A text that is the same for equal values and rarely for others, so that comparing each element with every earlier
 * one is avoided. It looks at a bounded part of the value.
 */
function outlineOf(value: ExpressionValue, depth: number): string {
  const key = scalarKey(value);
  if (key !== undefined) return typeof key === 'string' ? `"${key.slice(0, OUTLINE_TEXT)}"` : String(key);
  if (value instanceof Date) return `@${value.getTime()}`;
  if (depth === OUTLINE_DEPTH) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, OUTLINE_WIDTH).map((item) => outlineOf(item, depth + 1));
    return `[${value.length}:${items.join(',')}]`;
  }
  if (!isObject(value)) return '?';
  const keys = Object.keys(value).sort(compareText);
  const members = keys
    .slice(0, OUTLINE_WIDTH)
    .map((name) => `${name}:${outlineOf(value[name] ?? null, depth + 1)}`);
  return `{${keys.length}:${members.join(',')}}`;
}
