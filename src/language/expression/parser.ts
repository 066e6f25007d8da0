import { LocatedError } from '../located-error.ts';
import type { Builtin } from './builtins/builtin.ts';
import { BUILTINS, UNSUPPORTED_BUILTINS } from './builtins/registry.ts';
import { tokenize } from './lexer.ts';
import { BINARY_OPERATORS, type BinaryOperator, type SpecialOperator, UNARY_OPERATORS } from './operators.ts';
import type { LiteralNode, LogicalNode, Node } from './syntax-tree.ts';
import { describeToken, type Token } from './token.ts';

/** An expression may have this many syntax nodes. */
const NODE_LIMIT = 10_000;
/** The reason for refusing an expression that nests beyond what the stack is sure to hold. */
export const NESTED_TOO_DEEPLY = 'expression is nested too deeply';
/** The parser may call itself this often, which bounds how deep parentheses, brackets and operators nest. */
const RECURSION_LIMIT = 500;

const LITERAL_NAMES: ReadonlyMap<string, null | boolean> = new Map<string, null | boolean>([
  ['true', true],
  ['false', false],
  ['nil', null],
]);

/** What people often mean by a token that expressions do not have. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['=', ' (write == to compare)'],
  ['&', ' (write && or and)'],
]);

/** Parts of the language that this version does not have, by the token that starts them. */
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ['let', 'let'],
  ['if', 'if … else'],
  [';', 'a sequence of expressions (;)'],
  ['#', 'a predicate (#)'],
  ['.', 'a predicate (.name)'],
]);

/**
 * Parses an expression into its syntax tree.
 *
 * @throws {LocatedError} for anything that is not an expression, is beyond the limits, or is not supported yet
 */
