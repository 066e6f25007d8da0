import type { DocumentPath } from '../core/document-path.ts';
import type { DataObject, Value } from '../core/record.ts';
import { isDataObject } from '../core/record.ts';
import { getOwn } from '../core/value.ts';
import type { ModuleDefinition } from '../modules/contract/definition.ts';

/**
 * The settings of a top-level module with the pipeline's `defaults` filled in: `onError` everywhere, `timeoutMs`
 * and `retry` where the module has that field, `retry` field by field. The module's own value wins, whatever it is;
 * of the defaults a timeout of 0 ms and an empty list mean none.
 * Filters inside a branch or a loop inherit nothing and are left as they are.
 */
export function inheritDefaults(
  config: DataObject,
  defaults: unknown,
  definition: ModuleDefinition,
): DataObject {
  if (!isDataObject(defaults)) return config;
  const result = { ...config };
  const onError = getOwn(defaults, 'onError');
  if (onError !== undefined && !Object.hasOwn(config, 'onError')) result['onError'] = onError;
  const has = (field: string): boolean => Object.hasOwn(definition.schema.properties, field);
  const timeoutMs = getOwn(defaults, 'timeoutMs');
  if (
    has('timeoutMs') &&
    typeof timeoutMs === 'number' &&
    timeoutMs > 0 &&
    !Object.hasOwn(config, 'timeoutMs')
  ) {
    result['timeoutMs'] = timeoutMs;
  }
  const retry = has('retry') ? mergedRetry(getOwn(config, 'retry'), getOwn(defaults, 'retry')) : undefined;
  if (retry !== undefined) result['retry'] = retry;
  return result;
}

/** Undefined when the defaults add nothing: a module without a block of its own then has none. */
function mergedRetry(own: Value | undefined, defaults: Value | undefined): DataObject | undefined {
  if (!isDataObject(defaults)) return undefined;
  const given = Object.entries(defaults).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  if (given.length === 0) return undefined;
  return { ...Object.fromEntries(given), ...(isDataObject(own) ? own : {}) };
}

/**
 * Where a setting is written that a top-level module has from {@link inheritDefaults}.
 *
 * @param config the module as written
 * @param at the setting, relative to the module
 * @returns its path in the document when the module inherits it, undefined when it is the module's own
 */
export function inheritedPath(config: DataObject, at: DocumentPath): DocumentPath | undefined {
  const [block, field] = at;
  if (block !== 'retry' || typeof field !== 'string') return undefined;
  const own = getOwn(config, 'retry');
  return isDataObject(own) && Object.hasOwn(own, field) ? undefined : ['defaults', ...at];
}
