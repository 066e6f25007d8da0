import { max, mean, median, min } from './aggregates.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { bitand, bitnand, bitnot, bitor, bitshl, bitshr, bitushr, bitxor } from './bits.ts';
import type { Builtin } from './builtin.ts';
import { float, int, string, type } from './conversion.ts';
import { DATE_BUILTINS } from './dates.ts';
import { fromJSON, toJSON } from './json.ts';
import { concat, first, flatten, join, last, reverse, sort, take } from './lists.ts';
import { get, len } from './lookup.ts';
import { abs, ceil, floor, round } from './numbers.ts';
import { fromPairs, keys, toPairs, values } from './objects.ts';
import { all, any, count, find, findIndex, findLast, findLastIndex, none, one } from './predicate-search.ts';
import { filter, groupBy, map, reduce, sortBy, sum } from './predicate-transform.ts';
import {
  hasPrefix,
  hasSuffix,
  indexOf,
  lastIndexOf,
  lower,
  repeat,
  trim,
  trimPrefix,
  trimSuffix,
  upper,
} from './text.ts';
import { replace, split, splitAfter } from './text-parts.ts';
import { uniq } from './unique.ts';

// Each line is a category, in the order of the reference page.
const ALL_BUILTINS: readonly Builtin[] = [
  ...[
    all,
    none,
    any,
    one,
    filter,
    map,
    find,
    findLast,
    findIndex,
    findLastIndex,
    count,
    sum,
    groupBy,
    sortBy,
    reduce,
  ],
  ...[len, get, first, last, take, reverse, uniq, concat, flatten, sort, join, min, max, mean, median],
  ...[keys, values, toPairs, fromPairs],
  ...[trim, trimPrefix, trimSuffix, upper, lower, split, splitAfter, replace, repeat, indexOf, lastIndexOf],
  ...[hasPrefix, hasSuffix],
  ...[abs, ceil, floor, round],
  ...[int, float, string, type, toJSON, fromJSON, toBase64, fromBase64],
  ...[bitand, bitor, bitxor, bitnand, bitnot, bitshl, bitshr, bitushr],
  ...DATE_BUILTINS,
];

/** The functions that expressions may call, by name. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(
  ALL_BUILTINS.map((builtin) => [builtin.name, builtin]),
);
