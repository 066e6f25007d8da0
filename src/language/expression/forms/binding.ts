import type { Compiled, Compiler } from '../compiled.ts';
import type { LetNode, LocalNode, SequenceNode } from '../syntax-tree.ts';

/** The value that a `let` or a predicate has put at the slot. */
export function compileLocal({ slot }: LocalNode, compiler: Compiler): Compiled {
  return {
    type: compiler.slotTypes[slot] ?? 'any',
    // Whatever reads a slot stands inside the construct that fills it.
    evaluate: ({ locals }) => locals[slot] ?? null,
  };
}

export function compileLet({ slot, value }: LetNode, compiler: Compiler): Compiled {
  const { type, evaluate } = compiler.compile(value);
  compiler.slotTypes[slot] = type;
  return {
    type,
    evaluate: (evaluation) => {
      const result = evaluate(evaluation);
      evaluation.locals[slot] = result;
      return result;
    },
  };
}

export function compileSequence(node: SequenceNode, compiler: Compiler): Compiled {
  const parts = node.parts.map((part) => compiler.compile(part));
  const evaluators = parts.map(({ evaluate }) => evaluate);
  const last = parts.length - 1;
  return {
    type: parts[last]?.type ?? 'any',
    evaluate: (evaluation) => {
      for (let at = 0; at < last; at += 1) evaluators[at]?.(evaluation);
      return evaluators[last]?.(evaluation) ?? null;
    },
  };
}
