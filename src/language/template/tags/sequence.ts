import type { Write } from '../frame.ts';
import type { Fail } from '../rendering.ts';

/** A dynamic part and the text before it. */
interface Piece {
  readonly before: string;
  readonly write: Write;
}

/**
 * Prints parts one after the other.
 *
 * @param parts texts, and what prints and accounts for itself
 * @param fail reports that the output is too long
 */
export function sequence(parts: readonly (string | Write)[], fail: Fail): Write {
  const pieces: Piece[] = [];
  let before = '';
  let length = 0;
  for (const part of parts) {
    if (typeof part === 'string') {
      before += part;
      length += part.length;
    } else {
      pieces.push({ before, write: part });
      before = '';
    }
  }
  const write = join(pieces, before);
  if (length === 0) return write;
  return (frame) => {
    frame.rendering.takeText(length, fail);
    return write(frame);
  };
}

function join(pieces: readonly Piece[], after: string): Write {
  const [first, second] = pieces;
  if (first === undefined) return () => after;
  if (second === undefined) {
    const { before, write } = first;
    return before === '' && after === '' ? write : (frame) => before + write(frame) + after;
  }
  return (frame) => {
    let text = '';
    for (const { before, write } of pieces) text += before + write(frame);
    return text + after;
  };
}
