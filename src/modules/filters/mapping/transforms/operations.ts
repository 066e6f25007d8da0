import { toArray, toBool, toFloat, toInt, toObject, toText } from './conversion.ts';
import { dateFormat } from './date-format.ts';
import { join, lowercase, replace, split, trim, uppercase } from './text.ts';
import type { TransformOperation } from './transform.ts';

/** The operations of transforms, by the word in `op`. */
export const TRANSFORM_OPERATIONS = {
  trim,
  lowercase,
  uppercase,
  dateFormat,
  replace,
  split,
  join,
  toString: toText,
  toInt,
  toFloat,
  toBool,
  toArray,
  toObject,
} as const satisfies Record<string, TransformOperation>;

/** The word an author writes in `op`. */
export type TransformName = keyof typeof TRANSFORM_OPERATIONS;
