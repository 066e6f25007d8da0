import { compareText } from '../../../core/compare.ts';
import { DEEPEST_NESTING, NESTING_REFUSAL } from '../../../core/nesting.ts';
import type { Value } from '../../../core/record.ts';
import { stringifyJson } from '../../../core/stringify-json.ts';
import { withoutRangeError } from '../conversion.ts';
import type { CallSite } from '../definition.ts';

/**
 * JSON text whose objects have their keys in the order of their code points. Indentation counts against the text
 * budget as it grows; the text itself is for the caller to account for.
 *
 * @param indent spaces per level, 0 for one line
 */
export function sortedJson(value: Value, indent: number, site: CallSite): string {
  return write(value, ' '.repeat(indent), '\n', 0, site);
}

/** @param margin what a new line of the value starts with */
function write(value: Value, unit: string, margin: string, depth: number, site: CallSite): string {
  if (typeof value !== 'object' || value === null || value instanceof Date) {
    return withoutRangeError(() => stringifyJson(value), site.fail);
  }
  if (depth === DEEPEST_NESTING) site.fail(`the value ${NESTING_REFUSAL}`);
  const inner = margin + unit;
  const part = (member: Value) => write(member, unit, inner, depth + 1, site);
  const isList = Array.isArray(value);
  const colon = unit === '' ? ':' : ': ';
  const parts = isList
    ? value.map(part)
    : Object.keys(value)
        .sort(compareText)
        .map((key) => JSON.stringify(key) + colon + part(value[key] ?? null));
  const [open, close] = isList ? '[]' : '{}';
  if (unit === '' || parts.length === 0) return `${open}${parts.join(',')}${close}`;
  site.rendering.takeText(parts.length * inner.length, site.fail);
  return `${open}${inner}${parts.join(`,${inner}`)}${margin}${close}`;
}