export function parseExpression(source: string): Node {
  return new Parser(source).parse();
}

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #position = 0;
  #nodes = 0;
  #nesting = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokenize(source);
  }

  parse(): Node {
    const node = this.#expression();
    if (this.#current.kind !== 'end') this.#unexpected();
    return node;
  }

  get #current(): Token {
    // The last token is `end`, and nothing steps over it.
    return this.#tokens[this.#position] as Token;
  }

  #advance(): Token {
    const token = this.#current;
    if (token.kind !== 'end') this.#position += 1;
    return token;
  }

  #at(symbol: string): boolean {
    return this.#current.kind === 'operator' && this.#current.text === symbol;
  }

  #take(symbol: string): boolean {
    if (!this.#at(symbol)) return false;
    this.#position += 1;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol)) this.#unexpected(` (expected ${symbol})`);
  }

  #fail(reason: string, offset: number): never {
    throw new LocatedError(reason, this.#source, offset);
  }

  #unexpected(explanation = ''): never {
    const { text, offset } = this.#current;
    const unsupported = UNSUPPORTED.get(text);
    if (unsupported !== undefined) this.#fail(`${unsupported} is not supported yet`, offset);
    const hint = HINTS.get(text) ?? explanation;
    this.#fail(`unexpected token ${describeToken(this.#current)}${hint}`, offset);
  }

  #node<N extends Node>(node: N): N {
    this.#nodes += 1;
    if (this.#nodes > NODE_LIMIT) {
      this.#fail('compilation failed: expression exceeds maximum allowed nodes', node.offset);
    }
    return node;
  }

  /** A full expression: operators and the ternary. */
  #expression(): Node {
    this.#enter();
    let node = this.#operators(0);
    while (this.#at('?')) {
      const { offset } = this.#advance();
      const then = this.#at(':') ? undefined : this.#expression();
      this.#expect(':');
      node = this.#node({ kind: 'conditional', offset, test: node, then, otherwise: this.#expression() });
    }
    this.#nesting -= 1;
    return node;
  }

  #enter(): void {
    this.#nesting += 1;
    if (this.#nesting > RECURSION_LIMIT) this.#fail(NESTED_TOO_DEEPLY, this.#current.offset);
  }

  /** An operand and the operators of at least that precedence after it. */
  #operators(precedence: number): Node {
    this.#enter();
    let left = this.#unary() ?? this.#postfix(this.#primary());
    let previous = '';
    for (;;) {
      const negated = this.#at('not');
      const operator = this.#operatorAfter(negated);
      if (operator === undefined || operator.precedence < precedence) break;
      if (negated) this.#advance();
      const { offset } = this.#advance();
      if (operator.form === 'pipe') {
        left = this.#pipe(left);
      } else {
        if (previous === '??' && operator.form !== 'coalesce') {
          this.#fail(
            `Operator (${operator.symbol}) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses.`,
            offset,
          );
        }
        left = this.#binary(left, operator, offset);
        if (negated) left = this.#node({ kind: 'unary', offset, operator: 'not', operand: left });
      }
      previous = operator.symbol;
    }
    this.#nesting -= 1;
    return left;
  }

  #operatorAfter(negated: boolean): BinaryOperator | SpecialOperator | undefined {
    const token = negated ? this.#tokens[this.#position + 1] : this.#current;
    const operator = token?.kind === 'operator' ? BINARY_OPERATORS.get(token.text) : undefined;
    if (negated && operator?.negatable !== true) this.#unexpected();
    return operator;
  }

  #binary(left: Node, operator: BinaryOperator | SpecialOperator, offset: number): Node {
    if (operator.form === 'ordering') return this.#ordering(left, operator, offset);
    const right = this.#operators(operator.rightAssociative ? operator.precedence : operator.precedence + 1);
    switch (operator.form) {
      case 'and':
      case 'or':
        return this.#logical(operator.form, operator.symbol, left, right, offset);
      case 'coalesce':
        return this.#node({ kind: 'coalesce', offset, left, right });
      case 'matches':
        return this.#node({ kind: 'matches', offset, left, right });
      default:
        // The parser of operators has dealt with pipes.
        return this.#node({ kind: 'binary', offset, operator: operator as BinaryOperator, left, right });
    }
  }

  #logical(operator: 'and' | 'or', symbol: string, left: Node, right: Node, offset: number): Node {
    const chained = left.kind === 'logical' && left.operator === operator;
    const operands = chained ? [...left.operands, right] : [left, right];
    return this.#node<LogicalNode>({ kind: 'logical', offset, operator, symbol, operands });
  }

  #ordering(first: Node, operator: BinaryOperator, offset: number): Node {
    const comparisons = [{ operator, offset, operand: this.#operators(operator.precedence + 1) }];
    for (;;) {
      const next = this.#operatorAfter(false);
      if (next?.form !== 'ordering') return this.#node({ kind: 'ordering', offset, first, comparisons });
      const token = this.#advance();
      comparisons.push({
        operator: next,
        offset: token.offset,
        operand: this.#operators(next.precedence + 1),
      });
    }
  }

  #pipe(argument: Node): Node {
    const name = this.#current;
    if (name.kind !== 'name') this.#unexpected(' (a pipe needs a function: x | f(); or is written ||)');
    this.#advance();
    if (!this.#at('(')) this.#unexpected(' (a pipe needs a function: x | f(); or is written ||)');
    return this.#call(name, [argument]);
  }

  #unary(): Node | undefined {
    const token = this.#current;
    const unary = token.kind === 'operator' ? UNARY_OPERATORS.get(token.text) : undefined;
    if (unary === undefined) return undefined;
    this.#advance();
    const operand = this.#operators(unary.precedence);
    return this.#node({ kind: 'unary', offset: token.offset, operator: unary.operator, operand });
  }

  #primary(): Node {
    const token = this.#current;
    const { offset } = token;
    switch (token.kind) {
      case 'number':
      case 'string':
        this.#advance();
        return this.#node<LiteralNode>({ kind: 'literal', offset, value: token.value ?? null });
      case 'name':
        this.#advance();
        return this.#named(token);
      case 'operator':
        break;
      default:
        return this.#unexpected();
    }
    if (this.#take('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    if (this.#take('[')) return this.#list(offset);
    if (this.#take('{')) return this.#object(offset);
    if (this.#take('::')) {
      const name = this.#current;
      if (name.kind !== 'name') this.#unexpected();
      this.#advance();
      return this.#call(name, []);
    }
    return this.#unexpected();
  }

  #named(token: Token): Node {
    const { text, offset } = token;
    const literal = LITERAL_NAMES.get(text);
    if (literal !== undefined) return this.#node<LiteralNode>({ kind: 'literal', offset, value: literal });
    if (this.#at('(')) return this.#call(token, []);
    if (text === '$env') return this.#node({ kind: 'environment', offset });
    return this.#node({ kind: 'name', offset, name: text });
  }

  #call(name: Token, leading: readonly Node[]): Node {
    const builtin = this.#builtin(name);
    this.#expect('(');
    const parameters = [...leading, ...this.#items(')')];
    const { offset, text } = name;
    const required = builtin.parameters.filter((parameter) => parameter.optional !== true).length;
    if (parameters.length < required) this.#fail(`not enough arguments to call ${text}`, offset);
    if (parameters.length > builtin.parameters.length)
      this.#fail(`too many arguments to call ${text}`, offset);
    return this.#node({ kind: 'call', offset, builtin, parameters });
  }

  #builtin({ text, offset }: Token): Builtin {
    const builtin = BUILTINS.get(text);
    if (builtin !== undefined) return builtin;
    if (UNSUPPORTED_BUILTINS.has(text)) this.#fail(`function "${text}" is not supported yet`, offset);
    const known = [...BUILTINS.keys()].sort().join(', ');
    return this.#fail(`unknown function "${text}" (known functions: ${known})`, offset);
  }

  /** The items up to the closing bracket, which is taken too. A comma may stand after the last one. */
  #items(close: ')' | ']'): Node[] {
    const items: Node[] = [];
    while (!this.#take(close)) {
      items.push(this.#expression());
      if (!this.#at(close)) this.#expect(',');
    }
    return items;
  }

  #list(offset: number): Node {
    return this.#node({ kind: 'list', offset, items: this.#items(']') });
  }

  #object(offset: number): Node {
    const entries: { key: Node; value: Node }[] = [];
    while (!this.#take('}')) {
      const key = this.#key();
      this.#expect(':');
      entries.push({ key, value: this.#expression() });
      if (!this.#at('}')) this.#expect(',');
    }
    return this.#node({ kind: 'object', offset, entries });
  }

  #key(): Node {
    const { kind, offset, value } = this.#current;
    if (this.#take('(')) {
      const key = this.#expression();
      this.#expect(')');
      return key;
    }
    let text = this.#word();
    if (text === undefined) {
      if (kind !== 'string' && kind !== 'number') this.#unexpected(' (expected a key)');
      text = String(value);
      this.#advance();
    }
    return this.#node<LiteralNode>({ kind: 'literal', offset, value: text });
  }

  /** A name, or a word that is an operator or a keyword elsewhere. */
  #word(): string | undefined {
    const { kind, text } = this.#current;
    if (kind !== 'name' && kind !== 'keyword' && !(kind === 'operator' && /^[a-z]/.test(text)))
      return undefined;
    this.#advance();
    return text;
  }

  /** Member accesses and slices after an operand. */
  #postfix(operand: Node): Node {
    let node = operand;
    for (;;) {
      if (this.#take('?.')) {
        node = this.#at('[') ? this.#bracket(node, true) : this.#member(node, true);
      } else if (this.#take('.')) {
        node = this.#member(node, false);
      } else if (this.#at('[')) {
        node = this.#bracket(node, false);
      } else {
        return node;
      }
    }
  }

  /** A dotted link belongs to the chain that the links before it have opened. */
  #member(object: Node, optional: boolean): Node {
    const { offset } = this.#current;
    const name = this.#word();
    if (name === undefined) this.#unexpected(' (expected a property name)');
    if (this.#at('(')) this.#fail(`method "${name}" is not supported yet`, offset);
    const inChain = object.kind === 'chain';
    const property = this.#node<LiteralNode>({ kind: 'literal', offset, value: name });
    const link = this.#node({
      kind: 'member',
      offset,
      object: inChain ? object.link : object,
      property,
      optional,
    });
    return inChain || optional ? this.#node({ kind: 'chain', offset, link }) : link;
  }

  /** An index or a slice. A plain one after a chain stands outside it, unprotected. */
  #bracket(object: Node, optional: boolean): Node {
    const { offset } = this.#advance();
    const from = this.#at(':') ? undefined : this.#expression();
    if (this.#take(':')) {
      const to = this.#at(']') ? undefined : this.#expression();
      this.#expect(']');
      return this.#node({ kind: 'slice', offset, object, from, to });
    }
    this.#expect(']');
    if (from === undefined) return this.#unexpected();
    const link = this.#node({ kind: 'member', offset, object, property: from, optional });
    return optional ? this.#node({ kind: 'chain', offset, link }) : link;
  }
}
