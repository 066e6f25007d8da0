import { LEXICAL_RULES, type LexicalRules, type SqlDialect } from './dialect.ts';

/**
 * A stretch of SQL text. `protected` is a literal, a quoted identifier or a dollar-quoted body; `marker` is a
 * parameter of the driver's own that the text must not contain.
 */
export interface SqlToken {
  readonly kind: 'code' | 'space' | 'protected' | 'comment' | 'placeholder' | 'marker' | 'terminator';
  /** UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** The `n` of `$n`; 0 for every other kind. */
  readonly number: number;
  /** The placeholder is `$n...`, which stands for every element of a list. */
  readonly expands: boolean;
}

const SPACE = /\s+/y;
const PLACEHOLDER = /\$(\d+)(\.\.\.(?![\w.]))?/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const WORD_CHARACTER = /[\w$\u0080-\uffff]/;

/**
 * Cuts SQL text into tokens that cover it without gaps. Placeholders are found everywhere but in string
 * literals, quoted identifiers, comments and dollar-quoted bodies, by the rules of the dialect. A quote that is
 * never closed protects nothing: it is code.
 */
export function scanSql(text: string, dialect: SqlDialect): SqlToken[] {
  const rules = LEXICAL_RULES[dialect];
  const tokens: SqlToken[] = [];
  let codeStart = 0;
  let position = 0;
  const push = (kind: SqlToken['kind'], end: number, number = 0, expands = false): void => {
    if (codeStart < position) tokens.push(codeToken(codeStart, position));
    tokens.push({ kind, start: position, end, number, expands });
    position = end;
    codeStart = end;
  };
  while (position < text.length) {
    const space = matchAt(SPACE, text, position);
    if (space !== undefined) {
      push('space', position + space[0].length);
      continue;
    }
    const comment = commentEnd(text, position, rules);
    if (comment !== undefined) {
      push('comment', comment);
      continue;
    }
    const quoted = protectedEnd(text, position, rules);
    if (quoted !== undefined) {
      push('protected', quoted);
      continue;
    }
    const placeholder = matchAt(PLACEHOLDER, text, position);
    if (placeholder !== undefined) {
      const [written, digits, dots] = placeholder;
      push('placeholder', position + written.length, Number(digits), dots !== undefined);
      continue;
    }
    const marker =
      rules.foreignMarker === undefined ? undefined : matchAt(rules.foreignMarker, text, position);
    if (marker !== undefined) push('marker', position + marker[0].length);
    else if (text[position] === ';') push('terminator', position + 1);
    else position += 1;
  }
  if (codeStart < position) tokens.push(codeToken(codeStart, position));
  return tokens;
}

function codeToken(start: number, end: number): SqlToken {
  return { kind: 'code', start, end, number: 0, expands: false };
}

/** How many statements the tokens hold; text without any, such as a lone comment, holds none. */
export function countStatements(tokens: readonly SqlToken[]): number {
  let count = 0;
  let open = false;
  for (const { kind } of tokens) {
    if (kind === 'terminator') open = false;
    else if (kind !== 'space' && kind !== 'comment' && !open) {
      open = true;
      count += 1;
    }
  }
  return count;
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text) ?? undefined;
}

function commentEnd(text: string, at: number, rules: LexicalRules): number | undefined {
  const dashes = text.startsWith('--', at);
  if (dashes && rules.dashCommentNeedsSpace && at + 2 < text.length && !/\s/.test(text[at + 2] ?? '')) {
    return undefined;
  }
  if (dashes || (rules.hashComments && text[at] === '#')) {
    const newline = text.indexOf('\n', at);
    return newline < 0 ? text.length : newline;
  }
  return text.startsWith('/*', at) ? blockCommentEnd(text, at, rules.nestedComments) : undefined;
}

function blockCommentEnd(text: string, at: number, nested: boolean): number {
  let depth = 0;
  for (let index = at; index < text.length; index += 1) {
    if (text.startsWith('/*', index) && (nested || depth === 0)) {
      depth += 1;
      index += 1;
    } else if (text.startsWith('*/', index)) {
      depth -= 1;
      index += 1;
      if (depth === 0) return index + 1;
    }
  }
  return text.length;
}

function protectedEnd(text: string, at: number, rules: LexicalRules): number | undefined {
  switch (text[at]) {
    case "'":
      return quoteEnd(
        text,
        at,
        "'",
        rules.backslashEscapes || (rules.escapeStrings && followsEscapePrefix(text, at)),
      );
    case '"':
      return quoteEnd(text, at, '"', rules.doubleQuotedStrings && rules.backslashEscapes);
    case '`':
      return rules.backtickIdentifiers ? quoteEnd(text, at, '`', false) : undefined;
    case '[': {
      if (!rules.bracketIdentifiers) return undefined;
      const end = text.indexOf(']', at);
      return end < 0 ? undefined : end + 1;
    }
    case '$':
      return dollarQuoteEnd(text, at, rules);
    default:
      return undefined;
  }
}

/** A doubled quote stands for itself; a backslash escapes where the dialect says so. */
function quoteEnd(text: string, at: number, quote: string, backslash: boolean): number | undefined {
  for (let index = at + 1; index < text.length; index += 1) {
    if (backslash && text[index] === '\\') index += 1;
    else if (text[index] === quote) {
      if (text[index + 1] !== quote) return index + 1;
      index += 1;
    }
  }
  return undefined;
}

function followsEscapePrefix(text: string, at: number): boolean {
  return /[eE]/.test(text[at - 1] ?? '') && !WORD_CHARACTER.test(text[at - 2] ?? '');
}

function dollarQuoteEnd(text: string, at: number, rules: LexicalRules): number | undefined {
  const tag = matchAt(DOLLAR_TAG, text, at)?.[0];
  if (tag === undefined) return undefined;
  if (tag !== '$$' && (!rules.taggedDollarQuotes || WORD_CHARACTER.test(text[at - 1] ?? '')))
    return undefined;
  const end = text.indexOf(tag, at + tag.length);
  return end < 0 ? undefined : end + tag.length;
}
