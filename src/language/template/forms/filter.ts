import { Site } from '../call-site.ts';
import type { Compiler } from '../compiling.ts';
import type { Condition, Evaluate } from '../frame.ts';
import type { FilterNode, TestNode } from '../parsing/syntax-tree.ts';
import { compileArguments, compileValues } from './arguments.ts';

export function compileFilter(node: FilterNode, compiler: Compiler): Evaluate {
  return applyFilter(node, compiler.expression(node.operand, node.definition.missing === 'rescue'), compiler);
}

/** A filter on a value that is compiled already. */
export function applyFilter(
  { definition, name, offset, parameters }: Omit<FilterNode, 'operand'>,
  operand: Evaluate,
  compiler: Compiler,
): Evaluate {
  const given = compileArguments(parameters, compiler);
  const values = compileValues(definition.parameters, given, `filter '${name}'`, offset, compiler.fail);
  const fail = compiler.failureAt(offset);
  const { target } = compiler;
  return (frame) => {
    const value = operand(frame);
    const site = new Site(fail, frame.rendering, target);
    const bound = values(frame);
    try {
      return definition.apply(value, bound, site);
    } catch (error) {
      return site.failed(error);
    }
  };
}

export function compileTest(node: TestNode, compiler: Compiler): Condition {
  const { definition, name, offset, negated } = node;
  const operand = compiler.expression(node.operand, definition.missing === 'accept');
  const given = compileArguments(node.parameters, compiler);
  const values = compileValues(definition.parameters, given, `test '${name}'`, offset, compiler.fail);
  const fail = compiler.failureAt(offset);
  const { target } = compiler;
  return (frame) => {
    const value = operand(frame);
    const site = new Site(fail, frame.rendering, target);
    const bound = values(frame);
    try {
      return definition.holds(value, bound, site) !== negated;
    } catch (error) {
      return site.failed(error);
    }
  };
}
