import { LocatedError } from '../located-error.ts';
import { readTag } from '../template/parsing/tag-lexer.ts';

/**
 * A stretch of a template: `text` that is printed as it stands, the `raw` inside of a raw block and its
 * `delimiter` on either side, any other `tag` between `{%` and `%}`, a `comment`. Output tags count as text: SQL has
 * none.
 */
export interface TemplateRegion {
  readonly kind: 'text' | 'raw' | 'delimiter' | 'tag' | 'comment';
  /** UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
}

const OPENING = /\{[{%#]/g;
const RAW = /^\{%[-+]?\s*raw\s*[-+]?%\}$/;
const END_OF_RAW = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;

/**
 * Cuts a template into regions that cover it without gaps. What is never closed reaches to the end; compiling the
 * template reports it.
 */
export function templateRegions(source: string): TemplateRegion[] {
  const regions: TemplateRegion[] = [];
  let position = 0;
  const push = (kind: TemplateRegion['kind'], end: number): void => {
    if (position < end) regions.push({ kind, start: position, end });
    position = end;
  };
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(source); match !== null; match = OPENING.exec(source)) {
    if (match[0] === '{{') continue;
    push('text', match.index);
    if (match[0] === '{#') {
      push('comment', endAfter(source, '#}', position + 2));
    } else {
      const end = tagEnd(source, position);
      if (RAW.test(source.slice(position, end))) {
        push('delimiter', end);
        END_OF_RAW.lastIndex = end;
        push('raw', END_OF_RAW.exec(source)?.index ?? source.length);
        push('delimiter', Math.max(position, END_OF_RAW.lastIndex));
      } else {
        push('tag', end);
      }
    }
    OPENING.lastIndex = position;
  }
  push('text', source.length);
  return regions;
}

/** The source with everything that is not printed as spaces, so that offsets stay what they are. */
export function printedText(source: string, regions: readonly TemplateRegion[]): string {
  return regions
    .map(({ kind, start, end }) =>
      kind === 'text' || kind === 'raw' ? source.slice(start, end) : ' '.repeat(end - start),
    )
    .join('');
}

function endAfter(source: string, closing: string, from: number): number {
  const at = source.indexOf(closing, from);
  return at < 0 ? source.length : at + closing.length;
}

function tagEnd(source: string, start: number): number {
  try {
    return readTag(source, start, []).end;
  } catch (error) {
    if (error instanceof LocatedError) return source.length;
    throw error;
  }
}
