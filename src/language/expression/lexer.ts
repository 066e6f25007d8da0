import { LocatedError } from '../located-error.ts';
import { readNumber } from './number-literal.ts';
import { readQuoted, readRaw } from './string-literal.ts';
import type { Token, TokenKind } from './token.ts';

const WORD_OPERATORS = new Set(['not', 'in', 'or', 'and', 'matches', 'contains', 'startsWith', 'endsWith']);
const KEYWORDS = new Set(['let', 'if', 'else']);

const SPACE_OR_COMMENT = /(?:[\s\u0085]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const NAME = /[\p{L}_$][\p{L}\p{Nd}_$]*/uy;
// Longest first: an alternation takes the first that fits.
const SYMBOL = /\?\?|\?\.|\*\*|==|!=|<=|>=|&&|\|\||\.\.|::|[-+*/%^!<>|()[\]{},:;.?#=&]/y;
const NUMBER_START = /\d|\.\d/y;

/**
 * Splits an expression into tokens; the last one is `end`.
 *
 * @throws {LocatedError} for text that is no token: `unclosed comment`, `unrecognized character`, a bad literal
 */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let offset = skipSpace(source, 0);
  while (offset < source.length) {
    const token = readToken(source, offset);
    tokens.push(token);
    offset = skipSpace(source, offset + token.text.length);
  }
  tokens.push({ kind: 'end', text: '', offset: source.length });
  return tokens;
}

function skipSpace(source: string, offset: number): number {
  return offset + matchAt(SPACE_OR_COMMENT, source, offset).length;
}

function readToken(source: string, offset: number): Token {
  const literal = readLiteral(source, offset);
  if (literal !== undefined) return literal;
  const name = matchAt(NAME, source, offset);
  if (name !== '') return { kind: wordKind(name), text: name, offset };
  if (source.startsWith('/*', offset)) throw new LocatedError('unclosed comment', source, offset);
  const symbol = matchAt(SYMBOL, source, offset);
  if (symbol !== '') return { kind: 'operator', text: symbol, offset };
  const codePoint = source.codePointAt(offset) ?? 0;
  const code = codePoint.toString(16).toUpperCase().padStart(4, '0');
  const character = String.fromCodePoint(codePoint);
  throw new LocatedError(`unrecognized character: U+${code} '${character}'`, source, offset);
}

function readLiteral(source: string, offset: number): Token | undefined {
  const first = source.charAt(offset);
  if (first === '"' || first === "'" || first === '`') {
    const { value, end } = first === '`' ? readRaw(source, offset) : readQuoted(source, offset);
    return { kind: 'string', text: source.slice(offset, end), offset, value };
  }
  if (matchAt(NUMBER_START, source, offset) === '') return undefined;
  const { value, isFloat, end } = readNumber(source, offset);
  return { kind: 'number', text: source.slice(offset, end), offset, value, isFloat };
}

function wordKind(word: string): TokenKind {
  if (WORD_OPERATORS.has(word)) return 'operator';
  return KEYWORDS.has(word) ? 'keyword' : 'name';
}

function matchAt(pattern: RegExp, source: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(source)?.[0] ?? '';
}
