import { closestName } from '../../../core/closest-name.ts';
import type { Builtin, PredicateBuiltin } from '../builtins/builtin.ts';
import { BUILTINS } from '../builtins/registry.ts';
import type { Node, PredicateBody } from '../syntax-tree.ts';
import type { Token } from '../token.ts';
import type { Parser } from './parser.ts';

const OBJECT_HINT = ' (to return an object write ({…}))';

/**
 * The arguments of a function, from the opening parenthesis on.
 *
 * @param piped what a pipe hands in as the first argument
 */
export function parseCall(parser: Parser, name: Token, piped: readonly Node[]): Node {
  const { offset } = name;
  const builtin = BUILTINS.get(name.text) ?? unknownFunction(parser, name);
  parser.tokens.expect('(');
  if (builtin.form === 'predicate') return parsePredicateCall(parser, builtin, offset, piped);
  const parameters = [...piped, ...parseItems(parser, ')')];
  return parser.node({ kind: 'call', offset, builtin, parameters, predicate: undefined });
}

function unknownFunction({ tokens }: Parser, { text, offset }: Token): Builtin {
  const closest = closestName(text, [...BUILTINS.keys()]);
  const hint = closest === undefined ? '' : `, did you mean ${closest}?`;
  return tokens.fail(`unknown function "${text}"${hint}`, offset);
}

/** The second argument is the predicate. */
function parsePredicateCall(
  parser: Parser,
  builtin: PredicateBuiltin,
  offset: number,
  piped: readonly Node[],
): Node {
  const { tokens } = parser;
  const parameters = [...piped];
  let predicate: PredicateBody | undefined;
  while (!tokens.take(')')) {
    if (parameters.length === 1 && predicate === undefined) predicate = parsePredicate(parser, builtin);
    else parameters.push(parser.expression());
    if (!tokens.at(')')) tokens.expect(',');
  }
  return parser.node({ kind: 'call', offset, builtin, parameters, predicate });
}

function parsePredicate(parser: Parser, builtin: PredicateBuiltin): PredicateBody {
  const { offset } = parser.tokens.current;
  const { result: body, pointers } = parser.scope.predicate(['element', ...builtin.predicate.pointers], () =>
    parsePredicateBody(parser),
  );
  return { offset, body, pointers };
}

function parsePredicateBody(parser: Parser): Node {
  const { tokens } = parser;
  if (!tokens.take('{')) {
    const body = parser.expression();
    if (tokens.at(';')) tokens.fail('wrap predicate with brackets { and }', tokens.current.offset);
    return body;
  }
  if (tokens.at('}')) tokens.unexpected(OBJECT_HINT);
  const body = parser.sequence();
  tokens.expect('}', tokens.at(':') || tokens.at(',') ? OBJECT_HINT : undefined);
  return body;
}

/** The items up to the closing bracket, which is taken too. A comma may stand after the last one. */
export function parseItems(parser: Parser, close: ')' | ']'): Node[] {
  const { tokens } = parser;
  const items: Node[] = [];
  while (!tokens.take(close)) {
    items.push(parser.expression());
    if (!tokens.at(close)) tokens.expect(',');
  }
  return items;
}
