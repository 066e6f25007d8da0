import { type DataObject, isDataObject } from '../../../core/record.ts';
import { getOwn } from '../../../core/value.ts';
import type { Doubt } from './doubt.ts';

const ID = /^[a-z][a-z0-9_-]*$/;

/** A state that is kept under a name which may change, or which other names may share. */
export function identityDoubts(root: DataObject): Doubt[] {
  const name = getOwn(root, 'name');
  if (Object.hasOwn(root, 'id') || typeof name !== 'string' || ID.test(name)) return [];
  const input = getOwn(root, 'input');
  // Nothing but a stored state depends on the identity.
  if (
    !isDataObject(input) ||
    !(Object.hasOwn(input, 'statePersistence') || Object.hasOwn(input, 'incremental'))
  ) {
    return [];
  }
  const message =
    'the state of this pipeline is kept under its name; give it an id, so that the name can change';
  return [{ path: ['name'], message }];
}
