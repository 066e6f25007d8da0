import { compareText } from '../../../core/compare.ts';
import { Duration, durationText } from '../../../core/duration.ts';
import { DEEPEST_NESTING } from '../../../core/nesting.ts';
import { OpaqueValue } from '../../../core/record.ts';
import { numberText, timestampText } from '../../../core/scalar-text.ts';
import type { Evaluation, Fail } from '../evaluation.ts';
import { type ExpressionValue, KeyedValues } from '../value.ts';
import { compareKeys } from './keyed-values.ts';

/**
 * The text that `string()` gives: numbers as plain decimals, lists `[a b]`, objects `map[k:v]` sorted by key, null
 * `<nil>`, timestamps RFC 3339. Values and text count against the budgets of the evaluation while
 * the text grows.
 */
export function displayText(value: ExpressionValue, fail: Fail, evaluation: Evaluation): string {
  return text(value, 0, fail, evaluation);
}

function text(value: ExpressionValue, depth: number, fail: Fail, evaluation: Evaluation): string {
  evaluation.takeSteps(1, fail);
  const scalar = scalarText(value);
  if (scalar !== undefined) {
    evaluation.takeText(scalar.length + 1, fail);
    return scalar;
  }
  if (depth === DEEPEST_NESTING) fail('recursion depth exceeded');
  evaluation.takeText(2, fail);
  if (Array.isArray(value)) {
    return `[${value.map((item) => text(item, depth + 1, fail, evaluation)).join(' ')}]`;
  }
  const members = sortedEntries(value).map(
    ([key, member]) =>
      `${text(key, depth + 1, fail, evaluation)}:${text(member, depth + 1, fail, evaluation)}`,
  );
  return `map[${members.join(' ')}]`;
}

function sortedEntries(value: ExpressionValue): [ExpressionValue, ExpressionValue][] {
  return value instanceof KeyedValues
    ? [...value.entries].sort(([left], [right]) => compareKeys(left, right))
    : Object.entries(value as object).sort(([left], [right]) => compareText(left, right));
}

/** `undefined` for a value with elements or members. */
function scalarText(value: ExpressionValue): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return numberText(value);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      break;
  }
  if (value === null) return '<nil>';
  if (value instanceof Date) return timestampText(value);
  if (value instanceof Duration) return durationText(value);
  return value instanceof OpaqueValue && !(value instanceof KeyedValues) ? String(value) : undefined;
}
