import { LocatedError } from '../../located-error.ts';
import { readIndex, readNumber } from './number-literal.ts';
import { readString } from './string-literal.ts';
import type { Token } from './token.ts';

const SPACE = /[\s\u0085]*/y;
const NAME = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
// Longest first: an alternation takes the first that fits.
const SYMBOL = /\*\*|\/\/|==|!=|<=|>=|[-+*/%~<>|()[\]{},:.=]/y;
const OUTPUT_END = /(-?)\}\}/y;
const BLOCK_END = /([-+]?)%\}/y;

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** What people often mean by a character that templates do not have. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['&', ' (write and)'],
  ['!', ' (write not)'],
  ['?', ' (write a if test else b)'],
  [';', ' (a tag holds one expression)'],
  ['`', ' (write a text in quotes)'],
]);

/**
 * Adds the tokens of the `{{ … }}` or `{% … %}` that starts at the offset, delimiters included.
 *
 * @returns the offset after the tag, and whether it drops the whitespace that follows
 */
export function readTag(source: string, start: number, tokens: Token[]): { end: number; trims: boolean } {
  const begin = source.slice(start, start + 2);
  const end = begin === '{{' ? '}}' : '%}';
  const endPattern = begin === '{{' ? OUTPUT_END : BLOCK_END;
  const open: Token[] = [];
  tokens.push({ kind: 'begin', text: begin, offset: start });
  const control = source.charAt(start + 2);
  let offset = start + (control === '-' || (control === '+' && begin === '{%') ? 3 : 2);
  for (;;) {
    offset += matchAt(SPACE, source, offset).length;
    if (offset >= source.length)
      throw new LocatedError(`${begin} is not closed: ${end} is missing`, source, start);
    // Braces that an object literal has opened come first: `{{ {'a': {'b': 1}} }}`.
    if (open.at(-1)?.text !== '{') {
      endPattern.lastIndex = offset;
      const match = endPattern.exec(source);
      if (match !== null) {
        const unclosed = open.at(-1);
        if (unclosed !== undefined)
          throw new LocatedError(`${unclosed.text} is not closed`, source, unclosed.offset);
        const length = match[0].length;
        tokens.push({ kind: 'end', text: end, offset: offset + length - 2 });
        return { end: offset + length, trims: match[1] === '-' };
      }
    }
    const token = readToken(source, offset, tokens.at(-1));
    balance(token, open, source, end);
    tokens.push(token);
    offset += token.text.length;
  }
}

function readToken(source: string, offset: number, previous: Token | undefined): Token {
  const first = source.charAt(offset);
  if (first === '"' || first === "'") {
    const { value, end } = readString(source, offset);
    return { kind: 'string', text: source.slice(offset, end), offset, value };
  }
  if (first >= '0' && first <= '9') {
    const isIndex = previous?.kind === 'operator' && previous.text === '.';
    const { value, end } = isIndex ? readIndex(source, offset) : readNumber(source, offset);
    return { kind: 'number', text: source.slice(offset, end), offset, value };
  }
  const name = matchAt(NAME, source, offset);
  if (name !== '') return { kind: 'name', text: name, offset };
  const symbol = matchAt(SYMBOL, source, offset);
  if (symbol !== '') return { kind: 'operator', text: symbol, offset };
  const character = String.fromCodePoint(source.codePointAt(offset) ?? 0);
  throw new LocatedError(`unexpected character ${character}${HINTS.get(character) ?? ''}`, source, offset);
}

/** Keeps track of brackets, so that every tag that gets as far as the parser is balanced. */
function balance(token: Token, open: Token[], source: string, end: string): void {
  if (token.kind !== 'operator') return;
  if (CLOSING.has(token.text)) {
    open.push(token);
  } else if (token.text === ')' || token.text === ']' || token.text === '}') {
    const opened = open.pop();
    const expected = opened === undefined ? end : CLOSING.get(opened.text);
    if (expected !== token.text) {
      throw new LocatedError(`unexpected ${token.text}, expected ${expected}`, source, token.offset);
    }
  }
}

function matchAt(pattern: RegExp, source: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(source)?.[0] ?? '';
}
