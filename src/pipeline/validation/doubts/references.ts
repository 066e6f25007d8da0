import type { DocumentPath } from '../../../core/document-path.ts';
import { isDataObject, type Value } from '../../../core/record.ts';
import type { Doubt } from './doubt.ts';

/** `${`, unless it starts a reference that `run` replaces. */
const UNKNOWN_REFERENCE = /\$\{(?![A-Z_][A-Z0-9_]*\})/;
/** Properties whose texts are programs or prose, in which `${` means nothing. */
const PROSE = new Set(['script', 'description', 'replacement', 'name', 'tags']);

/** Texts that look like references to environment variables and are none. */
export function* unknownReferences(value: Value, path: DocumentPath = []): Generator<Doubt> {
  if (typeof value === 'string') {
    if (UNKNOWN_REFERENCE.test(value)) {
      const message =
        'the text holds "${" that starts no environment reference and stays as it is: references are ${UPPER_CASE}';
      yield { path, message };
    }
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* unknownReferences(item, [...path, index]);
  } else if (isDataObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (!PROSE.has(key)) yield* unknownReferences(member, [...path, key]);
    }
  }
}
