import type { Parameter } from '../builtins/builtin.ts';
import { mayBeOneOf, type StaticType, staticTypeText } from '../static-type.ts';

/** Why that many arguments are wrong; `undefined` when they are right. */
export function wrongCount(
  name: string,
  parameters: readonly Parameter[],
  count: number,
): string | undefined {
  const required = parameters.filter(({ optional, rest }) => optional !== true && rest !== true).length;
  if (count < required) return `not enough arguments to call ${name}`;
  if (count > parameters.length && parameters.at(-1)?.rest !== true)
    return `too many arguments to call ${name}`;
  return undefined;
}

/** Why an argument of that type can never do; `undefined` when it may. */
export function wrongType(
  name: string,
  parameters: readonly Parameter[],
  position: number,
  type: StaticType,
): string | undefined {
  const parameter = parameters[position] ?? parameters.at(-1);
  if (parameter === undefined || mayBeOneOf(type, parameter.accepts)) return undefined;
  const wanted = parameter.accepts.filter((accepted) => accepted !== 'number');
  return wanted.length === 1 && wanted[0] !== undefined
    ? `cannot use ${staticTypeText(type)} as argument (type ${staticTypeText(wanted[0])}) to call ${name}`
    : `invalid argument for ${name} (type ${staticTypeText(type)})`;
}
