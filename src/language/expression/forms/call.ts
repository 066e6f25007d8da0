import type { FunctionBuiltin, Parameter, Predicate, PredicateBuiltin } from '../builtins/builtin.ts';
import type { Compiled, Compiler } from '../compiled.ts';
import type { Evaluate, Evaluation, Fail } from '../evaluation.ts';
import { mayBe, type StaticType, staticTypeText } from '../static-type.ts';
import type { CallNode, Node, PredicateBody } from '../syntax-tree.ts';
import { typeName } from '../type-name.ts';
import type { ExpressionValue } from '../value.ts';
import { wrongCount, wrongType } from './arguments.ts';

export function compileCall(node: CallNode, compiler: Compiler): Compiled {
  const { builtin } = node;
  return builtin.form === 'function'
    ? compileFunction(node, builtin, compiler)
    : compilePredicateCall(node, builtin, compiler);
}

function compileFunction(node: CallNode, builtin: FunctionBuiltin, compiler: Compiler): Compiled {
  const reason = wrongCount(builtin.name, builtin.parameters, node.parameters.length);
  if (reason !== undefined) compiler.fail(reason, node.offset);
  const compiled = compileArguments(builtin.name, builtin.parameters, node.parameters, compiler);
  return {
    type: resultType(
      builtin,
      compiled.map(({ type }) => type),
    ),
    evaluate: callOf(
      builtin,
      compiled.map(({ evaluate }) => evaluate),
      compiler.failureAt(node.offset),
    ),
  };
}

function compileArguments(
  name: string,
  parameters: readonly Parameter[],
  written: readonly Node[],
  compiler: Compiler,
): Compiled[] {
  return written.map((node, position) => {
    const compiled = compiler.compile(node);
    const reason = wrongType(name, parameters, position, compiled.type);
    if (reason !== undefined) compiler.fail(reason, node.offset);
    return compiled;
  });
}

function resultType({ returns }: CallNode['builtin'], types: readonly StaticType[]): StaticType {
  return typeof returns === 'string' ? returns : returns(types);
}

/** Calls with one and two arguments, which nearly all are, do without a loop. */
function callOf(builtin: FunctionBuiltin, evaluators: readonly Evaluate[], fail: Fail): Evaluate {
  const [first, second] = evaluators;
  if (first !== undefined && evaluators.length === 1) {
    return (evaluation) => builtin.call([first(evaluation)], fail, evaluation);
  }
  if (first !== undefined && second !== undefined && evaluators.length === 2) {
    return (evaluation) => builtin.call([first(evaluation), second(evaluation)], fail, evaluation);
  }
  return (evaluation) =>
    builtin.call(
      evaluators.map((evaluate) => evaluate(evaluation)),
      fail,
      evaluation,
    );
}

function compilePredicateCall(node: CallNode, builtin: PredicateBuiltin, compiler: Compiler): Compiled {
  const { name, parameters } = builtin;
  const [listNode, ...restNodes] = node.parameters;
  if (listNode === undefined || (node.predicate === undefined && builtin.predicate.optional !== true)) {
    return compiler.fail(`not enough arguments to call ${name}`, node.offset);
  }
  const reason = wrongCount(name, parameters, node.parameters.length);
  if (reason !== undefined) compiler.fail(reason, node.offset);
  const list = compiler.compile(listNode);
  if (!mayBe(list.type, 'list')) {
    compiler.fail(`builtin ${name} takes only array (got ${staticTypeText(list.type)})`, listNode.offset);
  }
  const fail = compiler.failureAt(node.offset);
  const predicate =
    node.predicate === undefined ? undefined : compilePredicate(node.predicate, builtin, compiler, fail);
  const rest = compileArguments(name, parameters.slice(1), restNodes, compiler);
  const types = [list, ...(predicate === undefined ? [] : [predicate]), ...rest].map(({ type }) => type);
  const restEvaluators = rest.map(({ evaluate }) => evaluate);
  return {
    type: resultType(builtin, types),
    evaluate: (evaluation) => {
      const elements = list.evaluate(evaluation);
      if (!Array.isArray(elements)) {
        return fail(`builtin ${name} takes only array (got ${typeName(elements)})`);
      }
      return builtin.call(
        elements,
        predicate?.prepare(evaluation),
        restEvaluators.length === 0 ? NO_VALUES : restEvaluators.map((evaluate) => evaluate(evaluation)),
        fail,
        evaluation,
      );
    },
  };
}

const NO_VALUES: readonly ExpressionValue[] = [];

interface CompiledPredicate {
  readonly type: StaticType;
  prepare(evaluation: Evaluation): Predicate;
}

function compilePredicate(
  { body, offset, pointers }: PredicateBody,
  builtin: PredicateBuiltin,
  compiler: Compiler,
  fail: Fail,
): CompiledPredicate {
  if (pointers.index !== undefined) compiler.slotTypes[pointers.index] = 'int';
  const { type, evaluate } = compiler.compile(body);
  const mustBeBoolean = builtin.predicate.gives === 'boolean';
  if (mustBeBoolean && !mayBe(type, 'bool')) {
    compiler.fail(`predicate should return boolean (got ${staticTypeText(type)})`, offset);
  }
  const checked =
    mustBeBoolean && type !== 'bool' ? booleanOnly(evaluate, compiler.failureAt(offset)) : evaluate;
  return { type, prepare: binder(checked, pointers, fail) };
}

function booleanOnly(evaluate: Evaluate, fail: Fail): Evaluate {
  return (evaluation) => {
    const value = evaluate(evaluation);
    return typeof value === 'boolean'
      ? value
      : fail(`predicate should return boolean (got ${typeName(value)})`);
  };
}

/** What the pointers refer to is put at their slots before each evaluation of the body. */
function binder(
  evaluate: Evaluate,
  { element, index, acc }: PredicateBody['pointers'],
  fail: Fail,
): CompiledPredicate['prepare'] {
  if (index === undefined && acc === undefined && element !== undefined) {
    return (evaluation) => {
      const { locals } = evaluation;
      return (value) => {
        evaluation.takeSteps(1, fail);
        locals[element] = value;
        return evaluate(evaluation);
      };
    };
  }
  return (evaluation) => (value, position, accumulator) => {
    evaluation.takeSteps(1, fail);
    const { locals } = evaluation;
    if (element !== undefined) locals[element] = value;
    if (index !== undefined) locals[index] = position;
    if (acc !== undefined) locals[acc] = accumulator;
    return evaluate(evaluation);
  };
}
