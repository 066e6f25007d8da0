import type { Value } from '../../../core/record.ts';
import type { Fail } from '../evaluation.ts';
import { conversionError } from '../type-name.ts';
import { type Builtin, TEXT } from './builtin.ts';

/** `lower(s)` and `upper(s)`: the case mapping of Unicode, the same in every locale. */
export const lower = textFunction('lower', (text) => text.toLowerCase());
export const upper = textFunction('upper', (text) => text.toUpperCase());

/** `trim(s)` removes white space at both ends, `trim(s, chars)` any of the characters. */
export const trim: Builtin = {
  name: 'trim',
  parameters: [TEXT, { ...TEXT, optional: true }],
  returns: 'string',
  call: ([value = null, characters], fail) => {
    const text = textOf(value, fail);
    return characters === undefined ? text.trim() : trimCharacters(text, textOf(characters, fail));
  },
};

function trimCharacters(text: string, characters: string): string {
  const unwanted = new Set(characters);
  const points = [...text];
  let start = 0;
  let end = points.length;
  while (start < end && unwanted.has(points[start] ?? '')) start += 1;
  while (end > start && unwanted.has(points[end - 1] ?? '')) end -= 1;
  return points.slice(start, end).join('');
}

function textFunction(name: string, map: (text: string) => string): Builtin {
  return {
    name,
    parameters: [TEXT],
    returns: 'string',
    call: ([value = null], fail) => map(textOf(value, fail)),
  };
}

function textOf(value: Value, fail: Fail): string {
  return typeof value === 'string' ? value : fail(conversionError(value, 'string'));
}
