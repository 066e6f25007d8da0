import { BUILTINS } from '../builtins/registry.ts';
import type { LetNode, Node } from '../syntax-tree.ts';
import { parseOperators } from './operation.ts';
import type { Parser } from './parser.ts';
import { LITERAL_NAMES } from './primary.ts';

/** `a; let x = b; c`: names are visible up to the end of the sequence. Only the program itself may end in `;`. */
export function parseSequence(parser: Parser): Node {
  const { tokens } = parser;
  const { offset } = tokens.current;
  return parser.scope.block(() => {
    const parts: Node[] = [];
    for (;;) {
      if (tokens.at('let')) {
        parts.push(parseLet(parser));
        tokens.expect(';');
        continue;
      }
      const part = parser.expression();
      parts.push(part);
      if (!tokens.take(';') || tokens.atEnd) {
        return parts.length === 1 ? part : parser.node({ kind: 'sequence', offset, parts });
      }
    }
  });
}

function parseLet(parser: Parser): LetNode {
  const { tokens, scope } = parser;
  tokens.expect('let');
  const { kind, text: name, offset } = tokens.current;
  if (kind !== 'name' || LITERAL_NAMES.has(name)) tokens.unexpected(' (expected the name of a variable)');
  if (BUILTINS.has(name) || name === '$env') tokens.fail(`cannot redeclare builtin ${name}`, offset);
  if (scope.find(name) !== undefined) tokens.fail(`cannot redeclare variable ${name}`, offset);
  tokens.advance();
  if (!tokens.take('=')) tokens.unexpected(' (expected =)');
  const value = parser.expression();
  return parser.node({ kind: 'let', offset, slot: scope.declare(name), value });
}

/** Where an operand is wanted, `let`, `if` and the ternary need parentheses; here they do not. */
export function parseFullExpression(parser: Parser): Node {
  parser.enter();
  const node = parseAny(parser);
  parser.leave();
  return node;
}

function parseAny(parser: Parser): Node {
  const { tokens } = parser;
  if (tokens.at('let')) return parser.sequence();
  if (tokens.at('if')) return parseIf(parser);
  let node = parseOperators(parser, 0);
  while (tokens.at('?')) {
    const { offset } = tokens.advance();
    const then = tokens.at(':') ? undefined : parser.expression();
    tokens.expect(':');
    node = parser.node({ kind: 'conditional', offset, test: node, then, otherwise: parser.expression() });
  }
  return node;
}

function parseIf(parser: Parser): Node {
  const { tokens } = parser;
  const { offset } = tokens.advance();
  const test = parser.expression();
  const then = parseBlock(parser);
  tokens.expect('else', ' (an if needs an else)');
  const otherwise = tokens.at('if') ? parser.expression() : parseBlock(parser);
  return parser.node({ kind: 'conditional', offset, test, then, otherwise });
}

function parseBlock(parser: Parser): Node {
  parser.tokens.expect('{');
  const body = parser.sequence();
  parser.tokens.expect('}');
  return body;
}
