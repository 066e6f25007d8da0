import { isDataObject, type Value } from '../../../core/record.ts';
import { readOwn } from '../../path/read-own.ts';
import { codePointLength } from '../builtins/conversion.ts';
import type { Compiled, Compiler } from '../compiled.ts';
import type { Evaluation, Fail } from '../evaluation.ts';
import { type StaticType, staticTypeText } from '../static-type.ts';
import type { ChainNode, MemberNode, Node, SliceNode } from '../syntax-tree.ts';
import { typeName } from '../type-name.ts';

/** Fetches a member of a value. */
type Property = (object: Value, evaluation: Evaluation) => Value;

export function compileMember(node: MemberNode, compiler: Compiler): Compiled {
  const object = compiler.compile(node.object);
  const property = compileProperty(node, object.type, compiler);
  const evaluateObject = object.evaluate;
  return { type: 'any', evaluate: (evaluation) => property(evaluateObject(evaluation), evaluation) };
}

/** The links of a chain in order: as soon as a marked one meets null, the rest is null. */
export function compileChain(node: ChainNode, compiler: Compiler): Compiled {
  const links: { readonly optional: boolean; readonly property: Property }[] = [];
  let root: Node = node.link;
  for (; root.kind === 'member'; root = root.object) {
    links.unshift({ optional: root.optional, property: compileProperty(root, 'any', compiler) });
  }
  const { evaluate } = compiler.compile(root);
  return {
    type: 'any',
    evaluate: (evaluation) => {
      let value = evaluate(evaluation);
      for (const { optional, property } of links) {
        if (optional && value === null) return null;
        value = property(value, evaluation);
      }
      return value;
    },
  };
}

function compileProperty(node: MemberNode, objectType: StaticType, compiler: Compiler): Property {
  const fail = compiler.failureAt(node.offset);
  const { property } = node;
  if (property.kind === 'literal' && typeof property.value === 'string') {
    const key = property.value;
    if (objectType !== 'any' && objectType !== 'object') {
      compiler.fail(`type ${staticTypeText(objectType)} has no field ${key}`, node.offset);
    }
    return (object) => (isDataObject(object) ? (readOwn(object, key) ?? null) : fetch(object, key, fail));
  }
  const evaluateKey = compiler.compile(property).evaluate;
  return (object, evaluation) => fetch(object, evaluateKey(evaluation), fail);
}

function fetch(container: Value, key: Value, fail: Fail): Value {
  if (isDataObject(container) && typeof key === 'string') return readOwn(container, key) ?? null;
  if (!Array.isArray(container) && typeof container !== 'string') {
    return fail(`cannot fetch ${keyText(key)} from ${typeName(container)}`);
  }
  if (typeof key !== 'number' && typeof key !== 'bigint')
    return fail(`invalid operation: int(${typeName(key)})`);
  const index = Math.trunc(Number(key));
  const elements = typeof container === 'string' ? [...container] : container;
  const element = elements.at(index);
  if (element === undefined || Number.isNaN(index)) {
    return fail(`index out of range: ${index} (array length is ${elements.length})`);
  }
  return element;
}

function keyText(key: Value): string {
  return typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint'
    ? String(key)
    : typeName(key);
}

export function compileSlice(node: SliceNode, compiler: Compiler): Compiled {
  const fail = compiler.failureAt(node.offset);
  const object = compiler.compile(node.object);
  const from = node.from === undefined ? undefined : compiler.compile(node.from).evaluate;
  const to = node.to === undefined ? undefined : compiler.compile(node.to).evaluate;
  return {
    type: object.type === 'string' || object.type === 'list' ? object.type : 'any',
    evaluate: (evaluation) => {
      const container = object.evaluate(evaluation);
      if (typeof container !== 'string' && !Array.isArray(container)) {
        return fail(`cannot slice ${typeName(container)}`);
      }
      const start = from === undefined ? 0 : sliceBound(from(evaluation), fail);
      const end = to === undefined ? undefined : sliceBound(to(evaluation), fail);
      if (Array.isArray(container)) {
        const part = container.slice(start, end);
        return evaluation.allows(part.length) ? part : fail('memory budget exceeded');
      }
      return codePointLength(container) === container.length
        ? container.slice(start, end)
        : [...container].slice(start, end).join('');
    },
  };
}

function sliceBound(value: Value, fail: Fail): number {
  if (typeof value !== 'number' && typeof value !== 'bigint')
    return fail(`invalid operation: int(${typeName(value)})`);
  return Math.trunc(Number(value));
}
