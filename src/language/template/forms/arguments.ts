import { setOwn } from '../../../core/value.ts';
import { type Binding, bindArguments, type Given } from '../arguments.ts';
import { boundValue } from '../call-site.ts';
import type { Compiler } from '../compiling.ts';
import type { Parameter } from '../definition.ts';
import { FILTERS } from '../filters/registry.ts';
import type { Evaluate, Frame } from '../frame.ts';
import type { Argument } from '../parsing/syntax-tree.ts';
import { TESTS } from '../tests/registry.ts';
import { unknownFilter, unknownTest } from '../unknown-name.ts';
import type { TemplateMapping, TemplateValue } from '../value.ts';

/** An argument and its compiled value. */
export interface CompiledArgument {
  readonly source: Argument;
  readonly evaluate: Evaluate;
}

export type CompiledArguments = Given<CompiledArgument>;

export function compileArguments(parameters: readonly Argument[], compiler: Compiler): CompiledArguments {
  const positional: CompiledArgument[] = [];
  const named: [string, CompiledArgument][] = [];
  for (const source of parameters) {
    const argument = { source, evaluate: compiler.expression(source.value) };
    if (source.name === undefined) positional.push(argument);
    else named.push([source.name, argument]);
  }
  return { positional, named };
}

/** What arguments that do not fit are reported with: a reason and a place. */
export type Refuse = (reason: string, offset: number) => never;

/**
 * The values of the parameters, in order. Constant ones are made once.
 *
 * @param callee what is called, for messages: `filter 'round'`
 * @param offset where a missing argument is reported
 */
export function compileValues(
  parameters: readonly Parameter[],
  given: CompiledArguments,
  callee: string,
  offset: number,
  refuse: Refuse,
): (frame: Frame) => readonly TemplateValue[] {
  const bindings = bindArguments(parameters, given, callee, (reason, argument) =>
    refuse(reason, argument?.source.offset ?? offset),
  );
  checkNames(parameters, bindings, refuse);
  const constants = bindings.map(constantValue);
  if (constants.every((value) => value !== undefined)) return () => constants;
  return (frame) => bindings.map((binding) => boundValue(binding, ({ evaluate }) => evaluate(frame)));
}

function constantValue(binding: Binding<CompiledArgument>): TemplateValue | undefined {
  switch (binding.kind) {
    case 'given': {
      const { value } = binding.argument.source;
      return value.kind === 'literal' ? value.value : undefined;
    }
    case 'default':
      return binding.value;
    case 'rest':
      return binding.items.length === 0 ? [] : undefined;
    case 'named':
      return binding.entries.length === 0 ? {} : undefined;
  }
}

/** Checks filters and tests that are named by a literal, and what is passed on to them: `map('replace', 'a', 'b')`. */
function checkNames(
  parameters: readonly Parameter[],
  bindings: readonly Binding<CompiledArgument>[],
  refuse: Refuse,
): void {
  for (const [position, { names }] of parameters.entries()) {
    const binding = bindings[position];
    if (names === undefined || binding?.kind !== 'given') continue;
    const { value, offset } = binding.argument.source;
    if (value.kind !== 'literal' || typeof value.value !== 'string') continue;
    const name = value.value;
    const known = (names === 'filter' ? FILTERS : TESTS).get(name);
    const callee = `${names} '${name}'`;
    if (known === undefined) {
      refuse(names === 'filter' ? unknownFilter(name) : unknownTest(name), offset);
    } else {
      bindArguments(known.parameters, passedOn(bindings), callee, (reason, argument) =>
        refuse(reason, argument?.source.offset ?? offset),
      );
    }
  }
}

/** The arguments that no parameter of its own takes. */
function passedOn(bindings: readonly Binding<CompiledArgument>[]): CompiledArguments {
  return {
    positional: bindings.flatMap((binding) => (binding.kind === 'rest' ? binding.items : [])),
    named: bindings.flatMap((binding) => (binding.kind === 'named' ? binding.entries : [])),
  };
}

/**
 * Finds out which argument each parameter of a macro gets: a macro works without any of them.
 *
 * @param parameters their names
 */
export function bindMacro<T>(
  macro: string,
  parameters: readonly string[],
  given: Given<T>,
  fail: (reason: string, argument?: T) => never,
): Binding<T>[] {
  const optional = parameters.map((name) => ({ name, default: null }));
  return bindArguments(optional, given, `macro '${macro}'`, fail);
}

/** The arguments by position, for what takes them as they come. */
export function positionalValues({ positional }: CompiledArguments): (frame: Frame) => TemplateValue[] {
  return (frame) => positional.map(({ evaluate }) => evaluate(frame));
}

/** The arguments by name. */
export function namedValues({ named }: CompiledArguments): (frame: Frame) => TemplateMapping {
  return (frame) => {
    const result: TemplateMapping = {};
    for (const [name, { evaluate }] of named) setOwn(result, name, evaluate(frame));
    return result;
  };
}
