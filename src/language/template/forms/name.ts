import { readOwn } from '../../path/read-own.ts';
import type { Compiler } from '../compiling.ts';
import type { Evaluate, Frame } from '../frame.ts';
import type { NameNode } from '../parsing/syntax-tree.ts';
import type { Candidate } from '../scope.ts';
import { suggestion } from '../unknown-name.ts';
import type { TemplateMapping } from '../value.ts';

/** Names that always have an object: an empty one when the template is given none. */
const ALWAYS: readonly string[] = ['record', 'meta', 'state', 'pagination'];
const EMPTY: TemplateMapping = Object.freeze({});

/** A name that a tag has set, or else one that the template is given. */
export function compileName(node: NameNode, compiler: Compiler, rescued: boolean): Evaluate {
  const candidates = compiler.scope.candidates(node.name);
  let read: Evaluate | undefined;
  if (candidates.at(-1)?.certain !== true) read = variable(node, compiler, rescued);
  for (const candidate of candidates.toReversed()) read = localOr(candidate, read);
  // Without a certain candidate there is the variable.
  return read as Evaluate;
}

/** True when the name can only be one that the template is given. */
export function isVariable(name: string, compiler: Compiler): boolean {
  return compiler.scope.candidates(name).length === 0;
}

function variable({ name, offset }: NameNode, compiler: Compiler, rescued: boolean): Evaluate {
  compiler.noteName(name);
  if (ALWAYS.includes(name)) return ({ variables }) => readOwn(variables, name) ?? EMPTY;
  if (!compiler.strict || rescued) return ({ variables }) => readOwn(variables, name) ?? null;
  const fail = compiler.lookupFailureAt(offset);
  const { scope } = compiler;
  return ({ variables }) => {
    const value = readOwn(variables, name);
    if (value !== undefined) return value;
    const known = [...scope.visible(), ...ALWAYS, ...Object.keys(variables)].filter(
      (other) => other !== name,
    );
    return fail(`Unable to evaluate name "${name}"${suggestion(name, known)}`);
  };
}

function localOr({ hops, local, certain }: Candidate, otherwise: Evaluate | undefined): Evaluate {
  const { slot } = local;
  local.isRead = true;
  if (certain || otherwise === undefined) {
    if (hops === 0) return ({ locals }) => locals[slot] ?? null;
    return (frame) => outwards(frame, hops).locals[slot] ?? null;
  }
  return (frame) => {
    const value = outwards(frame, hops).locals[slot];
    return value === undefined ? otherwise(frame) : value;
  };
}

/** The frame that many macros further out. */
export function outwards(frame: Frame, hops: number): Frame {
  let found = frame;
  for (let left = hops; left > 0 && found.outer !== undefined; left -= 1) found = found.outer;
  return found;
}
