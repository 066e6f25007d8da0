import { setOwn } from '../../../core/value.ts';
import { isMapping } from '../call-values.ts';
import type { Compiler } from '../compiling.ts';
import { memberOf } from '../forms/access.ts';
import { compileName, outwards } from '../forms/name.ts';
import type { Frame, Write } from '../frame.ts';
import type { SetMemberStatement, SetStatement, WithStatement } from '../parsing/syntax-tree.ts';
import type { Fail } from '../rendering.ts';
import { Scope } from '../scope.ts';
import { Namespace, type TemplateMapping, type TemplateValue } from '../value.ts';
import { compileTargets } from './assignment.ts';

/** Gives names a value from here to the end of the scope. */
export function compileSet({ targets, value, offset }: SetStatement, compiler: Compiler): Write {
  const evaluate = compiler.expression(value);
  const assign = compileTargets(targets, offset, compiler);
  return (frame) => {
    assign(frame, evaluate(frame));
    return '';
  };
}

/** The values are evaluated outside the scope that they are for. */
export function compileWith({ values, body }: WithStatement, compiler: Compiler): Write {
  const evaluators = values.map(({ value }) => compiler.expression(value));
  const scope = new Scope(compiler.scope, compiler.scope.layout);
  const { slots, write } = compiler.within(scope, () => ({
    slots: values.map(({ target }) => scope.assign(target.name).slot),
    write: compiler.scoped(body),
  }));
  return (frame) => {
    const assigned = evaluators.map((evaluate) => evaluate(frame));
    for (const [at, value] of assigned.entries()) frame.locals[slots[at] as number] = value;
    return write(frame);
  };
}

/**
 * Sets an attribute of a namespace; of anything else, the variable gets a copy that differs in the member, for the
 * rest of the rendering. What the template was given stays as it is.
 */
export function compileSetMember({ root, path, value }: SetMemberStatement, compiler: Compiler): Write {
  const evaluate = compiler.expression(value);
  const current = compileName({ kind: 'name', ...root }, compiler, false);
  // The compiler has declared every such name in the outermost scope.
  const [candidate] = compiler.scope.candidates(root.name);
  const slot = candidate?.local.slot ?? 0;
  const hops = candidate?.hops ?? 0;
  const keys = path.map(({ name, offset }) => ({ name, fail: compiler.failureAt(offset) }));
  return (frame) => {
    outwards(frame, hops).locals[slot] = changed(current(frame), keys, 0, evaluate(frame), frame);
    return '';
  };
}

/** The container with another value at the path: itself when it is a namespace, else a copy. */
function changed(
  container: TemplateValue,
  keys: readonly { readonly name: string; readonly fail: Fail }[],
  at: number,
  value: TemplateValue,
  frame: Frame,
): TemplateValue {
  const key = keys[at];
  if (key === undefined) return value;
  const { name, fail } = key;
  const isNamespace = container instanceof Namespace;
  if (!isNamespace && !isMapping(container))
    return fail(`cannot set '${name}': there is no object to set it in`);
  const member =
    at + 1 === keys.length ? value : changed(memberOf(container, name) ?? null, keys, at + 1, value, frame);
  if (isNamespace) {
    container.assign(name, member);
    return container;
  }
  frame.rendering.takeElements(Object.keys(container).length + 1, fail);
  const copy: TemplateMapping = { ...container };
  setOwn(copy, name, member);
  return copy;
}
