import { Duration } from '../../../core/duration.ts';
import type { Compiled, Compiler } from '../compiled.ts';
import type { Evaluation, Fail } from '../evaluation.ts';
import type { Method } from '../methods/method.ts';
import { eitherType, type StaticType, staticTypeText } from '../static-type.ts';
import type { MethodNode } from '../syntax-tree.ts';
import type { ExpressionValue } from '../value.ts';
import { wrongCount, wrongType } from './arguments.ts';
import type { Link } from './link.ts';

export function compileMethod(node: MethodNode, compiler: Compiler): Compiled {
  const object = compiler.compile(node.object);
  const { type, follow } = compileMethodLink(node, object.type, compiler);
  const evaluateObject = object.evaluate;
  return { type, evaluate: (evaluation) => follow(evaluateObject(evaluation), evaluation) };
}

/** The call of a method on whatever the object turns out to be. */
export function compileMethodLink(node: MethodNode, objectType: StaticType, compiler: Compiler): Link {
  const { name, offset } = node;
  const candidates = node.methods.filter(({ receiver }) => objectType === 'any' || objectType === receiver);
  if (candidates.length === 0) {
    compiler.fail(`type ${staticTypeText(objectType)} has no method ${name}`, offset);
  }
  const compiled = node.parameters.map((parameter) => compiler.compile(parameter));
  const types = compiled.map(({ type }) => type);
  const fitting = candidates.filter((method) => problemOf(method, types) === undefined);
  const problem =
    fitting.length === 0 && candidates[0] !== undefined ? problemOf(candidates[0], types) : undefined;
  if (problem !== undefined) {
    compiler.fail(problem.reason, node.parameters[problem.position ?? -1]?.offset ?? offset);
  }
  const evaluators = compiled.map(({ evaluate }) => evaluate);
  const fail = compiler.failureAt(offset);
  const call = dispatch(fitting, fail);
  return {
    type: fitting.map(({ returns }) => returns).reduce(eitherType),
    follow: (object, evaluation) =>
      call(
        object,
        evaluators.map((evaluate) => evaluate(evaluation)),
        evaluation,
      ),
  };
}

/** Why a method cannot be called with arguments of these types, and which one is at fault. */
function problemOf(
  { name, parameters }: Method,
  types: readonly StaticType[],
): { readonly reason: string; readonly position?: number } | undefined {
  const count = wrongCount(name, parameters, types.length);
  if (count !== undefined) return { reason: count };
  for (const [position, type] of types.entries()) {
    const reason = wrongType(name, parameters, position, type);
    if (reason !== undefined) return { reason, position };
  }
  return undefined;
}

/** Only timestamps and durations have methods. */
function dispatch(
  methods: readonly Method[],
  fail: Fail,
): (object: ExpressionValue, values: readonly ExpressionValue[], evaluation: Evaluation) => ExpressionValue {
  const onTimestamp = methods.find(({ receiver }) => receiver === 'timestamp');
  const onDuration = methods.find(({ receiver }) => receiver === 'duration');
  return (object, values, evaluation) => {
    const method = object instanceof Date ? onTimestamp : object instanceof Duration ? onDuration : undefined;
    return method === undefined
      ? fail('invalid operation: cannot call nil')
      : method.call(object, values, fail, evaluation);
  };
}
