import { excerptOf } from '../../core/excerpt.ts';
import { printable } from '../../observability/printable.ts';
import type { Excerpt } from '../../pipeline/validation/document-problem.ts';

const SIZE = { width: 72, before: 48 };

/**
 * A line of the author's text and below it dots up to a caret under the mistake. Of a long line the part around the
 * mistake is shown.
 */
export function excerptLines({ line, caret }: Excerpt): [source: string, pointer: string] {
  const shown = excerptOf(line, caret, SIZE);
  const [before, after] = [printable(shown.before), printable(shown.after)];
  return [`| ${before}${after}`.trimEnd(), `| ${'.'.repeat([...before].length)}^`];
}
