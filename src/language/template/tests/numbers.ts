import { refuseArgument } from '../call-values.ts';
import type { CallSite, TestDefinition } from '../definition.ts';
import type { TemplateValue } from '../value.ts';

export const NUMBER_TESTS: readonly TestDefinition[] = [
  {
    name: 'even',
    summary: 'The value is an even whole number. Anything else is not even.',
    parameters: [],
    examples: [
      { template: '{{ 4 is even }} {{ 4.0 is even }}', output: 'true true' },
      { template: "{{ 4.5 is even }} {{ '4' is even }}", output: 'false false' },
    ],
    holds: (value) => remainder(value, 2) === 0,
  },
  {
    name: 'odd',
    summary: 'The value is an odd whole number. Anything else is not odd.',
    parameters: [],
    examples: [
      { template: '{{ 3 is odd }} {{ (-3) is odd }}', output: 'true true' },
      { template: '{{ 4 is odd }} {{ 3.5 is odd }}', output: 'false false' },
    ],
    holds: (value) => Math.abs(remainder(value, 2) ?? 0) === 1,
  },
  {
    name: 'divisibleby',
    summary: 'The value is a number that the argument divides without remainder.',
    parameters: [{ name: 'num' }],
    examples: [
      { template: '{{ 21 is divisibleby(7) }} {{ 22 is divisibleby(7) }}', output: 'true false' },
      { template: '{{ 21 is divisibleby 3 }}', output: 'true' },
      {
        template: '{{ 21 is divisibleby(0) }}',
        error: "invalid call to test 'divisibleby': division by zero",
      },
    ],
    holds: (value, [divisor = null], site) => remainder(value, divisorOf(divisor, site)) === 0,
  },
];

function divisorOf(divisor: TemplateValue, site: CallSite): number | bigint {
  if (typeof divisor !== 'number' && typeof divisor !== 'bigint') {
    return refuseArgument("test 'divisibleby'", 'num', 'a number', divisor, site.fail);
  }
  return divisor === 0 ? site.fail("invalid call to test 'divisibleby': division by zero") : divisor;
}

/** What is left of a division, 0 whatever its sign; `undefined` for a value that is no number. */
function remainder(value: TemplateValue, divisor: number | bigint): number | undefined {
  if (typeof value === 'number' && typeof divisor === 'number') return (value % divisor) + 0;
  if (!isWhole(value) || !isWhole(divisor)) return undefined;
  return Number(BigInt(value) % BigInt(divisor));
}

function isWhole(value: TemplateValue): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}
