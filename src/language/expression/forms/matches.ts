import { errorText } from '../../../core/errors.ts';
import { type LinearRegex, type RegexCompiler, RegexSyntaxError } from '../../regex/linear-regex.ts';
import type { Compiled, Compiler } from '../compiled.ts';
import type { Fail } from '../evaluation.ts';
import { mismatchedTypes } from '../operations/operation.ts';
import { textQuestion } from '../operations/text-search.ts';
import type { MatchesNode } from '../syntax-tree.ts';

/** A literal pattern is compiled beforehand; a computed one whenever it differs from the last. */
export function compileMatches(node: MatchesNode, compiler: Compiler): Compiled {
  const left = compiler.compile(node.left);
  const right = compiler.compile(node.right);
  const fail = compiler.failureAt(node.offset);
  const pattern = node.right.kind === 'literal' ? node.right.value : undefined;
  const regexOf =
    typeof pattern === 'string' ? always(compiler.regex(pattern)) : computedRegex(compiler.regex, fail);
  const operation = textQuestion((text, source) => regexOf(source).test(text));
  const type = operation.resultType(left.type, right.type);
  if (type === undefined) compiler.fail(mismatchedTypes(left.type, 'matches', right.type), node.offset);
  const evaluateLeft = left.evaluate;
  const evaluateRight = right.evaluate;
  return {
    type,
    evaluate: (evaluation) =>
      operation.apply(evaluateLeft(evaluation), evaluateRight(evaluation), fail, evaluation),
  };
}

function always(regex: LinearRegex): RegexCompiler {
  return () => regex;
}

function computedRegex(compile: RegexCompiler, fail: Fail): RegexCompiler {
  let last: { readonly pattern: string; readonly regex: LinearRegex } | undefined;
  return (pattern) => {
    if (last?.pattern === pattern) return last.regex;
    try {
      last = { pattern, regex: compile(pattern) };
    } catch (error) {
      if (error instanceof RegexSyntaxError) return fail(errorText(error));
      throw error;
    }
    return last.regex;
  };
}
