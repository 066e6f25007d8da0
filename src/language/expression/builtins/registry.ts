import type { Builtin } from './builtin.ts';
import { float, int, len, string } from './conversion.ts';
import { lower, trim, upper } from './text.ts';

/** The functions that expressions may call, by name. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(
  [len, int, float, string, lower, upper, trim].map((builtin) => [builtin.name, builtin]),
);

/** Functions of the language that this version does not have: calling one says so instead of calling it unknown. */
export const UNSUPPORTED_BUILTINS: ReadonlySet<string> = new Set(
  `all none any one filter map find findLast findIndex findLastIndex count sum groupBy sortBy reduce first last take
   reverse uniq concat flatten sort join min max mean median get keys values toPairs fromPairs trimPrefix trimSuffix
   split splitAfter replace repeat indexOf lastIndexOf hasPrefix hasSuffix abs ceil floor round type toJSON fromJSON
   toBase64 fromBase64 bitand bitor bitxor bitnand bitnot bitshl bitshr bitushr now duration date timezone`.split(
    /\s+/,
  ),
);
