import { exactInteger, fitsInteger } from '../../number/decimal.ts';
import type { Fail } from '../evaluation.ts';
import type { ExpressionValue } from '../value.ts';
import { INTEGER, integerArgument } from './arguments.ts';
import type { BuiltinExample, FunctionBuiltin } from './builtin.ts';

const SHAPE = { form: 'function', category: 'bits', returns: 'int' } as const;

/** The argument as an integer of 64 bits. */
function bitsArgument(value: ExpressionValue | undefined, name: string, fail: Fail): number | bigint {
  const integer = integerArgument(value, name, fail);
  if (typeof integer === 'bigint' && !fitsInteger(integer)) {
    return fail(`cannot use ${integer} as argument to call ${name}: it does not fit 64 bits`);
  }
  return integer;
}

function fits32Bits(value: number | bigint): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

interface Combination {
  readonly name: string;
  readonly summary: string;
  readonly small: (left: number, right: number) => number;
  readonly large: (left: bigint, right: bigint) => bigint;
  readonly examples: readonly BuiltinExample[];
}

/** A function of two integers that works on each pair of bits. */
function combination({ name, summary, small, large, examples }: Combination): FunctionBuiltin {
  return {
    ...SHAPE,
    name,
    summary,
    parameters: [
      { name: 'a', accepts: INTEGER },
      { name: 'b', accepts: INTEGER },
    ],
    call: ([a, b], fail) => {
      const left = bitsArgument(a, name, fail);
      const right = bitsArgument(b, name, fail);
      if (fits32Bits(left) && fits32Bits(right)) return small(left, right);
      return exactInteger(large(BigInt(left), BigInt(right)));
    },
    examples: [...examples, floatFailure(name, `${name}(1, x)`)],
  };
}

function floatFailure(name: string, expression: string): BuiltinExample {
  return {
    expression,
    environment: { x: 1.5 },
    error: `cannot use float64 as argument (type int) to call ${name}`,
  };
}

export const bitand = combination({
  name: 'bitand',
  summary: 'The bits that are set in both integers, which have 64 bits in two’s complement.',
  small: (left, right) => left & right,
  large: (left, right) => left & right,
  examples: [
    { expression: 'bitand(12, 10)', value: 8 },
    { expression: 'bitand(flags, 4) != 0', environment: { flags: 6 }, value: true },
  ],
});

export const bitor = combination({
  name: 'bitor',
  summary: 'The bits that are set in at least one of the integers.',
  small: (left, right) => left | right,
  large: (left, right) => left | right,
  examples: [
    { expression: 'bitor(12, 10)', value: 14 },
    { expression: 'bitor(-1, 5)', value: -1 },
  ],
});

export const bitxor = combination({
  name: 'bitxor',
  summary: 'The bits that are set in exactly one of the integers.',
  small: (left, right) => left ^ right,
  large: (left, right) => left ^ right,
  examples: [
    { expression: 'bitxor(12, 10)', value: 6 },
    { expression: 'bitxor(7, 7)', value: 0 },
  ],
});

export const bitnand = combination({
  name: 'bitnand',
  summary: 'The bits of the first integer that are not set in the second one (and-not).',
  small: (left, right) => left & ~right,
  large: (left, right) => left & ~right,
  examples: [
    { expression: 'bitnand(12, 10)', value: 4 },
    { expression: 'bitnand(6, 4)', value: 2 },
  ],
});

export const bitnot: FunctionBuiltin = {
  ...SHAPE,
  name: 'bitnot',
  summary: 'Every bit of the integer inverted: -n - 1.',
  parameters: [{ name: 'n', accepts: INTEGER }],
  call: ([n], fail) => {
    const integer = bitsArgument(n, 'bitnot', fail);
    return fits32Bits(integer) ? ~integer : exactInteger(~BigInt(integer));
  },
  examples: [
    { expression: 'bitnot(0)', value: -1 },
    { expression: 'bitnot(41)', value: -42 },
    floatFailure('bitnot', 'bitnot(x)'),
  ],
};

interface Shift {
  readonly name: string;
  readonly summary: string;
  /** @param count 0 to 64 */
  readonly shift: (integer: bigint, count: bigint) => bigint;
  readonly examples: readonly BuiltinExample[];
}

/** A function that moves the bits of an integer by a count. */
function shifting({ name, summary, shift, examples }: Shift): FunctionBuiltin {
  return {
    ...SHAPE,
    name,
    summary,
    parameters: [
      { name: 'n', accepts: INTEGER },
      { name: 'count', accepts: INTEGER },
    ],
    call: ([n, bits], fail) => {
      const integer = BigInt(bitsArgument(n, name, fail));
      const count = integerArgument(bits, name, fail);
      if (count < 0) return fail(`negative shift count ${count}`);
      // 64 moves every bit out, as any larger count does.
      return exactInteger(BigInt.asIntN(64, shift(integer, count > 64 ? 64n : BigInt(count))));
    },
    examples: [...examples, { expression: `${name}(1, -1)`, error: 'negative shift count -1' }],
  };
}

export const bitshl = shifting({
  name: 'bitshl',
  summary: 'The integer with its 64 bits moved left by the count; bits that leave are lost.',
  shift: (integer, count) => integer << count,
  examples: [
    { expression: 'bitshl(1, 4)', value: 16 },
    { expression: 'bitshl(1, 64)', value: 0 },
  ],
});

export const bitshr = shifting({
  name: 'bitshr',
  summary: 'The integer with its bits moved right by the count; the sign stays.',
  shift: (integer, count) => integer >> count,
  examples: [
    { expression: 'bitshr(16, 3)', value: 2 },
    { expression: 'bitshr(-16, 3)', value: -2 },
  ],
});

export const bitushr = shifting({
  name: 'bitushr',
  summary: 'The integer with its 64 bits moved right by the count; zeros follow.',
  shift: (integer, count) => BigInt.asUintN(64, integer) >> count,
  examples: [
    { expression: 'bitushr(16, 3)', value: 2 },
    { expression: 'bitushr(-1, 60)', value: 15 },
  ],
});
