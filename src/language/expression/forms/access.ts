import type { Compiled, Compiler } from '../compiled.ts';
import type { Evaluate, Fail } from '../evaluation.ts';
import { mayBe, type StaticType, staticTypeText } from '../static-type.ts';
import type { ChainNode, MemberNode, MethodNode, Node } from '../syntax-tree.ts';
import { isObject } from '../value.ts';
import { elementAt } from './element.ts';
import type { Link } from './link.ts';
import { compileMethodLink } from './method.ts';
import { isInherited, memberOf } from './own-member.ts';

export function compileMember(node: MemberNode, compiler: Compiler): Compiled {
  const object = compiler.compile(node.object);
  const { type, follow } = compileMemberLink(node, object.type, compiler);
  const evaluateObject = object.evaluate;
  const shortcut = memberShortcut(node, compiler);
  if (shortcut !== undefined) return { type, evaluate: shortcut };
  return { type, evaluate: (evaluation) => follow(evaluateObject(evaluation), evaluation) };
}

/** The links of a chain in order: as soon as a marked one meets null, the rest is null. */
export function compileChain(node: ChainNode, compiler: Compiler): Compiled {
  const links: (MemberNode | MethodNode)[] = [];
  let rootNode: Node = node.link;
  while (rootNode.kind === 'member' || rootNode.kind === 'method') {
    links.unshift(rootNode);
    rootNode = rootNode.object;
  }
  const root = compiler.compile(rootNode);
  let { type } = root;
  const steps = links.map((link) => {
    const { follow, type: next } = compileLink(
      link,
      link.optional && type === 'nil' ? 'any' : type,
      compiler,
    );
    type = next;
    return { optional: link.optional, follow };
  });
  const { evaluate } = root;
  const [first] = steps;
  if (first !== undefined && steps.length === 1) {
    const { follow } = first;
    return {
      type: 'any',
      evaluate: (evaluation) => {
        const value = evaluate(evaluation);
        return value === null ? null : follow(value, evaluation);
      },
    };
  }
  return {
    type: 'any',
    evaluate: (evaluation) => {
      let value = evaluate(evaluation);
      for (const { optional, follow } of steps) {
        if (optional && value === null) return null;
        value = follow(value, evaluation);
      }
      return value;
    },
  };
}

function compileLink(node: MemberNode | MethodNode, objectType: StaticType, compiler: Compiler): Link {
  return node.kind === 'member'
    ? compileMemberLink(node, objectType, compiler)
    : compileMethodLink(node, objectType, compiler);
}

function compileMemberLink(node: MemberNode, objectType: StaticType, compiler: Compiler): Link {
  const fail = compiler.failureAt(node.offset);
  const { property } = node;
  if (property.kind === 'literal' && typeof property.value === 'string') {
    const key = property.value;
    if (!mayBe(objectType, 'object')) {
      compiler.fail(`type ${staticTypeText(objectType)} has no field ${key}`, node.offset);
    }
    return { type: 'any', follow: memberOf(key, fail) };
  }
  if (!mayBe(objectType, 'object') && !mayBe(objectType, 'list') && !mayBe(objectType, 'string')) {
    compiler.fail(`type ${staticTypeText(objectType)} has no elements`, node.offset);
  }
  const type = objectType === 'string' ? 'string' : 'any';
  if (property.kind === 'literal' && isPosition(property.value)) {
    return { type, follow: elementAtPosition(property.value, fail) };
  }
  const evaluateKey = compiler.compile(property).evaluate;
  return {
    type,
    follow: (object, evaluation) => elementAt(object, evaluateKey(evaluation), fail),
  };
}

function isPosition(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** `list[0]`: where there is such an element, nothing else has to be asked. */
function elementAtPosition(position: number, fail: Fail): Link['follow'] {
  return (container) =>
    (Array.isArray(container) ? container[position] : undefined) ?? elementAt(container, position, fail);
}

/** `name.key` and `#.key` with an ordinary key, in one step. */
function memberShortcut({ object, property, offset }: MemberNode, compiler: Compiler): Evaluate | undefined {
  if (property.kind !== 'literal' || typeof property.value !== 'string') return undefined;
  const key = property.value;
  if (isInherited(key)) return undefined;
  const fail = compiler.failureAt(offset);
  if (object.kind === 'local') {
    const { slot } = object;
    return ({ locals }) => {
      const value = locals[slot] ?? null;
      return isObject(value) ? (value[key] ?? null) : elementAt(value, key, fail);
    };
  }
  if (object.kind !== 'name' || isInherited(object.name)) return undefined;
  const { name } = object;
  return ({ environment }) => {
    const value = environment[name] ?? null;
    return isObject(value) ? (value[key] ?? null) : elementAt(value, key, fail);
  };
}
