import { closestName } from '../../../core/closest-name.ts';
import { BUILTINS } from '../builtins/registry.ts';
import { METHODS } from '../methods/registry.ts';
import type { LiteralNode, MemberNode, MethodNode, Node } from '../syntax-tree.ts';
import type { Token } from '../token.ts';
import { parseItems } from './call.ts';
import type { Parser } from './parser.ts';

/** Accesses, method calls and slices after an operand. */
export function parsePostfix(parser: Parser, operand: Node): Node {
  const { tokens } = parser;
  let node = operand;
  for (;;) {
    if (tokens.take('?.')) {
      node = tokens.at('[') ? parseBracket(parser, node, true) : parseDotted(parser, node, true);
    } else if (tokens.take('.')) {
      node = parseDotted(parser, node, false);
    } else if (tokens.at('[')) {
      node = parseBracket(parser, node, false);
    } else {
      return node;
    }
  }
}

/** A dotted link belongs to the chain that the links before it have opened. */
function parseDotted(parser: Parser, before: Node, optional: boolean): Node {
  const inChain = before.kind === 'chain';
  const object = inChain ? before.link : before;
  const link = parseLink(parser, object, optional);
  return inChain || optional ? parser.node({ kind: 'chain', offset: link.offset, link }) : link;
}

function parseLink(parser: Parser, object: Node, optional: boolean): MemberNode | MethodNode {
  const { tokens } = parser;
  const token = tokens.current;
  const { offset } = token;
  const name = tokens.takeWord();
  if (name === undefined) return tokens.unexpected(' (expected a property name)');
  if (!tokens.take('(')) {
    const property = parser.node<LiteralNode>({ kind: 'literal', offset, value: name, isFloat: false });
    return parser.node({ kind: 'member', offset, object, property, optional });
  }
  const methods = METHODS.get(name) ?? unknownMethod(parser, token);
  const parameters = parseItems(parser, ')');
  return parser.node({ kind: 'method', offset, object, name, methods, parameters, optional });
}

function unknownMethod({ tokens }: Parser, { text, offset }: Token): never {
  const closest = closestName(text, [...METHODS.keys()]);
  let hint = closest === undefined ? '' : `, did you mean ${closest}?`;
  if (closest === undefined && BUILTINS.has(text)) hint = `, did you mean the function ${text}(…)?`;
  return tokens.fail(`unknown method "${text}"${hint}`, offset);
}

/** An index or a slice. A plain one after a chain stands outside it, unprotected. */
function parseBracket(parser: Parser, object: Node, optional: boolean): Node {
  const { tokens } = parser;
  const { offset } = tokens.advance();
  const from = tokens.at(':') ? undefined : parser.expression();
  if (tokens.take(':')) {
    const to = tokens.at(']') ? undefined : parser.expression();
    tokens.expect(']');
    return parser.node({ kind: 'slice', offset, object, from, to });
  }
  tokens.expect(']');
  if (from === undefined) return tokens.unexpected();
  const link = parser.node({ kind: 'member', offset, object, property: from, optional });
  return optional ? parser.node({ kind: 'chain', offset, link }) : link;
}
