import type { DocumentPath } from '../../core/document-path.ts';
import type { Position } from '../document/parsed-document.ts';

/** The published kinds of validation error. */
export type ProblemType =
  | 'required'
  | 'type'
  | 'pattern'
  | 'enum'
  | 'range'
  | 'format'
  | 'additionalProperties'
  | 'length'
  | 'items'
  | 'schema'
  | 'validation'
  | 'expression'
  | 'template'
  | 'sql-template';

/** The line of a text value that holds a mistake. */
export interface Excerpt {
  readonly line: string;
  /** UTF-16 offset of the mistake in the line; the length of the line when it is at its end. */
  readonly caret: number;
}

/** One thing wrong with a configuration file, with its place. Never holds the offending value. */
export interface DocumentProblem {
  readonly path: DocumentPath;
  readonly type: ProblemType;
  /** Without the path. */
  readonly message: string;
  /** Accepted types, or the names of missing properties. */
  readonly expected?: string;
  /** The closest known name, when one is close enough. */
  readonly suggestion?: string;
  readonly position: Position;
  /** The author's text around the mistake, where it is known to hold no credential. */
  readonly excerpt?: Excerpt;
}

/** Problems by line and column; those of one place keep their order. */
export function inDocumentOrder(problems: readonly DocumentProblem[]): DocumentProblem[] {
  return problems.toSorted(({ position: a }, { position: b }) => a.line - b.line || a.column - b.column);
}
