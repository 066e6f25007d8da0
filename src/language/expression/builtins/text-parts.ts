import type { Evaluation, Fail } from '../evaluation.ts';
import type { ExpressionValue } from '../value.ts';
import { INTEGER, limitArgument, TEXT, textArgument } from './arguments.ts';
import type { FunctionBuiltin } from './builtin.ts';

const SPLIT_SHAPE = {
  form: 'function',
  category: 'text',
  parameters: [
    { name: 'text', accepts: TEXT },
    { name: 'separator', accepts: TEXT },
    { name: 'n', accepts: INTEGER, optional: true },
  ],
  returns: 'list',
} as const;

export const split: FunctionBuiltin = {
  ...SPLIT_SHAPE,
  name: 'split',
  summary:
    'The parts of the text between the separators; at most n parts, of which the last holds the rest. An empty separator splits the text into characters.',
  call: ([text, separator, n], fail, evaluation) =>
    partsOf(
      textArgument(text, fail),
      textArgument(separator, fail),
      limitArgument(n, 'split', fail),
      false,
      fail,
      evaluation,
    ),
  examples: [
    { expression: 'split("a,b,c", ",")', value: ['a', 'b', 'c'] },
    { expression: 'split("a,b,c", ",", 2)', value: ['a', 'b,c'] },
    { expression: 'split("a😀b", "")', value: ['a', '😀', 'b'] },
    {
      expression: 'split(id, ",")',
      environment: { id: 7 },
      error: 'interface conversion: interface {} is int, not string',
    },
  ],
};

export const splitAfter: FunctionBuiltin = {
  ...SPLIT_SHAPE,
  name: 'splitAfter',
  summary: 'The same parts as split gives, each with the separator that follows it.',
  call: ([text, separator, n], fail, evaluation) =>
    partsOf(
      textArgument(text, fail),
      textArgument(separator, fail),
      limitArgument(n, 'splitAfter', fail),
      true,
      fail,
      evaluation,
    ),
  examples: [
    { expression: 'splitAfter("a,b,c", ",")', value: ['a,', 'b,', 'c'] },
    { expression: 'splitAfter("a,b,c", ",", 2)', value: ['a,', 'b,c'] },
    {
      expression: 'splitAfter(id, ",")',
      environment: { id: 7 },
      error: 'interface conversion: interface {} is int, not string',
    },
  ],
};

function partsOf(
  text: string,
  separator: string,
  limit: number,
  keepSeparator: boolean,
  fail: Fail,
  evaluation: Evaluation,
): ExpressionValue[] {
  if (limit === 0) return [];
  evaluation.takeText(text.length, fail);
  const parts: ExpressionValue[] = [];
  let from = 0;
  const cut = (end: number, next: number) => {
    evaluation.takeElements(1, fail);
    parts.push(text.slice(from, end));
    from = next;
  };
  if (separator === '') {
    while (from < text.length && parts.length + 1 < limit) {
      const next = from + characterLength(text, from);
      cut(next, next);
    }
    if (from < text.length) cut(text.length, text.length);
    return parts;
  }
  while (parts.length + 1 < limit) {
    const at = text.indexOf(separator, from);
    if (at < 0) break;
    const next = at + separator.length;
    cut(keepSeparator ? next : at, next);
  }
  cut(text.length, text.length);
  return parts;
}

/** Code units of the character at a position. */
function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

export const replace: FunctionBuiltin = {
  form: 'function',
  category: 'text',
  name: 'replace',
  parameters: [
    { name: 'text', accepts: TEXT },
    { name: 'old', accepts: TEXT },
    { name: 'new', accepts: TEXT },
    { name: 'n', accepts: INTEGER, optional: true },
  ],
  summary:
    'The text with new in place of old, wherever it occurs or only the first n times. The new text is taken as it is. An empty old text stands before every character and at the end.',
  returns: 'string',
  call: ([value, oldPart, newPart, n], fail, evaluation) =>
    replaced(
      textArgument(value, fail),
      textArgument(oldPart, fail),
      textArgument(newPart, fail),
      limitArgument(n, 'replace', fail),
      fail,
      evaluation,
    ),
  examples: [
    { expression: 'replace("a.b.c", ".", "/")', value: 'a/b/c' },
    { expression: 'replace("a.b.c", ".", "/", 1)', value: 'a/b.c' },
    { expression: 'replace("5 EUR", "EUR", "$&")', value: '5 $&' },
    {
      expression: 'replace(id, "1", "2")',
      environment: { id: 7 },
      error: 'interface conversion: interface {} is int, not string',
    },
  ],
};

function replaced(
  text: string,
  oldPart: string,
  newPart: string,
  limit: number,
  fail: Fail,
  evaluation: Evaluation,
): string {
  evaluation.takeText(text.length, fail);
  let result = '';
  let from = 0;
  for (let count = 0; count < limit; count += 1) {
    const at = text.indexOf(oldPart, from);
    if (at < 0) break;
    evaluation.takeSteps(1, fail);
    evaluation.takeText(newPart.length, fail);
    if (oldPart !== '') {
      result += text.slice(from, at) + newPart;
      from = at + oldPart.length;
      continue;
    }
    const next = from + characterLength(text, from);
    result += newPart + text.slice(from, next);
    if (from === text.length) break;
    from = next;
  }
  return result + text.slice(from);
}
