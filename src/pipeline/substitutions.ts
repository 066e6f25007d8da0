import type { DocumentPath } from '../core/document-path.ts';
import type { SubstitutedTag } from '../modules/contract/definition.ts';

/** A reference of the author's text and the value that took its place. Offsets are UTF-16. */
export interface Replacement {
  readonly variable: string;
  /** Where the reference stood in the text as written. */
  readonly writtenStart: number;
  readonly writtenEnd: number;
  /** Where the value stands in the text as it is used. */
  readonly start: number;
  readonly end: number;
}

interface Place {
  readonly replacements: readonly Replacement[];
  readonly tag: SubstitutedTag | undefined;
}

/** The opening of an output tag, a block tag or a comment of the template language. */
const TAG_OPENING = /\{[{%#]/g;

/** Where in a document environment variables were replaced, by document path. Holds no value of a variable. */
export class Substitutions {
  readonly #places = new Map<string, Place>();

  /**
   * Notes what was replaced in the text at a path.
   *
   * @param text the text as it is used
   * @param replacements in the order of the text
   */
  add(path: DocumentPath, text: string, replacements: readonly Replacement[]): void {
    this.#places.set(keyOf(path), { replacements, tag: substitutedTag(text, replacements) });
  }

  /** The variables in the text at a path, each once. */
  variablesAt(path: DocumentPath): readonly string[] {
    return [...new Set(this.#replacementsAt(path).map(({ variable }) => variable))];
  }

  /** The first template tag in the text at a path that a variable opens, wholly or in part. */
  tagAt(path: DocumentPath): SubstitutedTag | undefined {
    return this.#places.get(keyOf(path))?.tag;
  }

  /** The offset in the text as written for an offset in the text as used; inside a value: where its reference starts. */
  writtenOffset(path: DocumentPath, offset: number): number {
    let shift = 0;
    for (const { start, end, writtenStart, writtenEnd } of this.#replacementsAt(path)) {
      if (offset < start) break;
      if (offset < end) return writtenStart;
      shift = writtenEnd - end;
    }
    return offset + shift;
  }

  #replacementsAt(path: DocumentPath): readonly Replacement[] {
    return this.#places.get(keyOf(path))?.replacements ?? [];
  }
}

function substitutedTag(text: string, replacements: readonly Replacement[]): SubstitutedTag | undefined {
  for (const { 0: tag, index } of text.matchAll(TAG_OPENING)) {
    const source = replacements.find(({ start, end }) => start < index + tag.length && index < end);
    if (source !== undefined) return { variable: source.variable, tag };
  }
  return undefined;
}

/** Names may hold any character, so that a path needs a form in which none is special. */
function keyOf(path: DocumentPath): string {
  return JSON.stringify(path);
}
