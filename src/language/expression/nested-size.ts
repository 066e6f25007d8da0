import { type ExpressionValue, isObject, KeyedValues } from './value.ts';

/** Is told what a value holds; ends the evaluation when it is too much. */
export interface Meter {
  elements(count: number): void;
  text(codeUnits: number): void;
}

/**
 * Measures everything in a value, as often as it can be reached: a list can hold another one many times, and that
 * again and again, so that a small value in memory is an immense one to whoever goes through it.
 *
 * @throws {RangeError} when the value nests deeper than the stack allows
 */
export function measure(value: ExpressionValue, meter: Meter): void {
  if (typeof value === 'string') {
    meter.text(value.length);
  } else if (Array.isArray(value)) {
    meter.elements(value.length);
    for (const item of value) measure(item, meter);
  } else if (value instanceof KeyedValues) {
    meter.elements(value.entries.size);
    for (const member of value.entries.values()) measure(member, meter);
  } else if (isObject(value)) {
    const keys = Object.keys(value);
    meter.elements(keys.length);
    for (const key of keys) measure(value[key] ?? null, meter);
  }
}
