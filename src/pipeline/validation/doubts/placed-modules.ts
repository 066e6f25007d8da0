import type { DocumentPath } from '../../../core/document-path.ts';
import { type DataObject, isDataObject, type Value } from '../../../core/record.ts';
import { getOwn } from '../../../core/value.ts';

/** A module of the document and where it stands. */
export interface PlacedModule {
  readonly kind: 'input' | 'filter' | 'output';
  readonly config: DataObject;
  readonly path: DocumentPath;
  /** Inside a branch or a loop. */
  readonly nested: boolean;
}

/** Every module of the document, filters in branches and loops included. */
export function* modulesOf(root: DataObject): Generator<PlacedModule> {
  for (const kind of ['input', 'output'] as const) {
    const config = getOwn(root, kind);
    if (isDataObject(config)) yield { kind, config, path: [kind], nested: false };
  }
  yield* filtersOf(getOwn(root, 'filters'), ['filters'], false);
}

function* filtersOf(list: Value | undefined, path: DocumentPath, nested: boolean): Generator<PlacedModule> {
  if (!Array.isArray(list)) return;
  for (const [index, config] of list.entries()) {
    if (!isDataObject(config)) continue;
    const place = [...path, index];
    yield { kind: 'filter', config, path: place, nested };
    for (const branch of ['then', 'else', 'filters']) {
      yield* filtersOf(getOwn(config, branch), [...place, branch], true);
    }
  }
}
