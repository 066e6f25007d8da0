import { LocatedError } from '../located-error.ts';
import type { RegexCompiler } from '../regex/linear-regex.ts';
import type { Compiled, Compiler } from './compiled.ts';
import { ExpressionError } from './expression-error.ts';
import { compileChain, compileMember } from './forms/access.ts';
import { compileLet, compileLocal, compileSequence } from './forms/binding.ts';
import { compileCall } from './forms/call.ts';
import { compileCoalesce, compileConditional, compileLogical, expectBoolean } from './forms/choice.ts';
import { compileOrdering } from './forms/comparison.ts';
import { compileEnvironment, compileList, compileLiteral, compileName, compileObject } from './forms/leaf.ts';
import { compileMatches } from './forms/matches.ts';
import { compileMethod } from './forms/method.ts';
import { compileBinary, compileUnary } from './forms/operator.ts';
import { compileSlice } from './forms/slice.ts';
import { NESTED_TOO_DEEPLY } from './parser/parse-expression.ts';
import type { Node } from './syntax-tree.ts';

/** Nodes below nodes: each takes a few frames of the stack, when it is compiled and when it is evaluated. */
const DEPTH_LIMIT = 500;

/**
 * Turns a syntax tree into closures, checking what literals and built-in results reveal about types.
 *
 * @param expect `boolean`: the result must be one, null counting as false
 * @param regex compiles a pattern of `matches`
 * @throws {LocatedError} for a combination that no data can make valid
 */
export function compileTree(
  tree: Node,
  source: string,
  expect: 'any' | 'boolean',
  regex: RegexCompiler,
): Compiled {
  let depth = 0;
  const compiler: Compiler = {
    compile: (node) => {
      depth += 1;
      if (depth > DEPTH_LIMIT) compiler.fail(NESTED_TOO_DEEPLY, node.offset);
      const compiled = compileNode(node, compiler);
      depth -= 1;
      return compiled;
    },
    fail: (reason, offset) => {
      throw new LocatedError(reason, source, offset);
    },
    failureAt: (offset) => (reason) => {
      throw new ExpressionError(reason, source, offset);
    },
    regex,
    slotTypes: [],
  };
  const compiled = compiler.compile(tree);
  return expect === 'boolean' ? { type: 'bool', evaluate: expectBoolean(compiled, compiler) } : compiled;
}

function compileNode(node: Node, compiler: Compiler): Compiled {
  switch (node.kind) {
    case 'literal':
      return compileLiteral(node);
    case 'name':
      return compileName(node);
    case 'local':
      return compileLocal(node, compiler);
    case 'environment':
      return compileEnvironment();
    case 'list':
      return compileList(node, compiler);
    case 'object':
      return compileObject(node, compiler);
    case 'member':
      return compileMember(node, compiler);
    case 'method':
      return compileMethod(node, compiler);
    case 'chain':
      return compileChain(node, compiler);
    case 'slice':
      return compileSlice(node, compiler);
    case 'unary':
      return compileUnary(node, compiler);
    case 'binary':
      return compileBinary(node, compiler);
    case 'matches':
      return compileMatches(node, compiler);
    case 'ordering':
      return compileOrdering(node, compiler);
    case 'logical':
      return compileLogical(node, compiler);
    case 'coalesce':
      return compileCoalesce(node, compiler);
    case 'conditional':
      return compileConditional(node, compiler);
    case 'call':
      return compileCall(node, compiler);
    case 'let':
      return compileLet(node, compiler);
    case 'sequence':
      return compileSequence(node, compiler);
  }
}
