import type { Node } from '../syntax-tree.ts';
import type { Parser } from './parser.ts';
import { Scope } from './scope.ts';
import { parseFullExpression, parseSequence } from './sequence.ts';
import { TokenReader } from './token-reader.ts';

/** An expression may have this many syntax nodes. */
const NODE_LIMIT = 10_000;
/** The parser may call itself this often, which bounds how deep parentheses, brackets and operators nest. */
const RECURSION_LIMIT = 500;
/** The reason for refusing an expression that nests beyond what the stack is sure to hold. */
export const NESTED_TOO_DEEPLY = 'expression is nested too deeply';

/** A parsed expression. */
export interface Program {
  readonly tree: Node;
  /** Room that an evaluation needs for `let` names and pointers. */
  readonly slots: number;
}

/**
 * Parses an expression into its syntax tree.
 *
 * @throws {LocatedError} for anything that is not an expression or is beyond the limits
 */
export function parseExpression(source: string): Program {
  const tokens = new TokenReader(source);
  const scope = new Scope();
  let nodes = 0;
  let nesting = 0;
  const parser: Parser = {
    tokens,
    scope,
    expression: () => parseFullExpression(parser),
    sequence: () => parseSequence(parser),
    node: (node) => {
      nodes += 1;
      if (nodes > NODE_LIMIT) {
        tokens.fail('compilation failed: expression exceeds maximum allowed nodes', node.offset);
      }
      return node;
    },
    enter: () => {
      nesting += 1;
      if (nesting > RECURSION_LIMIT) tokens.fail(NESTED_TOO_DEEPLY, tokens.current.offset);
    },
    leave: () => {
      nesting -= 1;
    },
  };
  const tree = parser.sequence();
  if (!tokens.atEnd) tokens.unexpected();
  return { tree, slots: scope.slots };
}
