import { setOwn } from '../../../core/value.ts';
import type { Compiler } from '../compiling.ts';
import { textOf } from '../conversion.ts';
import type { Evaluate } from '../frame.ts';
import type { ListNode, LiteralNode, ObjectNode } from '../parsing/syntax-tree.ts';
import type { TemplateMapping, TemplateValue } from '../value.ts';

export function compileLiteral({ value }: LiteralNode): Evaluate {
  return () => value;
}

/** A list of literals is made once: nothing changes a list. */
export function compileList({ items, offset }: ListNode, compiler: Compiler): Evaluate {
  const literals: TemplateValue[] = [];
  for (const item of items) if (item.kind === 'literal') literals.push(item.value);
  if (literals.length === items.length) return () => literals;
  const fail = compiler.failureAt(offset);
  const elements = items.map((item) => compiler.expression(item));
  return (frame) => {
    frame.rendering.takeElements(elements.length, fail);
    return elements.map((element) => element(frame));
  };
}

/** Keys are texts; a number or a boolean as key is its text. */
export function compileObject({ entries, offset }: ObjectNode, compiler: Compiler): Evaluate {
  const fail = compiler.failureAt(offset);
  const compiled = entries.map(({ key, value }) => ({
    key: compiler.expression(key),
    failKey: compiler.failureAt(key.offset),
    value: compiler.expression(value),
  }));
  return (frame) => {
    frame.rendering.takeElements(compiled.length, fail);
    const result: TemplateMapping = {};
    for (const { key, failKey, value } of compiled) {
      const name = key(frame);
      if (name === null || (typeof name === 'object' && !(name instanceof Date))) {
        return failKey('the key of an object must be a text or a number');
      }
      setOwn(result, textOf(name, failKey), value(frame));
    }
    return result;
  };
}
