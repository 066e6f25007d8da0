import { kindOf } from '../../../core/value.ts';
import { Site } from '../call-site.ts';
import { isMapping } from '../call-values.ts';
import type { Compiler } from '../compiling.ts';
import type { MethodDefinition } from '../definition.ts';
import { FILTERS } from '../filters/registry.ts';
import type { Evaluate, Frame } from '../frame.ts';
import { GLOBALS } from '../globals/registry.ts';
import { METHODS } from '../methods/registry.ts';
import { pathText } from '../missing.ts';
import type { CallNode, MacroStatement, Node } from '../parsing/syntax-tree.ts';
import type { Fail } from '../rendering.ts';
import { suggestion } from '../unknown-name.ts';
import { EscapedText, TemplateCallable, TemplateObject, type TemplateValue } from '../value.ts';
import {
  bindMacro,
  type CompiledArguments,
  compileArguments,
  compileValues,
  namedValues,
  positionalValues,
} from './arguments.ts';

/** What can be called on objects that only templates have: `loop` and what `cycler` gives. */
const OBJECT_METHODS: readonly string[] = ['cycle', 'changed', 'next', 'reset'];

/** A call of a function, a macro, a method or a value that can be called. Data cannot be. */
export function compileCall(node: CallNode, compiler: Compiler): Evaluate {
  const { callee } = node;
  const given = compileArguments(node.parameters, compiler);
  if (callee.kind === 'name') return compileNamed(callee.name, node, given, compiler);
  if (callee.kind === 'member' && callee.property.kind === 'literal') {
    const { value } = callee.property;
    if (typeof value === 'string') return compileMethod(value, callee.object, callee.offset, given, compiler);
  }
  return callValue(compiler.expression(callee), 'the value', given, compiler.failureAt(node.offset));
}

function compileNamed(
  name: string,
  { callee, offset }: CallNode,
  given: CompiledArguments,
  compiler: Compiler,
): Evaluate {
  const [candidate] = compiler.scope.candidates(name);
  if (candidate !== undefined) {
    const { macro } = candidate.local;
    if (macro !== undefined) checkMacro(macro, given, offset, compiler);
    return callValue(compiler.expression(callee), name, given, compiler.failureAt(offset));
  }
  const definition = GLOBALS.get(name);
  if (definition === undefined) {
    const known = [...GLOBALS.keys(), ...compiler.scope.visible()];
    const hint = FILTERS.has(name) ? ` (write value | ${name})` : suggestion(name, known);
    return compiler.fail(`unknown function "${name}"${hint}`, offset);
  }
  const values = compileValues(definition.parameters, given, `function '${name}'`, offset, compiler.fail);
  const fail = compiler.failureAt(offset);
  const { target } = compiler;
  return (frame) => {
    const bound = values(frame);
    const site = new Site(fail, frame.rendering, target);
    try {
      return definition.call(bound, site);
    } catch (error) {
      return site.failed(error);
    }
  };
}

/** Checks the arguments of a macro that is known when the call is compiled. */
function checkMacro(
  { name, parameters }: MacroStatement,
  given: CompiledArguments,
  offset: number,
  compiler: Compiler,
): void {
  bindMacro(
    name,
    parameters.map((parameter) => parameter.name),
    given,
    (reason, argument) => compiler.fail(reason, argument?.source.offset ?? offset),
  );
}

/** @param subject what is called, for messages */
function callValue(callee: Evaluate, subject: string, given: CompiledArguments, fail: Fail): Evaluate {
  const positional = positionalValues(given);
  const named = namedValues(given);
  return (frame) => {
    const value = callee(frame);
    if (value instanceof TemplateCallable) return value.call(positional(frame), named(frame), fail);
    return fail(`${subject} cannot be called: it is no function or macro`);
  };
}

function compileMethod(
  name: string,
  object: Node,
  offset: number,
  given: CompiledArguments,
  compiler: Compiler,
): Evaluate {
  const definitions = METHODS.get(name) ?? [];
  if (definitions.length === 0 && !OBJECT_METHODS.includes(name)) {
    const hint = FILTERS.has(name) ? ` (write ${pathText(object) ?? 'value'} | ${name})` : '';
    const known = [...METHODS.keys(), ...OBJECT_METHODS];
    return compiler.fail(`unknown method "${name}"${hint || suggestion(name, known)}`, offset);
  }
  const receiver = compiler.expression(object);
  const methods = compileDefinitions(definitions, given, offset, compiler);
  const fail = compiler.failureAt(offset);
  const missing = compiler.lookupFailureAt(offset);
  const positional = positionalValues(given);
  const named = namedValues(given);
  return (frame) => {
    const value = receiver(frame);
    if (typeof value === 'string' && methods.string !== undefined) return methods.string(value, frame);
    if (value === null) return missing(noReceiver(name, object));
    if (value instanceof EscapedText && methods.string !== undefined)
      return methods.string(value.text(), frame);
    if (value instanceof TemplateObject) {
      const member = value.member(name);
      if (member instanceof TemplateCallable) return member.call(positional(frame), named(frame), fail);
    } else if (isMapping(value) && methods.mapping !== undefined) {
      return methods.mapping(value, frame);
    }
    return fail(`unknown method "${name}" of ${article(kindOf(value))}`);
  };
}

type Method = (receiver: TemplateValue, frame: Frame) => TemplateValue;

/** The methods of that name by what they belong to. Arguments that fit one of them are accepted. */
function compileDefinitions(
  definitions: readonly MethodDefinition[],
  given: CompiledArguments,
  offset: number,
  compiler: Compiler,
): { readonly string?: Method; readonly mapping?: Method } {
  const methods: { string?: Method; mapping?: Method } = {};
  for (const definition of definitions) {
    const refuse =
      definitions.length === 1
        ? compiler.fail
        : (reason: string, place: number): never => {
            throw new DoesNotFit(reason, place);
          };
    try {
      methods[definition.receiver] = compileDefinition(definition, given, offset, compiler, refuse);
    } catch (error) {
      if (!(error instanceof DoesNotFit)) throw error;
      const fail = compiler.failureAt(error.offset);
      methods[definition.receiver] = () => fail(error.message);
    }
  }
  return methods;
}

/** The arguments fit no call of this method, though perhaps one of its namesake. */
class DoesNotFit extends Error {
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.offset = offset;
  }
}

function compileDefinition(
  definition: MethodDefinition,
  given: CompiledArguments,
  offset: number,
  compiler: Compiler,
  refuse: (reason: string, offset: number) => never,
): Method {
  const { name, parameters } = definition;
  const values = compileValues(parameters, given, `method '${name}'`, offset, refuse);
  const fail = compiler.failureAt(offset);
  const { target } = compiler;
  return (receiver, frame) => {
    const bound = values(frame);
    const site = new Site(fail, frame.rendering, target);
    try {
      return definition.apply(receiver, bound, site);
    } catch (error) {
      return site.failed(error);
    }
  };
}

function noReceiver(name: string, object: Node): string {
  const path = pathText(object);
  return `Can't call ${name} on None: ${path ?? 'the value'} is missing or null`;
}

function article(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
