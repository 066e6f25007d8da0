import { isMapping, refuseValue } from './call-values.ts';
import { sortedKeys } from './conversion.ts';
import type { CallSite } from './definition.ts';
import type { TemplateValue } from './value.ts';

/** The members of an object as pairs of key and value, in the order of a `for`; none for null. */
export function pairsOf(value: TemplateValue, callee: string, site: CallSite): [string, TemplateValue][] {
  if (value === null) return [];
  if (!isMapping(value)) return refuseValue(callee, 'an object', value, site.fail);
  const keys = sortedKeys(value);
  site.rendering.takeElements(keys.length * 2, site.fail);
  return keys.map((key) => [key, value[key] ?? null]);
}
