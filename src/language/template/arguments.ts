import type { Parameter } from './definition.ts';
import { suggestion } from './unknown-name.ts';
import type { TemplateValue } from './value.ts';

/** What a parameter gets: what was written for it, its default, or everything that is left over. */
export type Binding<T> =
  | { readonly kind: 'given'; readonly argument: T }
  | { readonly kind: 'default'; readonly value: TemplateValue }
  | { readonly kind: 'rest'; readonly items: readonly T[] }
  | { readonly kind: 'named'; readonly entries: readonly (readonly [string, T])[] };

/** Arguments as they were given. */
export interface Given<T> {
  readonly positional: readonly T[];
  readonly named: readonly (readonly [string, T])[];
}

/**
 * Finds out which argument each parameter gets.
 *
 * @param callee what is called, for messages: `filter 'round'`
 * @param fail reports arguments that do not fit; with the argument at fault when it is one
 */
export function bindArguments<T>(
  parameters: readonly Parameter[],
  { positional, named }: Given<T>,
  callee: string,
  fail: (reason: string, argument?: T) => never,
): Binding<T>[] {
  const takesAll = parameters.some(({ rest }) => rest === true);
  const single = parameters.filter(({ rest, named: collects }) => rest !== true && collects !== true);
  if (positional.length > single.length && !takesAll) {
    return fail(`too many arguments for ${callee}: ${limitText(single.length)}`, positional[single.length]);
  }
  const byName = new Map<string, T>();
  for (const [name, argument] of named) {
    const position = single.findIndex((parameter) => parameter.name === name);
    if (byName.has(name) || (position >= 0 && position < positional.length)) {
      return fail(`argument '${name}' of ${callee} is given twice`, argument);
    }
    if (position < 0 && parameters.at(-1)?.named !== true) {
      const names = single.map((parameter) => parameter.name);
      const known = names.length === 0 ? '' : ` (it has ${names.join(', ')})`;
      return fail(`${callee} has no argument '${name}'${suggestion(name, names) || known}`, argument);
    }
    byName.set(name, argument);
  }
  return parameters.map((parameter, position): Binding<T> => {
    if (parameter.rest === true) return { kind: 'rest', items: positional.slice(position) };
    if (parameter.named === true) {
      const entries = named.filter(([name]) => !single.some((other) => other.name === name));
      return { kind: 'named', entries };
    }
    const argument = position < positional.length ? positional[position] : byName.get(parameter.name);
    if (argument !== undefined) return { kind: 'given', argument };
    if (parameter.default !== undefined) return { kind: 'default', value: parameter.default };
    return fail(`${callee} needs the argument '${parameter.name}'`);
  });
}

function limitText(count: number): string {
  if (count === 0) return 'it takes none';
  return count === 1 ? 'it takes one' : `it takes at most ${count}`;
}
