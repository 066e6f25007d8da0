import { isMapping } from '../call-values.ts';
import type { Compiler } from '../compiling.ts';
import { sortedKeys } from '../conversion.ts';
import type { Condition, Evaluate, Frame, Write } from '../frame.ts';
import { Loop } from '../loop.ts';
import type { ForStatement } from '../parsing/syntax-tree.ts';
import type { Fail } from '../rendering.ts';
import { Scope } from '../scope.ts';
import { TemplateObject, type TemplateValue } from '../value.ts';
import { type Assign, compileTargets } from './assignment.ts';

/**
 * The body once per element. An object gives its keys, or with two names its keys and values; null and scalars
 * give nothing. What the body sets lasts for one pass.
 */
export function compileFor(statement: ForStatement, compiler: Compiler): Write {
  const { targets, offset } = statement;
  const iterable = compiler.expression(statement.iterable);
  const scope = new Scope(compiler.scope, compiler.scope.layout);
  const fail = compiler.failureAt(offset);
  const { assign, test, body, loopSlot, ownSlots } = compiler.within(scope, () => {
    const assign = compileTargets(targets, offset, compiler);
    const test = statement.test === undefined ? undefined : compiler.condition(statement.test);
    const outside = new Set(scope.slots);
    const loop = scope.assign('loop');
    const body = compiler.body(statement.body);
    const ownSlots = scope.slots.filter((slot) => !outside.has(slot) && slot !== loop.slot);
    return { assign, test, body, loopSlot: loop.isRead ? loop.slot : undefined, ownSlots };
  });
  const otherwise = statement.otherwise === undefined ? () => '' : compiler.scoped(statement.otherwise);
  const elementsOf = elementReader(iterable, targets.length > 1, fail);
  return (frame) => {
    let elements = elementsOf(frame);
    if (test !== undefined) elements = filtered(elements, frame, assign, test, fail);
    const { length } = elements;
    if (length === 0) return otherwise(frame);
    frame.rendering.takeSteps(length, fail);
    const { locals } = frame;
    const loop = loopSlot === undefined ? undefined : new Loop(elements);
    if (loopSlot !== undefined) locals[loopSlot] = loop;
    let text = '';
    for (let index = 0; index < length; index += 1) {
      assign(frame, elements[index] as TemplateValue);
      if (loop !== undefined) loop.index0 = index;
      for (const slot of ownSlots) locals[slot] = undefined;
      text += body(frame);
    }
    return text;
  };
}

function elementReader(
  iterable: Evaluate,
  pairs: boolean,
  fail: Fail,
): (frame: Frame) => readonly TemplateValue[] {
  return (frame) => {
    const value = iterable(frame);
    if (Array.isArray(value)) return value;
    if (value instanceof TemplateObject) return value.elements() ?? [];
    if (!isMapping(value)) return [];
    const keys = sortedKeys(value);
    frame.rendering.takeElements(keys.length, fail);
    return pairs ? keys.map((key) => [key, value[key] as TemplateValue]) : keys;
  };
}

function filtered(
  elements: readonly TemplateValue[],
  frame: Frame,
  assign: Assign,
  test: Condition,
  fail: Fail,
): readonly TemplateValue[] {
  frame.rendering.takeSteps(elements.length, fail);
  return elements.filter((element) => {
    assign(frame, element);
    return test(frame);
  });
}
