/** A mistake in a program an author wrote, with its place in the program's own text. */
export class LocatedError extends Error {
  override readonly name = 'LocatedError';
  /** 1-based line in the program text. */
  readonly line: number;
  /** 1-based column in characters (code points). */
  readonly column: number;
  /** The message without position and snippet. */
  readonly reason: string;

  /**
   * @param offset UTF-16 offset of the offending token in `source`
   */
  constructor(reason: string, source: string, offset: number) {
    const start = source.lastIndexOf('\n', offset - 1) + 1;
    const end = source.indexOf('\n', offset);
    const sourceLine = source.slice(start, end < 0 ? source.length : end).replace(/\r$/, '');
    const line = source.slice(0, start).split('\n').length;
    const column = [...source.slice(start, offset)].length + 1;
    super(`${reason} (${line}:${column})\n | ${sourceLine}\n | ${'.'.repeat(column - 1)}^`);
    this.reason = reason;
    this.line = line;
    this.column = column;
  }
}
