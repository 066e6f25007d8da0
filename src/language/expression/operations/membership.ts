import { isDataObject } from '../../../core/record.ts';
import { mayBe, type StaticType } from '../static-type.ts';
import { typeName } from '../type-name.ts';
import { isEqual } from './comparison.ts';
import { invalidOperation, type Operation } from './operation.ts';

/** `in`: an element of a list or a key of an object. Nothing is in null. */
export const membership: Operation = {
  resultType: (left, right) => {
    if (right === 'object') return mayBe(left, 'string') ? 'bool' : undefined;
    return mayBe(right, 'list') || right === 'nil' ? 'bool' : undefined;
  },
  apply: (left, right, fail) => {
    if (right === null) return false;
    if (Array.isArray(right)) return right.some((item) => isEqual(item, left));
    if (!isDataObject(right)) return fail(`operator "in" not defined on ${typeName(right)}`);
    return typeof left === 'string' ? Object.hasOwn(right, left) : fail(invalidOperation(left, 'in', right));
  },
};

/** The element type of a list whose items all have one known type. */
export function commonType(types: readonly StaticType[]): StaticType {
  const [first = 'any'] = types;
  return types.every((type) => type === first) ? first : 'any';
}
