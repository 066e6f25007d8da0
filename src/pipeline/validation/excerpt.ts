import type { DocumentPath } from '../../core/document-path.ts';
import { isDataObject, type Value } from '../../core/record.ts';
import { getOwn } from '../../core/value.ts';
import { lineStartOf } from '../document/source-text.ts';
import type { Excerpt } from './document-problem.ts';

/**
 * The line of the text value at a path that holds the mistake; `undefined` when no text stands there.
 *
 * @param offset UTF-16 offset in the value; its end counts as the end of the last line that is not empty
 */
export function excerptAt(root: Value, path: DocumentPath, offset: number): Excerpt | undefined {
  const text = path.reduce<Value | undefined>(childOf, root);
  if (typeof text !== 'string') return undefined;
  const written = text.replace(/[\r\n]+$/, '');
  const at = Math.min(offset, written.length);
  const start = lineStartOf(written, at);
  const length = written.slice(start).search(/[\r\n]/);
  return {
    line: length < 0 ? written.slice(start) : written.slice(start, start + length),
    caret: at - start,
  };
}

function childOf(parent: Value | undefined, segment: string | number): Value | undefined {
  if (Array.isArray(parent)) return parent[Number(segment)];
  return isDataObject(parent) ? getOwn(parent, String(segment)) : undefined;
}
