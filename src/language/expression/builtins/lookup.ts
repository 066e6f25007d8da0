import { readOwn } from '../../path/read-own.ts';
import { codePointLength } from '../../text/code-points.ts';
import { typeName } from '../type-name.ts';
import { type ExpressionValue, isObject, KeyedValues } from '../value.ts';
import { ANY, type FunctionBuiltin } from './builtin.ts';
import { keyedGet } from './keyed-values.ts';

export const len: FunctionBuiltin = {
  form: 'function',
  category: 'lists',
  name: 'len',
  parameters: [{ name: 'value', accepts: ['string', 'list', 'object'] }],
  summary: 'How many elements a list has, how many keys an object, or how many characters a text.',
  returns: 'int',
  call: ([value = null], fail) => {
    if (typeof value === 'string') return codePointLength(value);
    if (Array.isArray(value)) return value.length;
    if (value instanceof KeyedValues) return value.entries.size;
    if (isObject(value)) return Object.keys(value).length;
    return fail(`invalid argument for len (type ${typeName(value)})`);
  },
  examples: [
    { expression: 'len([1, 2, 3])', value: 3 },
    { expression: 'len("héllo 😀")', value: 7 },
    { expression: 'len({a: 1, b: 2})', value: 2 },
    { expression: 'len(items)', error: 'invalid argument for len (type <nil>)' },
  ],
};

export const get: FunctionBuiltin = {
  form: 'function',
  category: 'lists',
  name: 'get',
  parameters: [
    { name: 'value', accepts: ANY },
    { name: 'key', accepts: ANY },
  ],
  summary:
    'The element or member that value[key] is, but nil where that would fail because there is none. A negative position counts from the end.',
  returns: 'any',
  call: ([value = null, key = null], fail) => {
    if (isObject(value)) return typeof key === 'string' ? (readOwn(value, key) ?? null) : null;
    if (value instanceof KeyedValues) return keyedGet(value, key);
    if (!Array.isArray(value) && typeof value !== 'string') return null;
    if (typeof key !== 'number' && typeof key !== 'bigint') {
      return fail(`invalid operation: int(${typeName(key)})`);
    }
    return elementAt(value, Math.trunc(Number(key)));
  },
  examples: [
    { expression: 'get([1, 2, 3], -1)', value: 3 },
    { expression: 'get([1, 2, 3], 5) ?? "nothing"', value: 'nothing' },
    { expression: 'get(customer, "name")', value: null },
    { expression: 'get([1, 2, 3], "first")', error: 'invalid operation: int(string)' },
  ],
};

function elementAt(container: string | readonly ExpressionValue[], index: number): ExpressionValue {
  // `at` takes NaN for 0.
  if (Number.isNaN(index)) return null;
  return (typeof container === 'string' ? [...container] : container).at(index) ?? null;
}
