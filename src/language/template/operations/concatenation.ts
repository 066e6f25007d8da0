import { textOf } from '../conversion.ts';
import { EscapedText, type TemplateValue } from '../value.ts';
import type { Surroundings } from './surroundings.ts';

/** True for a text, escaped or not. */
export function isText(value: TemplateValue): value is string | EscapedText {
  return typeof value === 'string' || value instanceof EscapedText;
}

/** The texts of the values put together. When one is escaped already, the others are escaped too. */
export function joinedText(values: readonly TemplateValue[], around: Surroundings): TemplateValue {
  const { fail, rendering, escape: escapeText } = around;
  const isEscaped = escapeText !== undefined && values.some((value) => value instanceof EscapedText);
  let text = '';
  for (const value of values) {
    const part = textOf(value, fail);
    text += isEscaped && !(value instanceof EscapedText) ? escapeText(part) : part;
  }
  rendering.takeText(text.length, fail);
  return isEscaped ? new EscapedText(text) : text;
}

/** A text that many times. */
export function repeatedText(
  value: string | EscapedText,
  count: number,
  around: Surroundings,
): TemplateValue {
  const text = value instanceof EscapedText ? value.text() : value;
  const times = Math.max(0, count);
  around.rendering.takeText(text.length * times, around.fail);
  // Nothing repeated may still be too often for the engine.
  const repeated = text === '' ? '' : text.repeat(times);
  return value instanceof EscapedText ? new EscapedText(repeated) : repeated;
}
