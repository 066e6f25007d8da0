import { codePointLength } from '../../text/code-points.ts';
import type { Compiled, Compiler } from '../compiled.ts';
import { mayBe, staticTypeText } from '../static-type.ts';
import type { SliceNode } from '../syntax-tree.ts';
import { typeName } from '../type-name.ts';
import { indexOf } from './element.ts';

/** Part of a list or of a text; bounds beyond either end count as that end. */
export function compileSlice(node: SliceNode, compiler: Compiler): Compiled {
  const fail = compiler.failureAt(node.offset);
  const object = compiler.compile(node.object);
  if (!mayBe(object.type, 'list') && !mayBe(object.type, 'string')) {
    compiler.fail(`cannot slice ${staticTypeText(object.type)}`, node.offset);
  }
  const from = node.from === undefined ? undefined : compiler.compile(node.from).evaluate;
  const to = node.to === undefined ? undefined : compiler.compile(node.to).evaluate;
  return {
    type: object.type,
    evaluate: (evaluation) => {
      const container = object.evaluate(evaluation);
      if (typeof container !== 'string' && !Array.isArray(container)) {
        return fail(`cannot slice ${typeName(container)}`);
      }
      const start = from === undefined ? 0 : indexOf(from(evaluation), fail);
      const end = to === undefined ? undefined : indexOf(to(evaluation), fail);
      if (Array.isArray(container)) {
        const part = container.slice(start, end);
        evaluation.takeElements(part.length, fail);
        return part;
      }
      evaluation.takeText(container.length, fail);
      return codePointLength(container) === container.length
        ? container.slice(start, end)
        : [...container].slice(start, end).join('');
    },
  };
}
