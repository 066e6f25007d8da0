import { getOwn, setOwn } from '../../../core/value.ts';
import type { Compiled, Compiler } from '../compiled.ts';
import type { StaticType } from '../static-type.ts';
import type { ListNode, LiteralNode, NameNode, ObjectNode } from '../syntax-tree.ts';
import { conversionError } from '../type-name.ts';
import type { ExpressionObject, ExpressionValue } from '../value.ts';
import { isInherited } from './own-member.ts';

export function compileLiteral(node: LiteralNode): Compiled {
  const { value } = node;
  return { type: literalType(node), evaluate: () => value };
}

function literalType({ value, isFloat }: LiteralNode): StaticType {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return isFloat ? 'float' : 'int';
    default:
      return 'nil';
  }
}

/** A name that the environment does not have is null. */
export function compileName({ name }: NameNode): Compiled {
  if (isInherited(name))
    return { type: 'any', evaluate: ({ environment }) => getOwn(environment, name) ?? null };
  return { type: 'any', evaluate: ({ environment }) => environment[name] ?? null };
}

export function compileEnvironment(): Compiled {
  return { type: 'object', evaluate: ({ environment }) => environment };
}

export function compileList(node: ListNode, compiler: Compiler): Compiled {
  const fail = compiler.failureAt(node.offset);
  const items = node.items.map((item) => compiler.compile(item).evaluate);
  return {
    type: 'list',
    evaluate: (evaluation) => {
      evaluation.takeElements(items.length, fail);
      return items.map((item) => item(evaluation));
    },
  };
}

/** A key that is written twice has the last value. */
export function compileObject(node: ObjectNode, compiler: Compiler): Compiled {
  const fail = compiler.failureAt(node.offset);
  const entries = node.entries.map(({ key, value }) => ({
    key: compiler.compile(key).evaluate,
    value: compiler.compile(value).evaluate,
  }));
  return {
    type: 'object',
    evaluate: (evaluation) => {
      evaluation.takeElements(entries.length, fail);
      const result: ExpressionObject = {};
      for (const { key, value } of entries) {
        const name: ExpressionValue = key(evaluation);
        if (typeof name !== 'string') return fail(conversionError(name, 'string'));
        setOwn(result, name, value(evaluation));
      }
      return result;
    },
  };
}
