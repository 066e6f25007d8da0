const ELLIPSIS = '...';

/** How much of a line is shown. Lengths are in characters (code points). */
export interface ExcerptSize {
  readonly width: number;
  /** Characters before the mistake, when the line is longer than the width. */
  readonly before: number;
}

/** A line, or the part of it around a mistake. */
export interface ShownLine {
  /** What stands before the mistake, and what from there on. */
  readonly before: string;
  readonly after: string;
}

/**
 * The part of a line that is worth showing: all of it when it is short, else what surrounds the mistake, with `...`
 * where something is left out.
 *
 * @param caret UTF-16 offset of the mistake in the line
 */
export function excerptOf(line: string, caret: number, { width, before }: ExcerptSize): ShownLine {
  if (line.length <= width) return { before: line.slice(0, caret), after: line.slice(caret) };
  const characters = [...line];
  const at = [...line.slice(0, caret)].length;
  const latestStart = Math.max(0, characters.length - width);
  const start = Math.min(Math.max(0, at - before), latestStart);
  const end = start + width;
  const text = (from: number, to: number): string => characters.slice(from, to).join('');
  return {
    before: (start > 0 ? ELLIPSIS : '') + text(start, at),
    after: text(at, end) + (end < characters.length ? ELLIPSIS : ''),
  };
}
