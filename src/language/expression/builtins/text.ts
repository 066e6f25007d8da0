import { codePointLength } from '../../text/code-points.ts';
import { isWhiteSpace } from '../../text/white-space.ts';
import { isInteger } from '../type-name.ts';
import { INTEGER, integerArgument, TEXT, textArgument } from './arguments.ts';
import type { FunctionBuiltin } from './builtin.ts';

const SHAPE = { form: 'function', category: 'text', returns: 'string' } as const;

const ONE_TEXT = [{ name: 'text', accepts: TEXT }] as const;

const NOT_A_TEXT = {
  environment: { id: 7 },
  error: 'interface conversion: interface {} is int, not string',
} as const;

export const lower: FunctionBuiltin = {
  ...SHAPE,
  name: 'lower',
  parameters: ONE_TEXT,
  summary: 'The text in lower case, by the mapping of Unicode, the same in every locale.',
  call: ([value], fail, evaluation) => {
    const result = textArgument(value, fail).toLowerCase();
    evaluation.takeText(result.length, fail);
    return result;
  },
  examples: [
    { expression: 'lower("ÀB-c")', value: 'àb-c' },
    { expression: 'lower(id)', ...NOT_A_TEXT },
  ],
};

export const upper: FunctionBuiltin = {
  ...SHAPE,
  name: 'upper',
  parameters: ONE_TEXT,
  summary: 'The text in upper case, by the mapping of Unicode, the same in every locale.',
  call: ([value], fail, evaluation) => {
    const result = textArgument(value, fail).toUpperCase();
    evaluation.takeText(result.length, fail);
    return result;
  },
  examples: [
    { expression: 'upper("straße")', value: 'STRASSE' },
    { expression: 'upper(id)', ...NOT_A_TEXT },
  ],
};

export const trim: FunctionBuiltin = {
  ...SHAPE,
  name: 'trim',
  parameters: [...ONE_TEXT, { name: 'characters', accepts: TEXT, optional: true }],
  summary: 'The text without white space at both ends, or without any of the characters.',
  call: ([value, characters], fail, evaluation) => {
    const text = textArgument(value, fail);
    const result =
      characters === undefined ? trimWhiteSpace(text) : trimCharacters(text, textArgument(characters, fail));
    evaluation.takeText(result.length, fail);
    return result;
  },
  examples: [
    { expression: 'trim("  a b\\n")', value: 'a b' },
    { expression: 'trim("--a-b--", "-")', value: 'a-b' },
    { expression: 'trim(id)', ...NOT_A_TEXT },
  ],
};

function trimWhiteSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function trimCharacters(text: string, characters: string): string {
  const unwanted = new Set(characters);
  const points = [...text];
  let start = 0;
  let end = points.length;
  while (start < end && unwanted.has(points[start] ?? '')) start += 1;
  while (end > start && unwanted.has(points[end - 1] ?? '')) end -= 1;
  return points.slice(start, end).join('');
}

export const trimPrefix: FunctionBuiltin = {
  ...SHAPE,
  name: 'trimPrefix',
  parameters: [...ONE_TEXT, { name: 'prefix', accepts: TEXT }],
  summary: 'The text without the prefix, or as it is when it does not start with it.',
  call: ([value, part], fail) => {
    const text = textArgument(value, fail);
    const prefix = textArgument(part, fail);
    return text.startsWith(prefix) ? text.slice(prefix.length) : text;
  },
  examples: [
    { expression: 'trimPrefix("ORD-17", "ORD-")', value: '17' },
    { expression: 'trimPrefix("INV-17", "ORD-")', value: 'INV-17' },
    { expression: 'trimPrefix(id, "ORD-")', ...NOT_A_TEXT },
  ],
};

export const trimSuffix: FunctionBuiltin = {
  ...SHAPE,
  name: 'trimSuffix',
  parameters: [...ONE_TEXT, { name: 'suffix', accepts: TEXT }],
  summary: 'The text without the suffix, or as it is when it does not end with it.',
  call: ([value, part], fail) => {
    const text = textArgument(value, fail);
    const suffix = textArgument(part, fail);
    return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text;
  },
  examples: [
    { expression: 'trimSuffix("report.csv", ".csv")', value: 'report' },
    { expression: 'trimSuffix("report.csv", ".json")', value: 'report.csv' },
    { expression: 'trimSuffix(id, ".csv")', ...NOT_A_TEXT },
  ],
};

