import { isDataObject } from '../../core/record.ts';
import { numberText } from '../../core/scalar-text.ts';
import { kindOf } from '../../core/value.ts';
import { sortedKeys, textOf } from './conversion.ts';
import type { CallSite } from './definition.ts';
import type { Fail } from './rendering.ts';
import { EscapedText, type TemplateMapping, TemplateObject, type TemplateValue } from './value.ts';

/** True for an object with members: no list, timestamp or object that only templates have. */
export function isMapping(value: TemplateValue | undefined): value is TemplateMapping {
  return isDataObject(value);
}

/** Ends the rendering because a filter, test, method or function cannot work on what it is applied to. */
export function refuseValue(callee: string, expected: string, got: TemplateValue, fail: Fail): never {
  return fail(`invalid call to ${callee}: expected ${expected}, got ${described(got)}`);
}

/** Ends the rendering because of an argument. */
export function refuseArgument(
  callee: string,
  parameter: string,
  expected: string,
  got: TemplateValue | undefined,
  fail: Fail,
): never {
  return fail(`invalid call to ${callee}: ${parameter} must be ${expected}, got ${described(got ?? null)}`);
}

/** Numbers are shown: a number is mostly refused for what it is, not for being one. Texts may be data or secrets. */
function described(value: TemplateValue): string {
  return typeof value === 'number' || typeof value === 'bigint' ? numberText(value) : kindOf(value);
}

/** The text that an operation works on, accounted for. */
export function subjectText(value: TemplateValue | undefined, site: CallSite): string {
  const text = textOf(value ?? null, site.fail);
  site.rendering.takeSteps(1 + (text.length >>> 4), site.fail);
  return text;
}

/** Accounts for text that was made, and gives it. */
export function madeText(text: string, site: CallSite): string {
  site.rendering.takeText(text.length, site.fail);
  return text;
}

/** What an integer argument must be. */
export interface IntegerLimits {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** An argument that has to be a whole number; `42.0` is one. */
export function integerArgument(
  value: TemplateValue | undefined,
  parameter: string,
  callee: string,
  fail: Fail,
  limits: IntegerLimits = {},
): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    return refuseArgument(callee, parameter, 'an integer', value, fail);
  }
  const { minimum = value, maximum = value } = limits;
  if (value < minimum) return refuseArgument(callee, parameter, `at least ${minimum}`, value, fail);
  if (value > maximum) return refuseArgument(callee, parameter, `at most ${maximum}`, value, fail);
  return value;
}

/** An argument that is one of a few words. */
export function choiceArgument<T extends string>(
  value: TemplateValue | undefined,
  choices: readonly T[],
  parameter: string,
  callee: string,
  fail: Fail,
): T {
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  const expected = choices.map((choice) => JSON.stringify(choice)).join(' or ');
  return refuseArgument(callee, parameter, expected, value, fail);
}

/**
 * What a list filter goes through: the elements of a list, the keys of an object, the characters of a text, nothing
 * for null. Accounts for the elements. The list itself is given, not a copy.
 */
export function elementsOf(
  value: TemplateValue | undefined,
  callee: string,
  site: CallSite,
): readonly TemplateValue[] {
  const elements = iterated(value ?? null, callee, site);
  site.rendering.takeSteps(1 + elements.length, site.fail);
  return elements;
}

function iterated(value: TemplateValue, callee: string, site: CallSite): readonly TemplateValue[] {
  if (Array.isArray(value)) return value;
  if (value === null) return [];
  if (typeof value === 'string' || value instanceof EscapedText) {
    const text = textOf(value, site.fail);
    site.rendering.takeElements(text.length, site.fail);
    return Array.from(text);
  }
  if (isMapping(value)) {
    const keys = sortedKeys(value);
    site.rendering.takeElements(keys.length, site.fail);
    return keys;
  }
  const elements = value instanceof TemplateObject ? value.elements() : undefined;
  return elements ?? refuseValue(callee, 'an array, an object or a string', value, site.fail);
}

/** True for what has elements: a list, a text, an object. */
export function isIterable(value: TemplateValue): boolean {
  if (typeof value === 'string' || Array.isArray(value) || isMapping(value)) return true;
  return value instanceof EscapedText || (value instanceof TemplateObject && value.elements() !== undefined);
}

/** Accounts for a list that was made, and gives it. */
export function madeList(list: TemplateValue[], site: CallSite): TemplateValue[] {
  site.rendering.takeElements(list.length, site.fail);
  return list;
}
