import type { DocumentPath } from '../../../core/document-path.ts';

/** Something that is allowed and probably not meant. */
export interface Doubt {
  readonly path: DocumentPath;
  readonly message: string;
}
