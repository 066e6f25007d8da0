import type { DataObject } from '../core/record.ts';
import { isDataObject } from '../core/record.ts';
import { getOwn } from '../core/value.ts';
import type { ModuleDefinition } from '../modules/contract/definition.ts';

/**
 * The settings of a top-level module with the pipeline's `defaults` filled in: `onError` everywhere, `timeoutMs`
 * where the module has that field. The module's own value wins; a default of 0 ms means none.
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
  const timeoutMs = getOwn(defaults, 'timeoutMs');
  const takesTimeout = Object.hasOwn(definition.schema.properties, 'timeoutMs');
  if (takesTimeout && typeof timeoutMs === 'number' && timeoutMs > 0 && !Object.hasOwn(config, 'timeoutMs')) {
    result['timeoutMs'] = timeoutMs;
  }
  return result;
}
