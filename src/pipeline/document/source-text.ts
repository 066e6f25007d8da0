import { ParseError, type ParseErrorType } from './parse-error.ts';
import type { Position } from './parsed-document.ts';

const BYTE_ORDER_MARK = 0xfeff;

/** The text of a configuration file and the places in it. Offsets are UTF-16 and skip a leading byte order mark. */
export class SourceText {
  readonly file: string;
  /** The text without its byte order mark. */
  readonly text: string;
  readonly #markBytes: number;
  #lineStarts: readonly number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    const marked = text.charCodeAt(0) === BYTE_ORDER_MARK;
    this.text = marked ? text.slice(1) : text;
    this.#markBytes = marked ? 3 : 0;
  }

  /** Line and column of an offset. A line ends at LF, CRLF or a lone CR; columns count code points. */
  positionAt(offset: number): Position {
    this.#lineStarts ??= lineStarts(this.text);
    const starts = this.#lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: codePoints(this.text, starts[low] ?? 0, offset) + 1 };
  }

  /** 0-based position in bytes of the file as stored in UTF-8, byte order mark counted. */
  byteOffset(offset: number): number {
    return this.#markBytes + Buffer.byteLength(this.text.slice(0, offset));
  }

  /** A parse error that points at an offset. */
  error(type: ParseErrorType, message: string, offset: number): ParseError {
    const { line, column } = this.positionAt(offset);
    return new ParseError(this.file, type, message, line, column);
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

function codePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0xdc00 || code > 0xdfff) count += 1;
  }
  return count;
}

/** Where the line that holds an offset starts. */
export function lineStartOf(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start -= 1;
  return start;
}
