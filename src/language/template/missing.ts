import type { MemberNode, Node } from './parsing/syntax-tree.ts';

/** The path as written, for messages: `record.items[0].id`; `undefined` for anything but names, members and items. */
export function pathText(node: Node): string | undefined {
  if (node.kind === 'name') return node.name;
  if (node.kind !== 'member') return undefined;
  const object = pathText(node.object);
  const property = propertyText(node);
  return object === undefined || property === undefined ? undefined : object + property;
}

function propertyText({ property }: MemberNode): string | undefined {
  if (property.kind !== 'literal') return undefined;
  const { value } = property;
  if (typeof value === 'string') {
    return /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(value) ? `.${value}` : `['${value}']`;
  }
  return `[${value}]`;
}

/** How to allow for a value that is not there, as the end of a message. */
export function writeHint(node: Node, condition: 'null' | 'missing'): string {
  const path = pathText(node);
  return path === undefined ? '' : ` (write ${path} | default('') if it may be ${condition})`;
}
