import { eitherType, mayBe, mayBeNumber, type StaticType } from '../static-type.ts';

/** The types of two operands that go together, `number` for any number, and that of their result. */
export type TypeRule = readonly [left: StaticType, right: StaticType, result: StaticType];

/**
 * What is known of the result of an operation on values of two types: what all the rules say that may apply.
 *
 * @param otherwise the type of the result by what is no rule; `undefined` when there is nothing else
 * @returns `undefined` when no values of these types can be combined
 */
export function ruleResult(
  rules: readonly TypeRule[],
  left: StaticType,
  right: StaticType,
  otherwise?: StaticType | undefined,
): StaticType | undefined {
  let known = otherwise;
  for (const [wantedLeft, wantedRight, result] of rules) {
    if (!fits(left, wantedLeft) || !fits(right, wantedRight)) continue;
    known = known === undefined ? result : eitherType(known, result);
  }
  return known;
}

function fits(type: StaticType, wanted: StaticType): boolean {
  return wanted === 'number' ? mayBeNumber(type) : mayBe(type, wanted);
}
