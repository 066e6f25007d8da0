import type { Compiler } from '../compiling.ts';
import type { Frame } from '../frame.ts';
import type { Target } from '../parsing/syntax-tree.ts';
import { TemplateObject, type TemplateValue } from '../value.ts';

/** Gives names a value. */
export type Assign = (frame: Frame, value: TemplateValue) => void;

/**
 * Assigns to the names, which count as set in the current scope from here on: one takes the value, several take
 * the parts of a list of that length.
 *
 * @param offset where a value that does not fit is reported
 */
export function compileTargets(targets: readonly Target[], offset: number, compiler: Compiler): Assign {
  const slots = targets.map(({ name }) => {
    const local = compiler.scope.assign(name);
    local.macro = undefined;
    return local.slot;
  });
  const [first] = slots;
  if (slots.length === 1 && first !== undefined) {
    return (frame, value) => {
      frame.locals[first] = value;
    };
  }
  const fail = compiler.failureAt(offset);
  const count = slots.length;
  return (frame, value) => {
    const parts = value instanceof TemplateObject ? value.elements() : value;
    if (!Array.isArray(parts)) return fail(`cannot unpack ${count} values: this is no list`);
    if (parts.length !== count) return fail(`cannot unpack ${count} values from a list of ${parts.length}`);
    for (let at = 0; at < count; at += 1) frame.locals[slots[at] as number] = parts[at] as TemplateValue;
  };
}
