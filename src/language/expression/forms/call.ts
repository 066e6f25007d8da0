import type { Builtin } from '../builtins/builtin.ts';
import type { Compiled, Compiler } from '../compiled.ts';
import { type StaticType, staticTypeText } from '../static-type.ts';
import type { CallNode } from '../syntax-tree.ts';

export function compileCall(node: CallNode, compiler: Compiler): Compiled {
  const { builtin } = node;
  const evaluators = node.parameters.map((parameter, position) => {
    const { type, evaluate } = compiler.compile(parameter);
    const accepts = builtin.parameters[position]?.accepts;
    if (accepts !== undefined && type !== 'any' && !accepts.includes(type)) {
      compiler.fail(wrongArgument(builtin, accepts, type), parameter.offset);
    }
    return evaluate;
  });
  const fail = compiler.failureAt(node.offset);
  return {
    type: builtin.returns,
    evaluate: (evaluation) =>
      builtin.call(
        evaluators.map((evaluate) => evaluate(evaluation)),
        fail,
      ),
  };
}

function wrongArgument({ name }: Builtin, accepts: readonly StaticType[], type: StaticType): string {
  const [wanted] = accepts;
  if (accepts.length === 1 && wanted !== undefined) {
    return `cannot use ${staticTypeText(type)} as argument (type ${staticTypeText(wanted)}) to call ${name}`;
  }
  return `invalid argument for ${name} (type ${staticTypeText(type)})`;
}
