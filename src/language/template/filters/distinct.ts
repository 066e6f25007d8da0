import { isEqual } from '../../../core/compare.ts';
import { isMapping } from '../call-values.ts';
import { withoutRangeError } from '../conversion.ts';
import type { CallSite } from '../definition.ts';
import type { TemplateValue } from '../value.ts';

/** The values met so far, by the same equality as `==` between data. */
export class Distinct {
  readonly #site: CallSite;
  readonly #scalars = new Set<string>();
  /** Lists and objects by what equal ones have in common. */
  readonly #others = new Map<string, TemplateValue[]>();

  constructor(site: CallSite) {
    this.#site = site;
  }

  /** True when no value equal to this one was added before. */
  add(value: TemplateValue): boolean {
    if (typeof value === 'object' && value !== null) return this.#addOther(value);
    const key = scalarKey(value);
    if (this.#scalars.has(key)) return false;
    this.#scalars.add(key);
    return true;
  }

  #addOther(value: TemplateValue): boolean {
    const { rendering, fail } = this.#site;
    const key = memberKey(value);
    const alike = this.#others.get(key);
    rendering.takeSteps(1 + (key.length >>> 4) + (alike?.length ?? 0), fail);
    if (alike === undefined) {
      this.#others.set(key, [value]);
      return true;
    }
    if (alike.some((other) => withoutRangeError(() => isEqual(other, value), fail))) return false;
    alike.push(value);
    return true;
  }
}

/** The same for equal lists, and for equal objects: their members, without looking into those that have members. */
function memberKey(value: TemplateValue): string {
  if (Array.isArray(value)) return JSON.stringify(value.map(shallowKey));
  if (!isMapping(value)) return shallowKey(value);
  const keys = Object.keys(value).sort();
  return JSON.stringify(keys.map((key) => [key, shallowKey(value[key] ?? null)]));
}

function shallowKey(value: TemplateValue): string {
  if (typeof value !== 'object' || value === null) return scalarKey(value);
  if (Array.isArray(value)) return 'list';
  return value instanceof Date ? `date ${value.getTime()}` : 'object';
}

/** The same for equal scalars: numbers of one value have one key, whatever their representation. */
function scalarKey(value: null | boolean | string | number | bigint): string {
  switch (typeof value) {
    case 'string':
      return `s${value}`;
    case 'number':
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) return `n${BigInt(value)}`;
      return `n${value === 0 ? 0 : value}`;
    default:
      return typeof value === 'bigint' ? `n${value}` : String(value);
  }
}
