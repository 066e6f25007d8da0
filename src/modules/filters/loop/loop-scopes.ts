import {
  type DataObject,
  type DataRecord,
  isDataObject,
  RESERVED_FIELDS,
  type Value,
} from '../../../core/record.ts';
import { getOwn, setOwn } from '../../../core/value.ts';
import { appendMarkers, takeMarkers } from '../../shared/error-marker.ts';

const { metadata: METADATA, errors: ERRORS } = RESERVED_FIELDS;
const ROOT = 'record';
const LOOP = 'loop';
const INDEX = 'index';

/** What identifies a loop among those around it. Whether there are any is known from the file, never from data. */
export interface LoopNames {
  readonly itemName: string;
  /** Aliases of the loops around this one, outermost first. */
  readonly enclosingAliases: readonly string[];
}

/**
 * Markers that wait for the end of the outermost loop over a record: appending copies the list, and a loop may bring
 * one for each of many items.
 */
const WAITING_MARKERS = new WeakMap<DataRecord, Value[]>();

/**
 * What the nested filters of one loop are handed while it runs over one record: for each item a scope of its own,
 * and the position in `_metadata.loop` of the root record. Entered by constructing it, left by {@link leave}.
 */
export class LoopScopes {
  /** The record that the outermost loop runs over. */
  readonly root: DataRecord;
  readonly #names: LoopNames;
  /** What each scope starts from: the enclosing scope without its markers. */
  readonly #enclosing: DataObject;
  readonly #metadata: DataObject;
  readonly #metadataBefore: Value | undefined;
  readonly #loopBefore: Value | undefined;
  /** What stands under `_metadata.loop` while the loop runs. */
  readonly #loop: DataObject;
  /** The positions that `_metadata.loop` must hold, by alias. */
  readonly #indexes: Map<string, number>;
  readonly #position: DataObject = { [INDEX]: 0 };
  /** The list of {@link WAITING_MARKERS} that this loop has to append in the end. */
  readonly #ownMarkers: Value[] | undefined;

  /** @param handed the record, or the scope of the loop around this one */
  constructor(handed: DataRecord, names: LoopNames) {
    const { itemName, enclosingAliases } = names;
    const isNested = enclosingAliases.length > 0;
    this.#names = names;
    this.root = isNested ? objectAt(handed, ROOT) : handed;
    // A filter that returned a copy of its scope has parted the two places of the metadata.
    this.#metadata = objectAt(handed, METADATA);
    this.#metadataBefore = getOwn(this.root, METADATA);
    this.root[METADATA] = this.#metadata;
    this.#loopBefore = getOwn(this.#metadata, LOOP);
    const positions = isNested && isDataObject(this.#loopBefore) ? this.#loopBefore : {};
    this.#loop = { ...positions, [itemName]: this.#position };
    this.#indexes = new Map([[itemName, 0]]);
    for (const [alias, position] of Object.entries(positions)) {
      this.#indexes.set(alias, Number(isDataObject(position) ? position[INDEX] : undefined));
    }
    this.#enclosing = isNested ? { ...handed } : {};
    if (Object.hasOwn(this.#enclosing, ERRORS)) delete this.#enclosing[ERRORS];
    if (!WAITING_MARKERS.has(this.root)) {
      this.#ownMarkers = [];
      WAITING_MARKERS.set(this.root, this.#ownMarkers);
    }
  }

  /** A fresh scope for an item. */
  scopeOf(item: Value, index: number): DataRecord {
    this.#position[INDEX] = index;
    this.#indexes.set(this.#names.itemName, index);
    this.#metadata[LOOP] = this.#loop;
    return {
      ...this.#enclosing,
      [this.#names.itemName]: item,
      [ROOT]: this.root,
      [METADATA]: this.#metadata,
    };
  }

  /**
   * Takes over what a filter wrote into copies: one that returns another scope than it was given cannot have edited
   * the record, its metadata and the items of the loops around this one in place.
   */
  adopt(scope: DataRecord): void {
    const root = getOwn(scope, ROOT);
    if (root !== this.root && isDataObject(root))
      replaceMembers(this.root, { ...root, [METADATA]: this.#metadata });
    const metadata = getOwn(scope, METADATA);
    if (metadata !== this.#metadata && isDataObject(metadata)) replaceMembers(this.#metadata, metadata);
    for (const alias of this.#names.enclosingAliases) {
      const [live, written] = [getOwn(this.#enclosing, alias), getOwn(scope, alias)];
      if (live !== written && isDataObject(live) && isDataObject(written)) replaceMembers(live, written);
    }
  }

  /**
   * Moves the markers of a scope, which would go with it, to the item, or to the record when the item is no object.
   * Those of the record are there when the loops over it have ended.
   */
  keepMarkers(scope: DataRecord, itemIndex: number): void {
    const markers = takeMarkers(scope).map((marker) =>
      isDataObject(marker) ? { ...marker, itemIndex } : marker,
    );
    if (markers.length === 0) return;
    const item = getOwn(scope, this.#names.itemName);
    if (isDataObject(item)) appendMarkers(item, markers);
    else WAITING_MARKERS.get(this.root)?.push(...markers);
  }

  /** Whether the positions are as the loops have written them. */
  positionsAreIntact(): boolean {
    const metadata = getOwn(this.root, METADATA);
    const loop = isDataObject(metadata) ? getOwn(metadata, LOOP) : undefined;
    if (!isDataObject(loop)) return false;
    let count = 0;
    for (const alias in loop) {
      if (!isPosition(loop[alias], this.#indexes.get(alias))) return false;
      count += 1;
    }
    return count === this.#indexes.size;
  }

  /** Takes the position back out of the record, and the metadata when the loop had brought it and it is empty. */
  leave(): void {
    const current = getOwn(this.root, METADATA);
    const metadata = isDataObject(current) ? current : this.#metadata;
    if (this.#loopBefore === undefined) delete metadata[LOOP];
    else metadata[LOOP] = this.#loopBefore;
    if (isDataObject(this.#metadataBefore) || Object.keys(metadata).length > 0)
      this.root[METADATA] = metadata;
    else if (this.#metadataBefore === undefined) delete this.root[METADATA];
    else this.root[METADATA] = this.#metadataBefore;
    if (this.#ownMarkers === undefined) return;
    WAITING_MARKERS.delete(this.root);
    if (this.#ownMarkers.length > 0) appendMarkers(this.root, this.#ownMarkers);
  }
}

function objectAt(container: DataObject, key: string): DataObject {
  const value = getOwn(container, key);
  return isDataObject(value) ? value : {};
}

function isPosition(value: Value | undefined, index: number | undefined): boolean {
  if (!isDataObject(value)) return false;
  for (const key in value) if (key !== INDEX) return false;
  return value[INDEX] === index;
}

function replaceMembers(target: DataObject, source: DataObject): void {
  for (const key of Object.keys(target)) if (!Object.hasOwn(source, key)) delete target[key];
  for (const [key, value] of Object.entries(source)) setOwn(target, key, value);
}
