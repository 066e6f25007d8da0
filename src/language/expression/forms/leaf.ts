import type { DataObject, Value } from '../../../core/record.ts';
import { setOwn } from '../../../core/value.ts';
import { readOwn } from '../../path/read-own.ts';
import type { Compiled, Compiler } from '../compiled.ts';
import type { StaticType } from '../static-type.ts';
import type { ListNode, LiteralNode, NameNode, ObjectNode } from '../syntax-tree.ts';
import { conversionError } from '../type-name.ts';

export function compileLiteral({ value }: LiteralNode): Compiled {
  return { type: literalType(value), evaluate: () => value };
}

function literalType(value: LiteralNode['value']): StaticType {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    default:
      return 'nil';
  }
}

/** A name that the environment does not have is null. */
export function compileName({ name }: NameNode): Compiled {
  return { type: 'any', evaluate: ({ environment }) => readOwn(environment, name) ?? null };
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
      if (!evaluation.allows(items.length)) return fail('memory budget exceeded');
      return items.map((item) => item(evaluation));
    },
  };
}

export function compileObject(node: ObjectNode, compiler: Compiler): Compiled {
  const fail = compiler.failureAt(node.offset);
  const entries = node.entries.map(({ key, value }) => ({
    key: compiler.compile(key).evaluate,
    value: compiler.compile(value).evaluate,
  }));
  return {
    type: 'object',
    evaluate: (evaluation) => {
      if (!evaluation.allows(entries.length)) return fail('memory budget exceeded');
      const result: DataObject = {};
      for (const { key, value } of entries) {
        const name: Value = key(evaluation);
        setOwn(
          result,
          typeof name === 'string' ? name : fail(conversionError(name, 'string')),
          value(evaluation),
        );
      }
      return result;
    },
  };
}
