import { excerptOf } from '../core/excerpt.ts';

/** Of a longer line only what surrounds the mistake is shown. */
const SIZE = { width: 200, before: 120 };

/** A mistake in a program an author wrote, with its place in the program's own text. */
export class LocatedError extends Error {
  override readonly name = 'LocatedError';
  /** 1-based line in the program text. */
  readonly line: number;
  /** 1-based column in characters (code points). */
  readonly column: number;
  /** UTF-16 offset in the program text. */
  readonly offset: number;
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
    const { before, after } = excerptOf(sourceLine, offset - start, SIZE);
    super(`${reason} (${line}:${column})\n | ${before}${after}\n | ${'.'.repeat([...before].length)}^`);
    this.reason = reason;
    this.offset = offset;
    this.line = line;
    this.column = column;
  }
}
