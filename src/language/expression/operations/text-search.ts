import { mayBe } from '../static-type.ts';
import { conversionError } from '../type-name.ts';
import type { ExpressionValue } from '../value.ts';
import type { Operation } from './operation.ts';

/** A question about two texts; false when either is null. */
export function textQuestion(holds: (text: string, part: string) => boolean): Operation {
  return {
    resultType: (left, right) =>
      (left === 'nil' || mayBe(left, 'string')) && (right === 'nil' || mayBe(right, 'string'))
        ? 'bool'
        : undefined,
    apply: (left, right, fail) => {
      if (typeof left === 'string' && typeof right === 'string') return holds(left, right);
      const wrong = firstWrong(left, right);
      return wrong === undefined ? false : fail(conversionError(wrong, 'string'));
    },
  };
}

function firstWrong(left: ExpressionValue, right: ExpressionValue): ExpressionValue | undefined {
  if (left === null || right === null) return undefined;
  return typeof left === 'string' ? right : left;
}

export const contains = textQuestion((text, part) => text.includes(part));
export const startsWith = textQuestion((text, part) => text.startsWith(part));
export const endsWith = textQuestion((text, part) => text.endsWith(part));
