/** What a token is. Operators that are words (`and`, `not`, `in`, …) are `operator` like the others. */
export type TokenKind = 'number' | 'string' | 'name' | 'keyword' | 'operator' | 'end';

/** A piece of the source text. */
export interface Token {
  readonly kind: TokenKind;
  /** The text as written; empty at the end of the source. */
  readonly text: string;
  /** UTF-16 offset in the source. */
  readonly offset: number;
  /** What a number or string literal stands for. */
  readonly value?: number | bigint | string;
  /** The number literal has a point or an exponent. */
  readonly isFloat?: boolean;
}

/** The token as error messages show it. */
export function describeToken(token: Token): string {
  return token.kind === 'end' ? 'EOF' : token.text;
}
