import type { MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import { lineStartOf } from './source-text.ts';
import type { SourceNode } from './source-tree.ts';

/** What the parser gives for a range that is not there. */
export const NO_RANGE = -1;

/** Where a list or mapping starts, its anchor and tag included. */
export function collectionStart(event: SequenceEvent | MappingEvent): number {
  return earliest(event, event.start);
}

/** Where a scalar starts, its quote, block header, anchor and tag included; {@link NO_RANGE} for an empty one. */
export function scalarStart(event: ScalarEvent, text: string, yaml: typeof import('js-yaml')): number {
  const { SCALAR_STYLE } = yaml;
  switch (event.style) {
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return earliest(event, event.valueStart - 1);
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK:
      return earliest(event, blockHeaderOffset(text, event.valueStart));
    default:
      return earliest(event, event.valueStart);
  }
}

/** An empty value has no place of its own: it takes that of its property name or list. */
export function placed(node: SourceNode, fallback: number): SourceNode {
  return node.offset === NO_RANGE ? { ...node, offset: fallback } : node;
}

function earliest(event: ScalarEvent | SequenceEvent | MappingEvent, start: number): number {
  const anchor = event.anchorStart === NO_RANGE ? NO_RANGE : event.anchorStart - 1;
  const known = [start, anchor, event.tagStart].filter((offset) => offset !== NO_RANGE);
  return known.length === 0 ? NO_RANGE : Math.min(...known);
}

/** The `|` or `>` at the end of the line before the block's first content line. */
function blockHeaderOffset(text: string, contentStart: number): number {
  let lineEnd = contentStart;
  if (text[lineEnd - 1] === '\n') lineEnd -= 1;
  if (text[lineEnd - 1] === '\r') lineEnd -= 1;
  const lineStart = lineStartOf(text, lineEnd);
  const header = /[|>][-+\d]*[ \t]*(?:[ \t]#.*)?$/.exec(text.slice(lineStart, lineEnd));
  return header === null ? contentStart : lineStart + header.index;
}
