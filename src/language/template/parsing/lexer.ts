import { LocatedError } from '../../located-error.ts';
import { normalizeNewlines, withoutFinalNewline } from '../source-text.ts';
import { readTag } from './tag-lexer.ts';
import type { Token } from './token.ts';

const OPENING = /\{[{%#]/g;
const RAW = /\{%[-+]?\s*raw\s*([-+]?)%\}/y;
const END_OF_RAW = /\{%([-+]?)\s*endraw\s*([-+]?)%\}/g;

/**
 * Splits a template into the texts between tags and the tokens inside tags; comments leave nothing. Whitespace
 * control and the rules for newlines are applied to the texts. The last token is `eof`.
 *
 * @throws {LocatedError} for a tag, comment or `raw` that is not closed, or text that is no token inside a tag
 */
export function tokenize(source: string): Token[] {
  return new Lexer(source).tokenize();
}

class Lexer {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  /** True when what closed last asks for the whitespace after it to be dropped. */
  #trims = false;

  constructor(source: string) {
    this.#source = source;
  }

  tokenize(): Token[] {
    const source = this.#source;
    let offset = 0;
    for (;;) {
      OPENING.lastIndex = offset;
      const match = OPENING.exec(source);
      if (match === null) break;
      this.#text(offset, match.index, source.charAt(match.index + 2) === '-');
      offset = this.#tag(match.index);
    }
    this.#text(offset, source.length, false);
    this.#tokens.push({ kind: 'eof', text: '', offset: source.length });
    return this.#tokens;
  }

  /** The text from one offset to another. */
  #text(from: number, to: number, trimsEnd: boolean): void {
    let text = this.#source.slice(from, to);
    if (to === this.#source.length) text = withoutFinalNewline(text);
    if (this.#trims) text = text.replace(/^[ \t\r\n]+/, '');
    if (trimsEnd) text = withoutFinalSpace(text);
    if (text !== '') this.#tokens.push({ kind: 'text', text: normalizeNewlines(text), offset: from });
    this.#trims = false;
  }

  /** What starts at the offset; gives the offset after it. */
  #tag(start: number): number {
    const source = this.#source;
    if (source.startsWith('{#', start)) return this.#comment(start);
    RAW.lastIndex = start;
    const raw = RAW.exec(source);
    if (raw !== null) return this.#raw(start, start + raw[0].length, raw[1] === '-');
    const { end, trims } = readTag(source, start, this.#tokens);
    this.#trims = trims;
    return end;
  }

  #comment(start: number): number {
    const from = start + (this.#source.charAt(start + 2) === '-' ? 3 : 2);
    const end = this.#source.indexOf('#}', from);
    if (end < 0) throw new LocatedError('{# is not closed: #} is missing', this.#source, start);
    this.#trims = end > from && this.#source.charAt(end - 1) === '-';
    return end + 2;
  }

  #raw(start: number, from: number, trims: boolean): number {
    END_OF_RAW.lastIndex = from;
    const end = END_OF_RAW.exec(this.#source);
    if (end === null) {
      throw new LocatedError('{% raw %} is not closed: {% endraw %} is missing', this.#source, start);
    }
    this.#trims = trims;
    this.#text(from, end.index, end[1] === '-');
    this.#trims = end[2] === '-';
    return end.index + end[0].length;
  }
}

/** A loop rather than a pattern, which would look at every run of spaces in the text. */
function withoutFinalSpace(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\r\n'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
