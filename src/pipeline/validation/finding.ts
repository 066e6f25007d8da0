import type { DocumentPath } from '../../core/document-path.ts';
import type { DocumentProblem } from './document-problem.ts';

/** A problem whose place is still a path. */
export interface Finding extends Omit<DocumentProblem, 'position'> {
  /** What the position points at when it is not the value at `path`. */
  readonly pointsAt?: { readonly path: DocumentPath; readonly part: 'key' | 'value' };
}
