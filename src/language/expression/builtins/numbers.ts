import type { Fail } from '../evaluation.ts';
import { negate } from '../operations/arithmetic.ts';
import { typeName } from '../type-name.ts';
import type { ExpressionValue } from '../value.ts';
import { NUMBER } from './arguments.ts';
import type { FunctionBuiltin } from './builtin.ts';

const SHAPE = {
  form: 'function',
  category: 'numbers',
  parameters: [{ name: 'number', accepts: NUMBER }],
} as const;

export const abs: FunctionBuiltin = {
  ...SHAPE,
  name: 'abs',
  summary: 'The number without its sign.',
  returns: ([type]) => (type === 'int' ? 'int' : 'number'),
  call: ([value = null], fail) => {
    if (typeof value === 'number') return Math.abs(value);
    if (typeof value === 'bigint') return value < 0n ? negate(value) : value;
    return fail(`invalid argument for abs (type ${typeName(value)})`);
  },
  examples: [
    { expression: 'abs(-5)', value: 5 },
    { expression: 'abs(1.5)', value: 1.5 },
    { expression: 'abs(x)', environment: { x: '-5' }, error: 'invalid argument for abs (type string)' },
  ],
};

/** The whole number that the function finds for a fraction; whole numbers stay as they are. */
function whole(
  value: ExpressionValue,
  name: string,
  find: (fraction: number) => number,
  fail: Fail,
): ExpressionValue {
  if (typeof value === 'bigint') return value;
  // Adding 0 turns -0 into 0.
  if (typeof value === 'number') return find(value) + 0;
  return fail(`invalid argument for ${name} (type ${typeName(value)})`);
}

export const ceil: FunctionBuiltin = {
  ...SHAPE,
  name: 'ceil',
  summary: 'The smallest whole number that is not below the number.',
  returns: 'number',
  call: ([value = null], fail) => whole(value, 'ceil', Math.ceil, fail),
  examples: [
    { expression: 'ceil(1.2)', value: 2 },
    { expression: 'ceil(-1.2)', value: -1 },
    { expression: 'ceil(x)', environment: { x: '1.2' }, error: 'invalid argument for ceil (type string)' },
  ],
};

export const floor: FunctionBuiltin = {
  ...SHAPE,
  name: 'floor',
  summary: 'The largest whole number that is not above the number.',
  returns: 'number',
  call: ([value = null], fail) => whole(value, 'floor', Math.floor, fail),
  examples: [
    { expression: 'floor(1.8)', value: 1 },
    { expression: 'floor(-1.2)', value: -2 },
    { expression: 'floor(x)', environment: { x: true }, error: 'invalid argument for floor (type bool)' },
  ],
};

export const round: FunctionBuiltin = {
  ...SHAPE,
  name: 'round',
  summary: 'The nearest whole number; a half is rounded away from zero.',
  returns: 'number',
  call: ([value = null], fail) => whole(value, 'round', roundHalfAway, fail),
  examples: [
    { expression: 'round(2.5)', value: 3 },
    { expression: 'round(-2.5)', value: -3 },
    { expression: 'round(price * 100) / 100', environment: { price: 1.2345 }, value: 1.23 },
    { expression: 'round(x)', environment: { x: '2.5' }, error: 'invalid argument for round (type string)' },
  ],
};

/** `Math.round` takes a half towards positive infinity. */
function roundHalfAway(value: number): number {
  return value < 0 ? -Math.round(-value) : Math.round(value);
}
