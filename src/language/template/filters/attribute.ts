import { readOwn } from '../../path/read-own.ts';
import { isMapping, refuseArgument } from '../call-values.ts';
import type { CallSite } from '../definition.ts';
import { TemplateObject, type TemplateValue } from '../value.ts';

/** Reads an attribute of an element; `undefined` when it is missing. */
export type ReadAttribute = (element: TemplateValue) => TemplateValue | undefined;

/**
 * Reads what the `attribute` argument of a filter names: a key, an index, or several of them with dots between
 * (`customer.address.city`). Null reads the element itself.
 *
 * @param lenient missing parents make the attribute missing; otherwise they end the rendering
 */
export function attributeReader(
  attribute: TemplateValue | undefined,
  callee: string,
  site: CallSite,
  lenient = false,
): ReadAttribute {
  if (attribute === null || attribute === undefined) return (element) => element;
  if (typeof attribute !== 'string' && typeof attribute !== 'number') {
    return refuseArgument(callee, 'attribute', 'a string or an integer', attribute, site.fail);
  }
  const segments = String(attribute).split('.');
  const [only] = segments;
  if (segments.length === 1 && only !== undefined) return (element) => memberOf(element, only);
  return (element) => {
    let value: TemplateValue | undefined = element;
    for (const [at, segment] of segments.entries()) {
      if (at > 0 && (value === undefined || value === null)) {
        if (lenient) return undefined;
        const missing = segments.slice(0, at).join('.');
        return site.fail(
          `cannot read attribute '${attribute}' of an element: '${missing}' is missing or null`,
        );
      }
      value = memberOf(value ?? null, segment);
    }
    return value;
  };
}

/** A member of a value: a key of an object, an index of a list; `undefined` when there is none. */
export function memberOf(value: TemplateValue, name: string): TemplateValue | undefined {
  if (isMapping(value)) return readOwn(value, name);
  if (value instanceof TemplateObject) return value.member(name) ?? elementAt(value.elements(), name);
  return Array.isArray(value) ? elementAt(value, name) : undefined;
}

function elementAt(list: readonly TemplateValue[] | undefined, index: string): TemplateValue | undefined {
  return /^\d+$/.test(index) ? list?.[Number(index)] : undefined;
}
