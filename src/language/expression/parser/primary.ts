import type { LiteralNode, Node } from '../syntax-tree.ts';
import type { Token } from '../token.ts';
import { parseCall, parseItems } from './call.ts';
import type { Parser } from './parser.ts';
import type { Pointer } from './scope.ts';

/** Names that stand for a value. */
export const LITERAL_NAMES: ReadonlyMap<string, null | boolean> = new Map<string, null | boolean>([
  ['true', true],
  ['false', false],
  ['nil', null],
]);

/** An operand without what follows it. */
export function parsePrimary(parser: Parser): Node {
  const { tokens } = parser;
  const { kind, offset, value = null, isFloat = false, text } = tokens.current;
  if (kind === 'number' || kind === 'string') {
    tokens.advance();
    return parser.node<LiteralNode>({ kind: 'literal', offset, value, isFloat });
  }
  if (kind === 'name') return parseNamed(parser, tokens.advance());
  if (kind !== 'operator') return tokens.unexpected();
  switch (text) {
    case '(':
      return parseParenthesised(parser);
    case '[':
      tokens.advance();
      return parser.node({ kind: 'list', offset, items: parseItems(parser, ']') });
    case '{':
      tokens.advance();
      return parseObject(parser, offset);
    case '::':
      tokens.advance();
      return parseBuiltinCall(parser);
    case '#':
      return parser.scope.inPredicate ? parsePointer(parser) : tokens.unexpected();
    case '.':
      // The dot itself is left to what reads the accesses after an operand.
      return parser.scope.inPredicate ? pointerNode(parser, 'element', offset) : tokens.unexpected();
    default:
      return tokens.unexpected();
  }
}

function parseParenthesised(parser: Parser): Node {
  parser.tokens.expect('(');
  const inner = parser.sequence();
  parser.tokens.expect(')');
  return inner;
}

function parseBuiltinCall(parser: Parser): Node {
  const name = parser.tokens.current;
  if (name.kind !== 'name') parser.tokens.unexpected(' (expected the name of a function)');
  parser.tokens.advance();
  return parseCall(parser, name, []);
}

function parseNamed(parser: Parser, { text, offset, ...token }: Token): Node {
  const literal = LITERAL_NAMES.get(text);
  if (literal !== undefined) {
    return parser.node<LiteralNode>({ kind: 'literal', offset, value: literal, isFloat: false });
  }
  const slot = parser.scope.find(text);
  if (parser.tokens.at('(')) {
    if (slot !== undefined) parser.tokens.fail(`${text} is a variable, not a function`, offset);
    return parseCall(parser, { ...token, text, offset }, []);
  }
  if (slot !== undefined) return parser.node({ kind: 'local', offset, slot });
  if (text === '$env') return parser.node({ kind: 'environment', offset });
  return parser.node({ kind: 'name', offset, name: text });
}

function parsePointer(parser: Parser): Node {
  const { tokens } = parser;
  const { offset } = tokens.advance();
  if (tokens.current.kind !== 'name') return pointerNode(parser, 'element', offset);
  const { text } = tokens.advance();
  if (text === 'index' || text === 'acc') return pointerNode(parser, text, offset);
  return tokens.fail(`unknown pointer #${text}`, offset);
}

function pointerNode(parser: Parser, pointer: Pointer, offset: number): Node {
  const slot = parser.scope.pointer(pointer);
  if (slot === undefined) parser.tokens.fail(`unknown pointer #${pointer}`, offset);
  return parser.node({ kind: 'local', offset, slot });
}

function parseObject(parser: Parser, offset: number): Node {
  const { tokens } = parser;
  const entries: { key: Node; value: Node }[] = [];
  while (!tokens.take('}')) {
    const key = parseKey(parser);
    tokens.expect(':');
    entries.push({ key, value: parser.expression() });
    if (!tokens.at('}')) tokens.expect(',');
  }
  return parser.node({ kind: 'object', offset, entries });
}

function parseKey(parser: Parser): Node {
  const { tokens } = parser;
  const { kind, offset, value } = tokens.current;
  if (tokens.at('(')) return parseParenthesised(parser);
  let text = tokens.takeWord();
  if (text === undefined) {
    if (kind !== 'string' && kind !== 'number') tokens.unexpected(' (expected a key)');
    text = String(value);
    tokens.advance();
  }
  return parser.node<LiteralNode>({ kind: 'literal', offset, value: text, isFloat: false });
}
