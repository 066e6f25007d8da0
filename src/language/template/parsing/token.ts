/**
 * What a token is. `begin` and `end` are the delimiters of a tag; `text` stands between tags. Words are `name`
 * whether they mean something to the language or not.
 */
export type TokenKind = 'text' | 'begin' | 'end' | 'name' | 'number' | 'string' | 'operator' | 'eof';

/** A piece of the source text. */
export interface Token {
  readonly kind: TokenKind;
  /** The text as written, delimiters without their whitespace control; what a `text` token prints. */
  readonly text: string;
  /** UTF-16 offset in the source. */
  readonly offset: number;
  /** What a number or string literal stands for. */
  readonly value?: number | bigint | string;
}

/** The token as error messages show it. */
export function describeToken(token: Token): string {
  if (token.kind === 'eof') return 'the end of the template';
  return token.kind === 'text' ? 'text' : token.text;
}
