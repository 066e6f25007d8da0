import { closestName } from '../../core/closest-name.ts';
import { type DataObject, type DataRecord, isDataObject, RESERVED_FIELDS } from '../../core/record.ts';
import { getOwn } from '../../core/value.ts';
import { EPOCH, type RunState } from '../contract/state.ts';

/** The names that every template and every SQL parameter sees; inside a loop there are those of its scope besides. */
export interface TemplateVariables extends DataObject {
  record: DataObject;
  /** The `_metadata` of the record. */
  meta: DataObject;
  state: DataObject;
  pagination: DataObject;
}

/** The four names of {@link TemplateVariables}. */
const FIXED_NAMES = ['record', 'meta', 'state', 'pagination'] as const;
/** Names that the template language itself gives a value in places. */
const LANGUAGE_NAMES = new Set(['caller', 'self', 'varargs', 'kwargs']);

/**
 * What there is to say about the top-level names that a program reads and that never have a value. Inside a loop
 * any name may be one that a filter wrote.
 */
export function unknownNames(names: Iterable<string>, loopAliases: readonly string[]): string[] {
  if (loopAliases.length > 0) return [];
  const known: readonly string[] = FIXED_NAMES;
  return [...names]
    .filter((name) => !known.includes(name) && !LANGUAGE_NAMES.has(name))
    .map((name) => {
      const meant = closestName(name, known) ?? `record.${name}`;
      return `${JSON.stringify(name)} never has a value, did you mean ${meant}? The names are ${known.join(', ')}`;
    });
}

const NOTHING: DataObject = Object.freeze({});

/** The variables where there is no record: those that are not given are empty. */
export function recordlessVariables(
  given: { readonly state?: DataObject; readonly pagination?: DataObject } = {},
): TemplateVariables {
  return {
    record: NOTHING,
    meta: NOTHING,
    state: given.state ?? NOTHING,
    pagination: given.pagination ?? NOTHING,
  };
}

/**
 * The variables for what a filter or an output was handed. Inside a loop that is a scope: `record` is the record the
 * loop runs over, and the aliases, `_metadata` and whatever filters wrote into the scope are names of their own,
 * where the four fixed names win. A record is a scope when `_metadata.loop` is an object with an alias in it and
 * `record` is an object.
 */
export function templateVariables(handed: DataRecord): TemplateVariables {
  const metadata = getOwn(handed, RESERVED_FIELDS.metadata);
  if (!isDataObject(metadata)) return { record: handed, meta: NOTHING, state: NOTHING, pagination: NOTHING };
  const root = getOwn(handed, 'record');
  const loop = getOwn(metadata, 'loop');
  if (isDataObject(root) && isDataObject(loop) && Object.keys(loop).length > 0) {
    return { ...handed, record: root, meta: metadata, state: NOTHING, pagination: NOTHING };
  }
  return { record: handed, meta: metadata, state: NOTHING, pagination: NOTHING };
}

/** What `state` is: `lastTimestamp` always, `lastId` once one is known. */
export function stateVariables({ lastTimestamp, lastId }: RunState): DataObject {
  const state: DataObject = { lastTimestamp: lastTimestamp ?? EPOCH };
  if (lastId !== undefined) state['lastId'] = lastId;
  return state;
}

/** The members that `state` can have, for inputs. */
export const STATE_MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['state', ['lastTimestamp', 'lastId']],
]);