export const hasPrefix: FunctionBuiltin = {
  ...SHAPE,
  name: 'hasPrefix',
  parameters: [...ONE_TEXT, { name: 'prefix', accepts: TEXT }],
  summary: 'True when the text starts with the prefix.',
  returns: 'bool',
  call: ([value, prefix], fail) => textArgument(value, fail).startsWith(textArgument(prefix, fail)),
  examples: [
    { expression: 'hasPrefix("ORD-17", "ORD-")', value: true },
    { expression: 'hasPrefix("ORD-17", "ord")', value: false },
    { expression: 'hasPrefix(id, "ORD-")', ...NOT_A_TEXT },
  ],
};

export const hasSuffix: FunctionBuiltin = {
  ...SHAPE,
  name: 'hasSuffix',
  parameters: [...ONE_TEXT, { name: 'suffix', accepts: TEXT }],
  summary: 'True when the text ends with the suffix.',
  returns: 'bool',
  call: ([value, suffix], fail) => textArgument(value, fail).endsWith(textArgument(suffix, fail)),
  examples: [
    { expression: 'hasSuffix("report.csv", ".csv")', value: true },
    { expression: 'hasSuffix("report.csv", "")', value: true },
    { expression: 'hasSuffix(id, ".csv")', ...NOT_A_TEXT },
  ],
};

/** A text may be repeated this often. */
const REPEAT_LIMIT = 1_000_000;

export const repeat: FunctionBuiltin = {
  ...SHAPE,
  name: 'repeat',
  parameters: [...ONE_TEXT, { name: 'n', accepts: INTEGER }],
  summary: 'The text n times. The characters count against the elements that one evaluation may make.',
  call: ([value, n = null], fail, evaluation) => {
    const text = textArgument(value, fail);
    if (isInteger(n) && n < 0) {
      return fail(`invalid argument for repeat (expected positive integer, got ${n})`);
    }
    const times = Number(integerArgument(n, 'repeat', fail));
    if (times > REPEAT_LIMIT) return fail('memory budget exceeded');
    evaluation.takeElements(text.length * times, fail);
    evaluation.takeText(text.length * times, fail);
    return text.repeat(times);
  },
  examples: [
    { expression: 'repeat("ab", 3)', value: 'ababab' },
    { expression: 'repeat("ab", 0)', value: '' },
    {
      expression: 'repeat("ab", -1)',
      error: 'invalid argument for repeat (expected positive integer, got -1)',
    },
    { expression: 'repeat("ab", 1000001)', error: 'memory budget exceeded' },
  ],
};

export const indexOf: FunctionBuiltin = {
  ...SHAPE,
  name: 'indexOf',
  parameters: [...ONE_TEXT, { name: 'part', accepts: TEXT }],
  summary: 'The position, in characters from 0, where the part first occurs; -1 when it does not.',
  returns: 'int',
  call: ([value, part], fail) => {
    const text = textArgument(value, fail);
    return positionInCharacters(text, text.indexOf(textArgument(part, fail)));
  },
  examples: [
    { expression: 'indexOf("a-b-c", "-")', value: 1 },
    { expression: 'indexOf("é😀-", "-")', value: 2 },
    { expression: 'indexOf("abc", "x")', value: -1 },
    { expression: 'indexOf(id, "-")', ...NOT_A_TEXT },
  ],
};

export const lastIndexOf: FunctionBuiltin = {
  ...SHAPE,
  name: 'lastIndexOf',
  parameters: [...ONE_TEXT, { name: 'part', accepts: TEXT }],
  summary: 'The position, in characters from 0, where the part last occurs; -1 when it does not.',
  returns: 'int',
  call: ([value, part], fail) => {
    const text = textArgument(value, fail);
    return positionInCharacters(text, text.lastIndexOf(textArgument(part, fail)));
  },
  examples: [
    { expression: 'lastIndexOf("a-b-c", "-")', value: 3 },
    { expression: 'lastIndexOf("abc", "x")', value: -1 },
    { expression: 'lastIndexOf(id, "-")', ...NOT_A_TEXT },
  ],
};

function positionInCharacters(text: string, codeUnits: number): number {
  return codeUnits <= 0 ? codeUnits : codePointLength(text.slice(0, codeUnits));
}
