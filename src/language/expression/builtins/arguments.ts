import type { Fail } from '../evaluation.ts';
import type { StaticType } from '../static-type.ts';
import { conversionError, isInteger, typeName } from '../type-name.ts';
import type { ExpressionValue } from '../value.ts';

/** What a parameter that takes a list accepts. */
export const LIST: readonly StaticType[] = ['list'];
/** What a parameter that takes a text accepts. */
export const TEXT: readonly StaticType[] = ['string'];
/** What a parameter that takes a number accepts. */
export const NUMBER: readonly StaticType[] = ['int', 'float', 'number'];
/** What a parameter that takes a whole number accepts: a `float` is known not to be one. */
export const INTEGER: readonly StaticType[] = ['int', 'number'];

/** The argument as a text. */
export function textArgument(value: ExpressionValue | undefined, fail: Fail): string {
  return typeof value === 'string' ? value : fail(conversionError(value ?? null, 'string'));
}

/** The argument as a whole number, exact. */
export function integerArgument(
  value: ExpressionValue | undefined,
  name: string,
  fail: Fail,
): number | bigint {
  return value !== undefined && isInteger(value)
    ? value
    : fail(`cannot use ${typeName(value ?? null)} as argument (type int) to call ${name}`);
}

/** How many parts or replacements at most; absent or negative means all of them. */
export function limitArgument(value: ExpressionValue | undefined, name: string, fail: Fail): number {
  if (value === undefined) return Number.POSITIVE_INFINITY;
  const limit = Number(integerArgument(value, name, fail));
  return limit < 0 ? Number.POSITIVE_INFINITY : limit;
}
