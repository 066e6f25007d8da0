/** The SQL dialects whose lexical rules are known. */
export type SqlDialect = 'postgres' | 'mysql' | 'sqlite';

/** What a dialect's tokens look like, as far as finding placeholders needs it. */
export interface LexicalRules {
  /** `"…"` is a string rather than an identifier, so a backslash may escape in it. */
  readonly doubleQuotedStrings: boolean;
  /** A backslash escapes the next character in every string literal. */
  readonly backslashEscapes: boolean;
  /** `E'…'` literals, in which a backslash escapes. */
  readonly escapeStrings: boolean;
  readonly backtickIdentifiers: boolean;
  readonly bracketIdentifiers: boolean;
  readonly hashComments: boolean;
  /** `--` starts a comment only in front of white space or the end of the text. */
  readonly dashCommentNeedsSpace: boolean;
  readonly nestedComments: boolean;
  /** `$tag$ … $tag$`; the form without a tag protects its content in every dialect. */
  readonly taggedDollarQuotes: boolean;
  /** What the driver itself would take for a parameter, which the author cannot bind. Matched at a position. */
  readonly foreignMarker: RegExp | undefined;
}

const MYSQL: LexicalRules = {
  doubleQuotedStrings: true,
  backslashEscapes: true,
  escapeStrings: false,
  backtickIdentifiers: true,
  bracketIdentifiers: false,
  hashComments: true,
  dashCommentNeedsSpace: true,
  nestedComments: false,
  taggedDollarQuotes: false,
  foreignMarker: /\?/y,
};

const POSTGRES: LexicalRules = {
  doubleQuotedStrings: false,
  backslashEscapes: false,
  escapeStrings: true,
  backtickIdentifiers: false,
  bracketIdentifiers: false,
  hashComments: false,
  dashCommentNeedsSpace: false,
  nestedComments: true,
  taggedDollarQuotes: true,
  foreignMarker: undefined,
};

/** https://www.sqlite.org/lang_expr.html#varparam for the markers. */
const SQLITE: LexicalRules = {
  doubleQuotedStrings: false,
  backslashEscapes: false,
  escapeStrings: false,
  backtickIdentifiers: true,
  bracketIdentifiers: true,
  hashComments: false,
  dashCommentNeedsSpace: false,
  nestedComments: false,
  taggedDollarQuotes: false,
  foreignMarker: /\?\d*|[@$][A-Za-z_]\w*|(?<!:):\w+/y,
};

/**
 * The most arguments that one statement can have: `SQLITE_MAX_VARIABLE_NUMBER` of SQLite, 16 bits in the wire
 * protocols of the other two.
 */
export const MOST_ARGUMENTS: Readonly<Record<SqlDialect, number>> = {
  postgres: 65_535,
  mysql: 65_535,
  sqlite: 32_766,
};

export const LEXICAL_RULES: Readonly<Record<SqlDialect, LexicalRules>> = {
  postgres: POSTGRES,
  mysql: MYSQL,
  sqlite: SQLITE,
};
