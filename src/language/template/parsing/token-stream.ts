import { LocatedError } from '../../located-error.ts';
import { tokenize } from './lexer.ts';
import { describeToken, type Token } from './token.ts';

/** A template may have this many syntax nodes. */
const NODE_LIMIT = 100_000;
/** Brackets, signs and tags inside each other: each takes a few dozen frames of the stack while it is parsed. */
const NESTING_LIMIT = 200;
/** The reason for refusing a template that nests beyond what the stack is sure to hold. */
export const NESTED_TOO_DEEPLY = 'template is nested too deeply';

/** The tokens of a template, a position in them, and the limits of parsing. */
export class TokenStream {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #position = 0;
  #nodes = 0;
  #nesting = 0;

  /** @throws {LocatedError} for text that is no token */
  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokenize(source);
  }

  get current(): Token {
    // The last token is `eof`, and nothing steps over it.
    return this.#tokens[this.#position] as Token;
  }

  /** The token that many places ahead. */
  ahead(count: number): Token | undefined {
    return this.#tokens[this.#position + count];
  }

  firstOutputTag(): Token | undefined {
    return this.#tokens.find(({ kind, text }) => kind === 'begin' && text === '{{');
  }

  advance(): Token {
    const token = this.current;
    if (token.kind !== 'eof') this.#position += 1;
    return token;
  }

  /** True at an operator or a word of that text. */
  at(text: string): boolean {
    const { kind, text: found } = this.current;
    return found === text && (kind === 'operator' || kind === 'name');
  }

  take(text: string): boolean {
    if (!this.at(text)) return false;
    this.#position += 1;
    return true;
  }

  expect(text: string): Token {
    if (!this.at(text)) this.unexpected(text);
    return this.advance();
  }

  /** @param expected what the place needs, for the message */
  unexpected(expected: string): never {
    const hint = this.at('=') ? ' (write == to compare)' : '';
    this.fail(`unexpected ${describeToken(this.current)}, expected ${expected}${hint}`, this.current.offset);
  }

  fail(reason: string, offset: number): never {
    throw new LocatedError(reason, this.#source, offset);
  }

  /** Accounts for a node. */
  node<N extends { readonly offset: number }>(node: N): N {
    this.#nodes += 1;
    if (this.#nodes > NODE_LIMIT) this.fail('template exceeds maximum allowed nodes', node.offset);
    return node;
  }

  /** Parses something that may hold its like. */
  nested<T>(parse: () => T): T {
    this.#nesting += 1;
    if (this.#nesting > NESTING_LIMIT) this.fail(NESTED_TOO_DEEPLY, this.current.offset);
    const result = parse();
    this.#nesting -= 1;
    return result;
  }
}
