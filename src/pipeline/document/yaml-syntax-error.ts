import type { YAMLException } from 'js-yaml';
import type { ParseError } from './parse-error.ts';
import { lineStartOf, type SourceText } from './source-text.ts';
import { MAX_NESTING } from './source-tree.ts';

/** What a library reason means for the author; reasons not listed are passed on. */
const REASONS: readonly (readonly [reason: RegExp, meaning: string])[] = [
  [
    /^deficient indentation/,
    'text in quotes or brackets goes on in a line that is not indented enough; a closing quote or bracket may be missing',
  ],
  [
    /^end of the stream or a document separator/,
    'this text belongs to no list or mapping above it; check its indentation',
  ],
  [
    /^expected ':' after a mapping key|^can not read a block mapping entry/,
    'property name without ":" here or in the line above',
  ],
  [/^name of an alias node/, 'put a value that starts with "*" in quotes'],
  [/^name of an anchor node/, 'put a value that starts with "&" in quotes'],
  [/^a line break is expected/, 'text after a block mark; put a value that starts with "|" or ">" in quotes'],
  [/^missed comma/, 'expected "," or a closing bracket'],
];

/**
 * The library's syntax error as a report without source text: where it is and what it means.
 *
 * The reason is cut before anything the library may have copied from the file.
 */
export function yamlSyntaxError(source: SourceText, error: YAMLException): ParseError {
  const offset = error.mark?.position ?? 0;
  if (error.reason.startsWith('nesting exceeded')) return nestingError(source, offset);
  const tab = indentationTab(source.text, offset);
  if (tab !== undefined) {
    return source.error('syntax', 'tabs are not allowed for indentation, use spaces', tab);
  }
  if (
    error.reason.startsWith('bad indentation of a mapping entry') &&
    standsAfterValue(source.text, offset)
  ) {
    return source.error(
      'syntax',
      'unexpected text after a value; put a value in quotes when it holds ": " or starts with a character such as @ ` % & * ! | > { [',
      offset,
    );
  }
  const meaning = REASONS.find(([reason]) => reason.test(error.reason))?.[1];
  return source.error('syntax', meaning ?? error.reason.replace(/(?:: | ").*$/s, ''), offset);
}

/** The error for lists and mappings that stand too deep in each other. */
export function nestingError(source: SourceText, offset: number): ParseError {
  return source.error('format', `nesting is deeper than ${MAX_NESTING} levels`, offset);
}

/** The offset of a tab among the blanks and list dashes that start the line of the error. */
function indentationTab(text: string, offset: number): number | undefined {
  const lineStart = lineStartOf(text, offset);
  const indentation = /^(?:[ \t]|-(?=[ \t]))*/.exec(text.slice(lineStart))?.[0] ?? '';
  const tab = indentation.indexOf('\t');
  return tab < 0 ? undefined : lineStart + tab;
}

function standsAfterValue(text: string, offset: number): boolean {
  const lineStart = lineStartOf(text, offset);
  return /:[ \t]/.test(text.slice(lineStart, offset));
}
