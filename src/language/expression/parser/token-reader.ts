import { LocatedError } from '../../located-error.ts';
import { tokenize } from '../lexer.ts';
import { describeToken, type Token } from '../token.ts';

/** What people often mean by a token that cannot stand where it stands. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['=', ' (write == to compare)'],
  ['&', ' (write && or and)'],
  ['#', ' (# is the element inside the predicate of filter, map, any, …)'],
  ['.', ' (.name is a field of the element inside the predicate of filter, map, any, …)'],
]);

/** Reads the tokens of an expression one after the other. */
export class TokenReader {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  /** @throws {LocatedError} for text that is no token */
  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokenize(source);
  }

  /** The token to read next; at the end of the source the `end` token, again and again. */
  get current(): Token {
    // The last token is `end`, and nothing steps over it.
    return this.#tokens[this.#position] as Token;
  }

  /** The token after the current one. */
  get following(): Token | undefined {
    return this.#tokens[this.#position + 1];
  }

  get atEnd(): boolean {
    return this.current.kind === 'end';
  }

  /** Reads the current token. */
  advance(): Token {
    const token = this.current;
    if (token.kind !== 'end') this.#position += 1;
    return token;
  }

  /** Whether the current token is that symbol or keyword. The text of a literal never looks like one. */
  at(symbol: string): boolean {
    return this.current.text === symbol;
  }

  /** Reads the symbol or keyword if it is the current token. */
  take(symbol: string): boolean {
    if (!this.at(symbol)) return false;
    this.#position += 1;
    return true;
  }

  expect(symbol: string, hint = ` (expected ${symbol})`): void {
    if (!this.take(symbol)) this.unexpected(hint);
  }

  /** Reads a name, or a word that is an operator or a keyword elsewhere. */
  takeWord(): string | undefined {
    const { kind, text } = this.current;
    const isWord = kind === 'name' || kind === 'keyword' || (kind === 'operator' && /^[a-z]/.test(text));
    return isWord ? this.advance().text : undefined;
  }

  fail(reason: string, offset: number): never {
    throw new LocatedError(reason, this.#source, offset);
  }

  /** Refuses the current token. */
  unexpected(explanation = ''): never {
    const { text, offset } = this.current;
    this.fail(`unexpected token ${describeToken(this.current)}${HINTS.get(text) ?? explanation}`, offset);
  }
}
