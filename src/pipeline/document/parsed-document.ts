import type { DocumentPath } from '../../core/document-path.ts';
import type { Value } from '../../core/record.ts';

export type DocumentFormat = 'json' | 'yaml';

/** 1-based line and column, counted in characters of the original text. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A configuration file as read: its values and where each of them stands. */
export interface ParsedDocument {
  /** As the user named it. */
  readonly file: string;
  readonly format: DocumentFormat;
  /** The root value; a `connector:` wrapper is already taken off. `null` for a file that says nothing. */
  readonly root: Value;
  /**
   * Where the value at that path starts, or, with `'key'`, where its property name starts. For a path that does
   * not exist: its nearest existing ancestor.
   */
  locate(path: DocumentPath, part?: 'key' | 'value'): Position;
  /**
   * Where a character of the text value at that path stands, whatever the quotes, escapes, indentation and folded
   * lines it is written with. For the end of the text: the place after its last character, trailing line breaks
   * left out. Where that cannot be told: as {@link locate}.
   *
   * @param offset UTF-16 offset in the value
   */
  locateInside(path: DocumentPath, offset: number): Position;
}
