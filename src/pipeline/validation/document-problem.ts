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
}
