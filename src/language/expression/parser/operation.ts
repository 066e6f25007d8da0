import {
  BINARY_OPERATORS,
  type BinaryOperator,
  type SpecialOperator,
  UNARY_OPERATORS,
} from '../operators.ts';
import type { LogicalNode, Node } from '../syntax-tree.ts';
import { parseCall } from './call.ts';
import type { Parser } from './parser.ts';
import { parsePostfix } from './postfix.ts';
import { parsePrimary } from './primary.ts';

const PIPE_HINT = ' (a pipe needs a function: x | f(); or is written ||)';

/** An operand and the operators of at least that precedence after it. */
export function parseOperators(parser: Parser, precedence: number): Node {
  const { tokens } = parser;
  parser.enter();
  let left = parseUnary(parser) ?? parsePostfix(parser, parsePrimary(parser));
  let previous = '';
  for (;;) {
    const negated = tokens.at('not');
    const operator = operatorAfter(parser, negated);
    if (operator === undefined || operator.precedence < precedence) break;
    if (negated) tokens.advance();
    const { offset } = tokens.advance();
    if (operator.form === 'pipe') {
      left = parsePipe(parser, left);
    } else {
      if (previous === '??' && operator.form !== 'coalesce') {
        tokens.fail(
          `Operator (${operator.symbol}) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses.`,
          offset,
        );
      }
      left = parseBinary(parser, left, operator, offset);
      if (negated) left = parser.node({ kind: 'unary', offset, operator: 'not', operand: left });
    }
    previous = operator.symbol;
  }
  parser.leave();
  return left;
}

function operatorAfter({ tokens }: Parser, negated: boolean): BinaryOperator | SpecialOperator | undefined {
  const token = negated ? tokens.following : tokens.current;
  const operator = token?.kind === 'operator' ? BINARY_OPERATORS.get(token.text) : undefined;
  if (negated && operator?.negatable !== true) tokens.unexpected();
  return operator;
}

function parseUnary(parser: Parser): Node | undefined {
  const { kind, text, offset } = parser.tokens.current;
  const unary = kind === 'operator' ? UNARY_OPERATORS.get(text) : undefined;
  if (unary === undefined) return undefined;
  parser.tokens.advance();
  const operand = parseOperators(parser, unary.precedence);
  return parser.node({ kind: 'unary', offset, operator: unary.operator, operand });
}

function parseBinary(
  parser: Parser,
  left: Node,
  operator: BinaryOperator | SpecialOperator,
  offset: number,
): Node {
  if (operator.form === 'ordering') return parseOrdering(parser, left, operator, offset);
  const { precedence } = operator;
  const right = parseOperators(parser, operator.rightAssociative ? precedence : precedence + 1);
  switch (operator.form) {
    case 'and':
    case 'or':
      return parser.node(logical(operator.form, operator.symbol, left, right, offset));
    case 'coalesce':
      return parser.node({ kind: 'coalesce', offset, left, right });
    case 'matches':
      return parser.node({ kind: 'matches', offset, left, right });
    default:
      // The loop over operators deals with pipes.
      return parser.node({ kind: 'binary', offset, operator: operator as BinaryOperator, left, right });
  }
}

function logical(
  operator: 'and' | 'or',
  symbol: string,
  left: Node,
  right: Node,
  offset: number,
): LogicalNode {
  const chained = left.kind === 'logical' && left.operator === operator;
  const operands = chained ? [...left.operands, right] : [left, right];
  return { kind: 'logical', offset, operator, symbol, operands };
}

function parseOrdering(parser: Parser, first: Node, operator: BinaryOperator, offset: number): Node {
  const comparisons = [{ operator, offset, operand: parseOperators(parser, operator.precedence + 1) }];
  for (;;) {
    const next = operatorAfter(parser, false);
    if (next?.form !== 'ordering') return parser.node({ kind: 'ordering', offset, first, comparisons });
    const token = parser.tokens.advance();
    comparisons.push({
      operator: next,
      offset: token.offset,
      operand: parseOperators(parser, next.precedence + 1),
    });
  }
}

/** `x | f(y)` is `f(x, y)`. */
function parsePipe(parser: Parser, argument: Node): Node {
  const name = parser.tokens.current;
  if (name.kind !== 'name') parser.tokens.unexpected(PIPE_HINT);
  parser.tokens.advance();
  if (!parser.tokens.at('(')) parser.tokens.unexpected(PIPE_HINT);
  return parseCall(parser, name, [argument]);
}
