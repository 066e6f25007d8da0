import { scalarKey } from '../builtins/scalar-key.ts';
import { mayBe, type StaticType } from '../static-type.ts';
import { typeName } from '../type-name.ts';
import { isObject, KeyedValues } from '../value.ts';
import { areEqual, isPlainScalar } from './bounded-equality.ts';
import { invalidOperation, type Operation } from './operation.ts';

/** `in`: an element of a list or a key of an object. Nothing is in null. */
export const membership: Operation = {
  resultType: (left, right) => {
    if (right === 'object') return mayBe(left, 'string') ? 'bool' : undefined;
    return mayBe(right, 'list') || right === 'nil' ? 'bool' : undefined;
  },
  apply: (left, right, fail, evaluation) => {
    if (right === null) return false;
    if (Array.isArray(right)) {
      evaluation.takeSteps(right.length, fail);
      if (isPlainScalar(left)) return right.indexOf(left) >= 0;
      return right.some((item) => areEqual(item, left, fail, evaluation));
    }
    if (right instanceof KeyedValues) {
      const key = scalarKey(left);
      return key !== undefined && right.entries.has(key);
    }
    if (!isObject(right)) return fail(`operator "in" not defined on ${typeName(right)}`);
    return typeof left === 'string' ? Object.hasOwn(right, left) : fail(invalidOperation(left, 'in', right));
  },
};

/** The element type of a list whose items all have one known type. */
export function commonType(types: readonly StaticType[]): StaticType {
  const [first = 'any'] = types;
  return types.every((type) => type === first) ? first : 'any';
}
