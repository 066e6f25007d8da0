import { compareText } from '../../../core/compare.ts';
import { DEEPEST_NESTING, NESTING_REFUSAL } from '../../../core/nesting.ts';
import { stringifyJson } from '../../../core/stringify-json.ts';
import type { Evaluation, Fail } from '../evaluation.ts';
import { typeName } from '../type-name.ts';
import { type ExpressionValue, isObject, KeyedValues, toData } from '../value.ts';

/**
 * JSON text of several lines whose objects have their keys in order, for `toJSON()`. Values and text count against the
 * budgets of the evaluation while the text grows.
 */
export function sortedJson(value: ExpressionValue, fail: Fail, evaluation: Evaluation): string {
  return write(value, '\n', 0, fail, evaluation);
}

/** @param margin what a new line of the value starts with */
function write(
  value: ExpressionValue,
  margin: string,
  depth: number,
  fail: Fail,
  evaluation: Evaluation,
): string {
  evaluation.takeSteps(1, fail);
  const isList = Array.isArray(value);
  const scalar = (leaf: ExpressionValue) => {
    const text = scalarText(leaf, fail);
    evaluation.takeText(text.length + margin.length, fail);
    return text;
  };
  if (!isList && !isObject(value)) return scalar(value);
  if (depth === DEEPEST_NESTING) fail(`cannot convert a value to JSON that ${NESTING_REFUSAL}`);
  evaluation.takeText(2 + margin.length, fail);
  const inner = `${margin}  `;
  const part = (member: ExpressionValue) => write(member, inner, depth + 1, fail, evaluation);
  if (isList) return enclosed('[', value.map(part), ']', margin);
  const members = Object.keys(value)
    .sort(compareText)
    .map((key) => `${scalar(key)}: ${part(value[key] ?? null)}`);
  return enclosed('{', members, '}', margin);
}

function enclosed(open: string, parts: readonly string[], close: string, margin: string): string {
  const inner = `${margin}  `;
  return parts.length === 0 ? open + close : open + inner + parts.join(`,${inner}`) + margin + close;
}

/** Characters that must not stand as they are in JSON inside HTML or JavaScript. */
const ESCAPED = /[<>&\u2028\u2029]/g;

function scalarText(value: ExpressionValue, fail: Fail): string {
  if (typeof value === 'number' && !Number.isFinite(value)) fail(`cannot convert ${value} to JSON`);
  if (value instanceof KeyedValues) {
    fail(`cannot convert ${typeName(value)} to JSON: its keys are not all texts`);
  }
  const text = stringifyJson(toData(value));
  return typeof value === 'string' ? text.replace(ESCAPED, escapeText) : text;
}

function escapeText(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
