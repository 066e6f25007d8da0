import { codePointLength, codePointOffset } from '../../text/code-points.ts';

/** How a line is wrapped. */
export interface WrapOptions {
  /** Characters, at least 1. */
  readonly width: number;
  readonly breakWords: boolean;
  readonly breakHyphens: boolean;
}

/** The lines that a line becomes, as Python's `textwrap.wrap` makes them: white space where a line ends is dropped. */
export function wrappedLine(line: string, options: WrapOptions): string[] {
  const result: string[] = [];
  let current: string[] = [];
  let length = 0;
  const flush = () => {
    if (current.at(-1)?.trim() === '') current.pop();
    if (current.length > 0) result.push(current.join(''));
    current = [];
    length = 0;
  };
  for (const chunk of chunksOf(line, options.breakHyphens)) {
    let rest = chunk;
    let size = codePointLength(rest);
    if (length + size > options.width && (size <= options.width || !options.breakWords)) flush();
    while (size > options.width && options.breakWords) {
      if (length === options.width) flush();
      if (length === 0 && result.length > 0 && rest.trim() === '') break;
      const cut = codePointOffset(rest, options.width - length);
      current.push(rest.slice(0, cut));
      size -= options.width - length;
      rest = rest.slice(cut);
      flush();
    }
    // White space at the start of a line that is not the first one is dropped.
    if (rest.trim() === '' && length === 0 && result.length > 0) continue;
    current.push(rest);
    length += size;
  }
  flush();
  return result;
}

/** Words and runs of white space, in order; words also end after a hyphen between letters. */
function chunksOf(line: string, breakHyphens: boolean): string[] {
  const chunks = line.match(/\s+|\S+/g) ?? [];
  return breakHyphens ? chunks.flatMap((chunk) => chunk.split(AFTER_HYPHEN)) : chunks;
}

const AFTER_HYPHEN = /(?<=[\p{L}\p{N}_]\p{L}-)(?=[\p{L}\p{N}_]\p{L})/u;
