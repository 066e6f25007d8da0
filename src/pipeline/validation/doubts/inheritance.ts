import { type DataObject, isDataObject, type Value } from '../../../core/record.ts';
import { getOwn } from '../../../core/value.ts';
import type { Doubt } from './doubt.ts';
import { modulesOf } from './placed-modules.ts';
import { objectAt, textAt } from './read-object.ts';

/** A default of `onError` that nested filters do not inherit. */
export function* onErrorInheritance(root: DataObject): Generator<Doubt> {
  const defaults = getOwn(root, 'defaults');
  if (!isDataObject(defaults) || !Object.hasOwn(defaults, 'onError')) return;
  for (const { config, path, nested } of modulesOf(root)) {
    if (!nested || Object.hasOwn(config, 'onError')) continue;
    const type = getOwn(config, 'type');
    if (type === 'drop' || type === 'remove') continue;
    const message =
      'defaults.onError does not reach filters inside a branch or a loop: without its own onError this one fails the run';
    yield { path, message };
  }
}

/** Settings with a default that only some filters have. */
const CALL_SETTINGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['http_call', ['timeoutMs', 'retry']],
  ['soap_call', ['timeoutMs', 'retry']],
  ['sql_call', ['timeoutMs']],
]);

/** Defaults of requests that nested filters do not inherit. */
export function* callInheritance(root: DataObject): Generator<Doubt> {
  const defaults = objectAt(root, 'defaults');
  if (defaults === undefined) return;
  for (const { config, path, nested } of modulesOf(root)) {
    if (!nested) continue;
    const settings = CALL_SETTINGS.get(textAt(config, 'type')) ?? [];
    const missed = settings.filter((name) => isSet(getOwn(defaults, name)) && !Object.hasOwn(config, name));
    if (missed.length === 0) continue;
    const message = `${missed.map((name) => `defaults.${name}`).join(' and ')} does not reach filters inside a branch or a loop: write it here`;
    yield { path, message };
  }
}

/** 0 ms and an empty block set no default. */
function isSet(value: Value | undefined): boolean {
  return isDataObject(value) ? Object.keys(value).length > 0 : value !== undefined && value !== 0;
}
