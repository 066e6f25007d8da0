import type { Node } from './syntax-tree.ts';

/** Every node of the tree, in no particular order. */
export function* visit(tree: Node): Generator<Node> {
  const waiting: Node[] = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    waiting.push(...children(node));
  }
}

/** The names that the expression reads from its environment, `$env.name` included. */
export function topLevelNames(tree: Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of visit(tree)) {
    if (node.kind === 'name') names.add(node.name);
    if (node.kind !== 'member' || node.object.kind !== 'environment') continue;
    const { property } = node;
    if (property.kind === 'literal' && typeof property.value === 'string') names.add(property.value);
  }
  return names;
}

function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
    case 'local':
    case 'environment':
      return [];
    case 'list':
      return node.items;
    case 'object':
      return node.entries.flatMap(({ key, value }) => [key, value]);
    case 'member':
      return [node.object, node.property];
    case 'method':
      return [node.object, ...node.parameters];
    case 'chain':
      return [node.link];
    case 'slice':
      return [node.object, node.from, node.to].filter((child) => child !== undefined);
    case 'unary':
      return [node.operand];
    case 'binary':
    case 'matches':
    case 'coalesce':
      return [node.left, node.right];
    case 'logical':
      return node.operands;
    case 'ordering':
      return [node.first, ...node.comparisons.map(({ operand }) => operand)];
    case 'conditional':
      return [node.test, node.then, node.otherwise].filter((child) => child !== undefined);
    case 'call':
      return node.predicate === undefined ? node.parameters : [...node.parameters, node.predicate.body];
    case 'let':
      return [node.value];
    case 'sequence':
      return node.parts;
  }
}
