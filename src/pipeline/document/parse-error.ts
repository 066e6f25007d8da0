/** What stopped the parser. */
export type ParseErrorType = 'io' | 'syntax' | 'format';

/** A file that cannot be read as a configuration. The message never quotes the file: it may hold a credential. */
export class ParseError extends Error {
  override readonly name = 'ParseError';
  readonly file: string;
  readonly type: ParseErrorType;
  /** 1-based; 0 when unknown. */
  readonly line: number;
  /** 1-based; 0 when unknown. */
  readonly column: number;

  constructor(file: string, type: ParseErrorType, message: string, line = 0, column = 0) {
    super(message);
    this.file = file;
    this.type = type;
    this.line = line;
    this.column = column;
  }
}
